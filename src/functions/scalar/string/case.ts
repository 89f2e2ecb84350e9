// Case of text: upper, lower, initcap.
import { STRING } from '../../../types/data-type.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { takes } from '../../signature.ts';
import { caseColumn } from './ascii-column.ts';

const text = (
  name: string,
  aliases: readonly string[],
  doc: string,
  example: readonly [string, string],
  f: (text: string) => string,
  column?: ScalarFunction['column'],
): ScalarFunction =>
  scalar({
    name,
    aliases,
    group: 'string',
    doc,
    example,
    signature: takes([STRING], STRING),
    nulls: 'propagate',
    fallible: false,
    ...(column ? { column } : {}),
    value: ([x]) => f(x as string),
  });
const capitalize = (word: string): string => {
  const first = String.fromCodePoint(word.codePointAt(0)!);
  return first.toUpperCase() + word.slice(first.length).toLowerCase();
};

export const CASE: readonly ScalarFunction[] = [
  text('upper', ['ucase'], 'In upper case.', ["upper('ab')", 'AB'], (x) => x.toUpperCase(), caseColumn(97, -32)),
  text('lower', ['lcase'], 'In lower case.', ["lower('AB')", 'ab'], (x) => x.toLowerCase(), caseColumn(65, 32)),
  text(
    'initcap',
    [],
    'First letter of each word in upper case, the others in lower case.',
    ["initcap('hello WORLD')", 'Hello World'],
    (x) => x.replace(/[^ ]+/g, capitalize),
  ),
];
