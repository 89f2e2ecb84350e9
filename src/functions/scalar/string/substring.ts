// Parts of text by position (1-based, negative from the end) or by delimiter.
import { INT, STRING, type DataType } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import type { Value } from '../../../types/value.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { TEXT_OR_BINARY, sameAsFirst, takes } from '../../signature.ts';
import { substringColumn } from './ascii-column.ts';
import { characterCount, sliceCharacters } from './characters.ts';

const common = { group: 'string', nulls: 'propagate', fallible: false } as const;

const sizeOf = (value: Value): number => (typeof value === 'string' ? characterCount(value) : (value as Uint8Array).length);
const slice = (value: Value, from: number, to: number): Value =>
  typeof value === 'string' ? sliceCharacters(value, from, to) : (value as Uint8Array).slice(Math.max(0, from), Math.max(0, to));
/** Position 0 counts as 1; a negative one that reaches before the start still uses up its length. */
export function substring(value: Value, position: number, length: number): Value {
  const start = position > 0 ? position - 1 : position < 0 ? sizeOf(value) + position : 0;
  return slice(value, start, start + length);
}
function substringIndex(text: string, delimiter: string, count: number): string {
  if (delimiter === '' || count === 0) return '';
  let at = count > 0 ? -delimiter.length : text.length;
  for (let left = Math.abs(count); left > 0; left--) {
    at = count > 0 ? text.indexOf(delimiter, at + delimiter.length) : at === 0 ? -1 : text.lastIndexOf(delimiter, at - 1);
    if (at < 0) return text;
  }
  return count > 0 ? text.slice(0, at) : text.slice(at + delimiter.length);
}
function splitPart(text: string, delimiter: string, part: number): string {
  if (part === 0)
    throw new CaudalError('INVALID_INDEX_OF_ZERO', 'The part of split_part must not be 0.', {
      hint: 'The first part is 1, the last -1.',
    });
  const parts = delimiter === '' ? [text] : text.split(delimiter);
  return parts[part > 0 ? part - 1 : parts.length + part] ?? '';
}
/** Type of overlay's and substring's result. */
const returnsFirst = (args: readonly DataType[]): DataType => args[0]!;

export const SUBSTRING: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'substring',
    aliases: ['substr', 'mid'],
    doc: 'Part from a 1-based position, of a length.',
    example: ["substring('Spark', 1, 2)", 'Sp'],
    signature: takes([TEXT_OR_BINARY, INT, INT], returnsFirst, 1),
    column: substringColumn,
    value: ([x, position, length]) => substring(x!, position as number, (length as number | undefined) ?? Infinity),
  }),
  scalar({
    ...common,
    name: 'left',
    doc: 'First characters.',
    example: ["left('Spark', 2)", 'Sp'],
    signature: takes([TEXT_OR_BINARY, INT], sameAsFirst),
    value: ([x, length]) => slice(x!, 0, length as number),
  }),
  scalar({
    ...common,
    name: 'right',
    doc: 'Last characters.',
    example: ["right('Spark', 2)", 'rk'],
    signature: takes([STRING, INT], STRING),
    value: ([x, length]) => ((length as number) <= 0 ? '' : slice(x!, sizeOf(x!) - (length as number), Infinity)),
  }),
  scalar({
    ...common,
    name: 'substring_index',
    doc: 'What stands before the n-th delimiter, or after the n-th from the end.',
    example: ["substring_index('a.b.c', '.', 2)", 'a.b'],
    signature: takes([STRING, STRING, INT], STRING),
    value: ([x, delimiter, count]) => substringIndex(x as string, delimiter as string, count as number),
  }),
  scalar({
    ...common,
    name: 'split_part',
    doc: "The n-th part between delimiters, '' outside.",
    example: ["split_part('a,b', ',', 2)", 'b'],
    fallible: true,
    signature: takes([STRING, STRING, INT], STRING),
    value: ([x, delimiter, part]) => splitPart(x as string, delimiter as string, part as number),
  }),
  scalar({
    ...common,
    name: 'overlay',
    doc: 'A part replaced, as long as the replacement unless a length is given.',
    example: ["overlay('SparkSQL', '_', 6)", 'Spark_QL'],
    signature: takes([STRING, STRING, INT, INT], STRING, 1),
    value: ([x, replacement, position, length]) => {
      const [text, from] = [x as string, position as number];
      const size = length === undefined || (length as number) < 0 ? characterCount(replacement as string) : (length as number);
      return `${sliceCharacters(text, 0, from - 1)}${replacement as string}${sliceCharacters(text, from - 1 + size, Infinity)}`;
    },
  }),
];
