// Characters taken off the ends: spaces, or any of those given. trim, ltrim, rtrim take (chars, text) as Spark's do, btrim (text, chars).
import { STRING } from '../../../types/data-type.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { takes } from '../../signature.ts';
import { trimColumn } from './ascii-column.ts';

type Ends = 'both' | 'start' | 'end';
export function trimText(text: string, chars: string, ends: Ends): string {
  const set = new Set(chars);
  const all = [...text];
  let from = 0;
  let to = all.length;
  if (ends !== 'end') while (from < to && set.has(all[from]!)) from++;
  if (ends !== 'start') while (to > from && set.has(all[to - 1]!)) to--;
  return all.slice(from, to).join('');
}
const trimSpaces = (text: string, ends: Ends): string =>
  ends === 'both' ? text.replace(/^ +| +$/g, '') : ends === 'start' ? text.replace(/^ +/, '') : text.replace(/ +$/, '');
const trim = (name: string, ends: Ends, textFirst: boolean, doc: string, example: readonly [string, string]): ScalarFunction =>
  scalar({
    name,
    group: 'string',
    doc,
    example,
    signature: takes([STRING, STRING], STRING, 1),
    nulls: 'propagate',
    fallible: false,
    column: trimColumn(ends !== 'end', ends !== 'start'),
    value: ([a, b]) => {
      if (b === undefined) return trimSpaces(a as string, ends);
      return textFirst ? trimText(a as string, b as string, ends) : trimText(b as string, a as string, ends);
    },
  });

export const TRIM: readonly ScalarFunction[] = [
  trim('trim', 'both', false, 'Spaces, or any of the characters given first, taken off both ends.', ["trim('  a ')", 'a']),
  trim('ltrim', 'start', false, 'Spaces, or any of the characters given first, taken off the start.', ["ltrim('  a')", 'a']),
  trim('rtrim', 'end', false, 'Spaces, or any of the characters given first, taken off the end.', ["rtrim('a  ')", 'a']),
  trim('btrim', 'both', true, 'Spaces, or any of the characters given second, taken off both ends.', [
    "btrim('xxaxx', 'x')",
    'a',
  ]),
];
