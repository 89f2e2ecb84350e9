// Text changed character by character or part by part: replace, translate, reverse, mask, quote, soundex, elt.
import { type DataType, INT, STRING } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import type { Value } from '../../../types/value.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { rule, sameAsFirst, takes, takesMany } from '../../signature.ts';

const common = { group: 'string', nulls: 'propagate', fallible: false } as const;
const TEXT_OR_ARRAY = rule('a string or array', (t): DataType | undefined =>
  t.kind === 'array' ? t : t.kind === 'map' || t.kind === 'struct' ? undefined : STRING,
);

function translate(text: string, from: string, to: string): string {
  const targets = [...to];
  const table = new Map<string, string>();
  for (const [i, char] of [...from].entries()) if (!table.has(char)) table.set(char, targets[i] ?? '');
  return Array.from(text, (char) => table.get(char) ?? char).join('');
}
type Masks = readonly [upper: Value | undefined, lower: Value | undefined, digit: Value | undefined, other: Value | undefined];
/** A mask of null keeps the character. */
function mask(text: string, [upper = 'X', lower = 'x', digit = 'n', other = null]: Masks): string {
  return Array.from(text, (char) => {
    const by = /\p{Lu}/u.test(char) ? upper : /\p{Ll}/u.test(char) ? lower : /\p{Nd}/u.test(char) ? digit : other;
    return by === null ? char : (by as string);
  }).join('');
}
const CODES = '01230120022455012623010202'; // A to Z; 0 vowels and H, W, Y
function soundex(text: string): string {
  if (!/^[A-Za-z]/.test(text)) return text;
  let out = text[0]!.toUpperCase();
  let last = CODES[out.charCodeAt(0) - 65]!;
  for (const char of text.slice(1).toUpperCase()) {
    if (!/[A-Z]/.test(char)) {
      last = '0';
      continue;
    }
    const code = CODES[char.charCodeAt(0) - 65]!;
    if (char === 'H' || char === 'W') continue;
    if (code !== '0' && code !== last) out += code;
    if (out.length === 4) break;
    last = code;
  }
  return out.padEnd(4, '0');
}

export const REPLACE: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'replace',
    doc: 'All occurrences of a part replaced, or removed.',
    example: ["replace('abcabc', 'b', 'x')", 'axcaxc'],
    signature: takes([STRING, STRING, STRING], STRING, 1),
    value: ([x, part, by]) =>
      (part as string) === '' ? x! : (x as string).replaceAll(part as string, () => (by as string | undefined) ?? ''),
  }),
  scalar({
    ...common,
    name: 'translate',
    doc: 'Characters replaced by those at the same place, or removed.',
    example: ["translate('abc', 'ab', 'x')", 'xc'],
    signature: takes([STRING, STRING, STRING], STRING),
    value: ([x, from, to]) => translate(x as string, from as string, to as string),
  }),
  scalar({
    ...common,
    name: 'reverse',
    doc: 'Text or array from end to start.',
    example: ["reverse('abc')", 'cba'],
    signature: takes([TEXT_OR_ARRAY], sameAsFirst),
    value: ([x]) => (typeof x === 'string' ? [...x].reverse().join('') : [...(x as readonly Value[])].reverse()),
  }),
  scalar({
    ...common,
    name: 'mask',
    nulls: 'custom',
    doc: 'Letters and digits hidden.',
    example: ["mask('AB-12')", 'XX-nn'],
    signature: takes([STRING, STRING, STRING, STRING, STRING], STRING, 4),
    value: ([x, upper, lower, digit, other]) => (x === null ? null : mask(x as string, [upper, lower, digit, other])),
  }),
  scalar({
    ...common,
    name: 'quote',
    doc: 'In single quotes, escaped.',
    example: ["quote('a')", "'a'"],
    signature: takes([STRING], STRING),
    value: ([x]) => `'${(x as string).replace(/'/g, "\\'")}'`,
  }),
  scalar({
    ...common,
    name: 'soundex',
    doc: 'Code of how English speakers say it.',
    example: ["soundex('Robert')", 'R163'],
    signature: takes([STRING], STRING),
    value: ([x]) => soundex(x as string),
  }),
  scalar({
    ...common,
    name: 'elt',
    nulls: 'custom',
    doc: 'The n-th of the other arguments, from 1.',
    example: ["elt(2, 'a', 'b')", 'b'],
    fallible: true,
    signature: takesMany(STRING, STRING, 1, [INT]),
    value: ([index, ...values]) => {
      if (index === null) return null;
      const value = values[(index as number) - 1];
      if (value === undefined)
        throw new CaudalError('INVALID_ARRAY_INDEX', `The index ${index as number} of elt is outside 1 to ${values.length}.`);
      return value;
    },
  }),
];
