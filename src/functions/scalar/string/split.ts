// Text to arrays: split by a regular expression, sentences into words.
import { INT, STRING, arrayOf } from '../../../types/data-type.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { takes } from '../../signature.ts';
import { javaPattern } from '../regexp/java-pattern.ts';

/** Java's split: an empty match at the start gives no part; a limit above 0 bounds the number of parts. The empty pattern is Spark's own. */
export function splitText(text: string, pattern: string, limit: number): string[] {
  if (pattern === '' && text !== '') return [...text].slice(0, limit > 0 ? limit : undefined);
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(javaPattern(pattern, 'g'))) {
    if (limit > 0 && parts.length === limit - 1) break;
    const end = match.index + match[0].length;
    if (end === 0) continue;
    parts.push(text.slice(from, match.index));
    from = end;
  }
  parts.push(text.slice(from));
  return parts;
}
const words = (sentence: string): string[] => sentence.match(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu) ?? [];
const STRINGS = arrayOf(STRING, false);

export const SPLIT: readonly ScalarFunction[] = [
  scalar({
    name: 'split',
    aliases: ['string_split', 'str_split', 'regexp_split_to_array'],
    group: 'string',
    doc: 'Parts between matches of a regular expression.',
    example: ["split('a1b', '[0-9]')", '[a, b]'],
    signature: takes([STRING, STRING, INT], STRINGS, 1),
    nulls: 'propagate',
    fallible: true,
    value: ([x, pattern, limit]) => splitText(x as string, pattern as string, (limit as number | undefined) ?? -1),
  }),
  scalar({
    name: 'sentences',
    group: 'string',
    doc: 'Words of each sentence.',
    example: ["sentences('Hi there! Good morning.')", '[[Hi, there], [Good, morning]]'],
    signature: takes([STRING, STRING, STRING], arrayOf(STRINGS, false), 2),
    nulls: 'propagate',
    fallible: false,
    value: ([x]) =>
      ((x as string).match(/[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*/g) ?? []).map(words).filter((sentence) => sentence.length > 0),
  }),
];
