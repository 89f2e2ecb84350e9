// Java's date-time patterns (`yyyy-MM-dd HH:mm:ss.SSS`) as tokens. Week-based letters (Y w W u e c) are refused as Spark does.
// Text is written by `datetime-format.ts` and read by `datetime-parse.ts`; compiled patterns are kept.
import { CaudalError } from './error.ts';

export const PATTERN_LETTERS = [
  'G',
  'y',
  'M',
  'L',
  'd',
  'D',
  'Q',
  'q',
  'E',
  'F',
  'a',
  'h',
  'K',
  'k',
  'H',
  'm',
  's',
  'S',
  'V',
  'z',
  'O',
  'X',
  'x',
  'Z',
] as const;
export type PatternLetter = (typeof PATTERN_LETTERS)[number];
export type PatternToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly letter: PatternLetter; readonly count: number }
  | { readonly kind: 'optional'; readonly tokens: readonly PatternToken[] };

const MAX_COUNT: Readonly<Partial<Record<PatternLetter, number>>> = {
  G: 4,
  y: 6,
  M: 4,
  L: 4,
  d: 2,
  D: 3,
  Q: 4,
  q: 4,
  E: 4,
  F: 1,
  a: 1,
  h: 2,
  K: 2,
  k: 2,
  H: 2,
  m: 2,
  s: 2,
  S: 9,
  V: 2,
  z: 4,
  O: 4,
  X: 5,
  x: 5,
  Z: 5,
};
const isLetter = (char: string): char is PatternLetter => (PATTERN_LETTERS as readonly string[]).includes(char);

function invalid(pattern: string, why: string): never {
  throw new CaudalError('INVALID_DATETIME_PATTERN', `The pattern '${pattern}' is invalid: ${why}.`, {
    hint: "Letters are Java's: yyyy-MM-dd HH:mm:ss.SSS; quote text in ''.",
  });
}
class Tokenizer {
  readonly #pattern: string;
  #at = 0;
  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  tokens(inOptional: boolean): PatternToken[] {
    const out: PatternToken[] = [];
    const text = (value: string): void => {
      const last = out.at(-1);
      if (last?.kind === 'text') out[out.length - 1] = { kind: 'text', text: last.text + value };
      else out.push({ kind: 'text', text: value });
    };
    while (this.#at < this.#pattern.length) {
      const char = this.#pattern[this.#at]!;
      if (/[a-zA-Z]/.test(char)) out.push(this.#field(char));
      else if (char === "'") text(this.#quoted());
      else if (char === '[') {
        this.#at++;
        out.push({ kind: 'optional', tokens: this.tokens(true) });
      } else if (char === ']') {
        if (!inOptional) invalid(this.#pattern, "']' closes nothing");
        this.#at++;
        return out;
      } else if (char === '{' || char === '}' || char === '#') invalid(this.#pattern, `'${char}' is reserved`);
      else {
        text(char);
        this.#at++;
      }
    }
    return out;
  }
  #field(letter: string): PatternToken {
    if (!isLetter(letter)) invalid(this.#pattern, `the letter '${letter}' is not supported`);
    const start = this.#at;
    while (this.#pattern[this.#at] === letter) this.#at++;
    const count = this.#at - start;
    if (count > MAX_COUNT[letter]!) invalid(this.#pattern, `'${letter.repeat(count)}' is too long`);
    if (letter === 'V' && count !== 2) invalid(this.#pattern, "the zone id is written 'VV'");
    return { kind: 'field', letter, count };
  }
  /** Text in quotes; two of them stand for one, inside and outside. */
  #quoted(): string {
    const match = /^'((?:[^']|'')*)'/.exec(this.#pattern.slice(this.#at));
    if (!match) invalid(this.#pattern, 'a quote is not closed');
    this.#at += match[0].length;
    return match[1] === '' ? "'" : match[1]!.replaceAll("''", "'");
  }
}
const CACHE_LIMIT = 256;
const cache = new Map<string, readonly PatternToken[]>();
export function patternTokens(pattern: string): readonly PatternToken[] {
  let tokens = cache.get(pattern);
  if (!tokens) {
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(pattern, (tokens = new Tokenizer(pattern).tokens(false)));
  }
  return tokens;
}
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
/** From Monday. */
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
