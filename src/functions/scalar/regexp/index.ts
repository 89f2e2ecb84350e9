// Regular expressions, in Java's syntax.
import { BOOLEAN, INT, STRING, arrayOf } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import type { Value } from '../../../types/value.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { takes } from '../../signature.ts';
import { javaPattern, javaReplacement } from './java-pattern.ts';

const STRINGS = arrayOf(STRING, false);
const common = { group: 'string', nulls: 'propagate', fallible: true } as const;

/** A group of a match, '' where it took no part; without a match nobody asks whether there is such a group. */
function groupOf(name: string, match: RegExpMatchArray, group: Value = 1): string {
  const index = group as number;
  if (index >= 0 && index < match.length) return match[index] ?? '';
  throw new CaudalError(
    'INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX',
    `Group ${index} of \`${name}\` is outside 0 to ${match.length - 1}.`,
  );
}
/** Start of the search for `position` characters (from 1) into the text. */
const startAt = (text: string, position: number): number => [...text].slice(0, position - 1).join('').length;

function replace(text: string, pattern: string, replacement: string, position: number): string {
  if (position < 1)
    throw new CaudalError('INVALID_PARAMETER_VALUE', `The position of regexp_replace must be positive, not ${position}.`);
  const compiled = javaPattern(pattern, 'g');
  // A replacement that nothing asks for may be malformed.
  let expand: ReturnType<typeof javaReplacement> | undefined;
  const from = position === 1 ? 0 : startAt(text, position);
  return (
    text.slice(0, from) +
    text.slice(from).replace(compiled, (...match: unknown[]) => {
      const named = typeof match.at(-1) === 'object' ? (match.pop() as Record<string, string>) : undefined;
      expand ??= javaReplacement(replacement);
      return expand(match.slice(0, -2) as string[], named);
    })
  );
}

export const REGEXP: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'rlike',
    aliases: ['regexp', 'regexp_like', 'regexp_matches'],
    doc: 'Whether a regular expression occurs in the text.',
    example: ["'Spark' RLIKE '^S.*k$'", 'true'],
    signature: takes([STRING, STRING], BOOLEAN),
    value: ([text, pattern]) => javaPattern(pattern as string).test(text as string),
  }),
  scalar({
    ...common,
    name: 'regexp_replace',
    doc: 'All matches replaced; $1 is a group.',
    example: ["regexp_replace('100-200', '(\\\\d+)', 'n')", 'n-n'],
    signature: takes([STRING, STRING, STRING, INT], STRING, 1),
    value: ([text, pattern, replacement, position]) =>
      replace(text as string, pattern as string, replacement as string, (position as number | undefined) ?? 1),
  }),
  scalar({
    ...common,
    name: 'regexp_extract',
    doc: "Group (default 1) of the first match, '' if none.",
    example: ["regexp_extract('100-200', '(\\\\d+)-(\\\\d+)', 2)", '200'],
    signature: takes([STRING, STRING, INT], STRING, 1),
    value: ([text, pattern, group]) => {
      const match = javaPattern(pattern as string).exec(text as string);
      return match ? groupOf('regexp_extract', match, group) : '';
    },
  }),
  scalar({
    ...common,
    name: 'regexp_extract_all',
    doc: 'Group (default 1) of every match.',
    example: ["regexp_extract_all('100-200', '(\\\\d+)')", '[100, 200]'],
    signature: takes([STRING, STRING, INT], STRINGS, 1),
    value: ([text, pattern, group]) =>
      Array.from((text as string).matchAll(javaPattern(pattern as string, 'g')), (match) =>
        groupOf('regexp_extract_all', match, group),
      ),
  }),
  scalar({
    ...common,
    name: 'regexp_substr',
    doc: 'First match, NULL if none or if it is empty.',
    example: ["regexp_substr('a12b', '\\\\d+')", '12'],
    signature: takes([STRING, STRING], STRING),
    value: ([text, pattern]) => javaPattern(pattern as string).exec(text as string)?.[0] || null,
  }),
  scalar({
    ...common,
    name: 'regexp_instr',
    doc: '1-based place of the first match, 0 if none.',
    example: ["regexp_instr('a12b', '\\\\d+')", '2'],
    signature: takes([STRING, STRING, INT], INT, 1),
    value: ([text, pattern]) => {
      const match = javaPattern(pattern as string).exec(text as string);
      return match ? (text as string).slice(0, match.index).length + 1 : 0;
    },
  }),
  scalar({
    ...common,
    name: 'regexp_count',
    doc: 'Number of matches.',
    example: ["regexp_count('a1b22', '\\\\d+')", '2'],
    signature: takes([STRING, STRING], INT),
    value: ([text, pattern]) => [...(text as string).matchAll(javaPattern(pattern as string, 'g'))].length,
  }),
];
