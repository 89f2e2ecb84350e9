// Java's regular expressions as JavaScript's (flag v). What differs is rewritten: \A \z \Z $ \Q…\E \h \R \s POSIX classes, && in
// classes, leading (?i); what JavaScript lacks (possessive quantifiers, atomic groups) is refused with its name.
import { CaudalError } from '../../../types/error.ts';

const SYNTAX = /[\^$\\.*+?()[\]{}|/]/;
const CLASS_SYNTAX = /[()[\]{}/\-\\|^&!#$%*+,.:;<=>?@`~]/;
const POSIX: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\x00-\\x7f',
  Alpha: 'a-zA-Z',
  Digit: '0-9',
  Alnum: 'a-zA-Z0-9',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\x00-\\x1f\\x7f',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\v\\f\\r',
};
const SPACE = ' \\t\\n\\v\\f\\r';
const BLANK = ' \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000';
const LINE_END = '(?:\\r\\n|[\\n\\r\\u0085\\u2028\\u2029])';
const END = '(?![\\s\\S])';
/** Escapes that mean one set of characters, inside and outside a class. */
const SETS: Readonly<Record<string, string>> = {
  s: `[${SPACE}]`,
  S: `[^${SPACE}]`,
  h: `[${BLANK}]`,
  H: `[^${BLANK}]`,
  v: '[\\n\\v\\f\\r\\x85\\u2028\\u2029]',
  d: '\\d',
  D: '\\D',
  w: '\\w',
  W: '\\W',
};
/** Escapes that mean a place or a sequence: outside classes only. */
const PLACES: Readonly<Record<string, string>> = {
  A: '(?<![\\s\\S])',
  z: END,
  Z: `(?=${LINE_END}?${END})`,
  R: LINE_END,
  b: '\\b',
  B: '\\B',
};
const CONTROLS: Readonly<Record<string, string>> = { t: '\\t', n: '\\n', r: '\\r', f: '\\f', a: '\\x07', e: '\\x1b' };

class Translator {
  readonly #text: string;
  #at = 0;
  flags = 'v';
  #dollar = `(?=${LINE_END}?${END})`;
  constructor(text: string) {
    this.#text = text;
  }

  fail(problem: string): never {
    throw new CaudalError('INVALID_PARAMETER_VALUE.PATTERN', `The regular expression '${this.#text}' is invalid: ${problem}.`, {
      params: { pattern: this.#text },
    });
  }
  translate(): string {
    this.#leadingFlags();
    let source = '';
    while (this.#at < this.#text.length) source += this.#next();
    return source;
  }
  #leadingFlags(): void {
    const match = /^\(\?([a-zA-Z]+)\)/.exec(this.#text);
    if (!match) return;
    for (const flag of match[1]!) {
      if (flag === 'm') this.#dollar = '$';
      if (flag === 'i' || flag === 's' || flag === 'm') this.flags += this.flags.includes(flag) ? '' : flag;
      else if (flag !== 'u' && flag !== 'U') this.fail(`the flag ${flag} is not supported`);
    }
    this.#at = match[0].length;
  }
  #take(): string {
    const char = String.fromCodePoint(this.#text.codePointAt(this.#at)!);
    this.#at += char.length;
    return char;
  }
  #next(): string {
    const char = this.#take();
    switch (char) {
      case '\\':
        return this.#escape(false);
      case '[':
        return this.#class();
      case '$':
        return this.#dollar;
      case '(':
        return this.#group();
      case '*':
      case '+':
      case '?':
        return char + this.#quantifierEnd();
      case '{':
        return this.#braces();
      case ']':
      case '}':
        return `\\${char}`;
      default:
        return char === '/' ? '\\/' : char;
    }
  }
  #quantifierEnd(): string {
    if (this.#text[this.#at] === '+') this.fail('possessive quantifiers are not supported');
    return '';
  }
  #braces(): string {
    const match = /^\d+(?:,\d*)?\}/.exec(this.#text.slice(this.#at));
    if (!match) this.fail(`'{' starts no quantifier; write \\{ for the character`);
    this.#at += match[0].length;
    return `{${match[0]}${this.#quantifierEnd()}`;
  }
  #group(): string {
    const rest = this.#text.slice(this.#at);
    if (rest.startsWith('?>')) this.fail('atomic groups are not supported');
    if (/^\?[a-zA-Z-]+[:)]/.test(rest)) this.fail('flags are supported at the start of the pattern only');
    return '(';
  }
  #quoted(): string {
    const end = this.#text.indexOf('\\E', this.#at);
    const literal = this.#text.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end + 2;
    return [...literal].map((c) => (SYNTAX.test(c) ? `\\${c}` : c)).join('');
  }
  #property(negated: boolean): string {
    const match = /^(?:\{(\w+)\}|(\w))/.exec(this.#text.slice(this.#at)) ?? this.fail('a property has no name');
    this.#at += match[0].length;
    const name = match[1] ?? match[2]!;
    const posix = POSIX[name];
    if (posix !== undefined) return `[${negated ? '^' : ''}${posix}]`;
    const property = /^Is([A-Z]\w+)$/.exec(name)?.[1];
    for (const candidate of property ? [property, `Script=${property}`] : [name, `Script=${name}`]) {
      const source = `\\${negated ? 'P' : 'p'}{${candidate}}`;
      if (compiles(source)) return source;
    }
    return this.fail(`the property ${name} is not supported`);
  }
  #escape(inClass: boolean): string {
    if (this.#at >= this.#text.length) this.fail('it ends in a backslash');
    const char = this.#take();
    const set = SETS[char] ?? CONTROLS[char];
    if (set !== undefined) return set;
    if (!inClass && PLACES[char] !== undefined) return PLACES[char];
    if (char === 'Q' && !inClass) return this.#quoted();
    if (char === 'p' || char === 'P') return this.#property(char === 'P');
    if (char === 'k') return '\\k';
    if (char === 'x' || char === 'u' || char === '0') return this.#codePoint(char);
    if (/[1-9]/.test(char) && !inClass) return `(?:\\${char})`;
    if (/[a-zA-Z0-9]/.test(char)) this.fail(`the escape \\${char} is not supported`);
    return (inClass ? CLASS_SYNTAX : SYNTAX).test(char) ? `\\${char}` : char;
  }
  #codePoint(kind: string): string {
    const forms = {
      x: /^(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{2}))/,
      u: /^([0-9a-fA-F]{4})/,
      0: /^([0-3]?[0-7]{1,2})/,
    } as const;
    const match = forms[kind as 'x' | 'u' | 0].exec(this.#text.slice(this.#at)) ?? this.fail(`\\${kind} has no digits`);
    this.#at += match[0].length;
    return `\\u{${Number.parseInt((match[1] ?? match[2])!, kind === '0' ? 8 : 16).toString(16)}}`;
  }
  /** After `[`: unions stand side by side as in Java; `&&` intersects what stands left and right of it. */
  #class(): string {
    const negated = this.#text[this.#at] === '^';
    if (negated) this.#at++;
    const operands = [''];
    for (let first = true; ; first = false) {
      if (this.#at >= this.#text.length) this.fail("']' is missing");
      if (this.#text.startsWith('&&', this.#at)) {
        this.#at += 2;
        operands.push('');
        continue;
      }
      const char = this.#take();
      if (char === ']' && !first) break;
      operands[operands.length - 1] += this.#classItem(char);
    }
    const body = operands.length === 1 ? operands[0]! : operands.map((operand) => `[${operand}]`).join('&&');
    return `[${negated ? '^' : ''}${body}]`;
  }
  #classItem(char: string): string {
    if (char === '\\') return this.#escape(true);
    if (char === '[') return this.#class();
    if (char !== '-') return CLASS_SYNTAX.test(char) ? `\\${char}` : char;
    const before = this.#text[this.#at - 2];
    const after = this.#text[this.#at];
    const isRange = before !== '[' && before !== '^' && after !== ']' && after !== '[' && after !== '&';
    return isRange ? '-' : '\\-';
  }
}
function compiles(source: string): boolean {
  try {
    return new RegExp(source, 'v') instanceof RegExp;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function compile(text: string, flags: string): RegExp {
  const translator = new Translator(text);
  const source = translator.translate();
  try {
    return new RegExp(source, translator.flags + flags);
  } catch (error) {
    return translator.fail(error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error));
  }
}

const CACHE_LIMIT = 256;
const cache = new Map<string, RegExp>();
/** Compiled Java pattern; the last few hundred are kept. Flags like `g` are added to those of the pattern. */
export function javaPattern(text: string, flags = ''): RegExp {
  const key = `${flags}/${text}`;
  let compiled = cache.get(key);
  if (!compiled) {
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(key, (compiled = compile(text, flags)));
  }
  compiled.lastIndex = 0;
  return compiled;
}
/** Java's replacement text: `$1`, `${name}`, `\$`; `$$` and a group that is not there are errors. */
export function javaReplacement(
  text: string,
): (match: readonly (string | undefined)[], groups: Readonly<Record<string, string>> | undefined) => string {
  const parts: (string | number | { readonly name: string })[] = [];
  const token = /\\([\s\S])|\$(\d)|\$\{(\w+)\}|([\\$])|([^\\$]+)/g;
  for (const [, escaped, group, name, stray, literal] of text.matchAll(token)) {
    if (stray !== undefined)
      throw new CaudalError(
        'INVALID_REGEXP_REPLACE',
        `'${stray}' in the replacement '${text}' stands for nothing; write \\${stray}.`,
      );
    parts.push(group !== undefined ? Number(group) : name !== undefined ? { name } : (escaped ?? literal)!);
  }
  return (match, groups) =>
    parts
      .map((part) => {
        if (typeof part === 'string') return part;
        if (typeof part === 'object') return groups?.[part.name] ?? '';
        if (part >= match.length)
          throw new CaudalError(
            'INVALID_REGEXP_REPLACE',
            `The replacement '${text}' names group ${part}; the pattern has ${match.length - 1}.`,
          );
        return match[part] ?? '';
      })
      .join('');
}
