// Text in text: places (1-based characters, 0 if absent), tests, distance.
import { BOOLEAN, INT, STRING } from '../../../types/data-type.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { takes } from '../../signature.ts';
import { searchColumn } from './search-column.ts';
import { characterIndex, unitIndex } from './characters.ts';

const common = { group: 'string', nulls: 'propagate', fallible: false } as const;

function locate(part: string, text: string, position: number): number {
  if (position < 1) return 0;
  if (part === '') return 1;
  return characterIndex(text, text.indexOf(part, unitIndex(text, position - 1))) + 1;
}
/** Least number of characters inserted, removed or changed; -1 beyond the threshold. */
function levenshtein(a: string, b: string, threshold: number): number {
  const [left, right] = [[...a], [...b]];
  let row = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (const [i, x] of left.entries()) {
    const next = [i + 1];
    for (const [j, y] of right.entries()) next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (x === y ? 0 : 1)));
    row = next;
  }
  const distance = row[right.length]!;
  return distance > threshold ? -1 : distance;
}
const test = (
  name: string,
  aliases: readonly string[],
  doc: string,
  example: readonly [string, string],
  f: (text: string, part: string) => boolean,
  kernel: Parameters<typeof searchColumn>[0],
): ScalarFunction =>
  scalar({
    ...common,
    name,
    aliases,
    doc,
    example,
    signature: takes([STRING, STRING], BOOLEAN),
    column: searchColumn(kernel),
    value: ([x, part]) => f(x as string, part as string),
  });

export const SEARCH: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'instr',
    aliases: ['strpos'],
    doc: '1-based place of the part, 0 if absent.',
    example: ["instr('SparkSQL', 'SQL')", '6'],
    signature: takes([STRING, STRING], INT),
    value: ([x, part]) => locate(part as string, x as string, 1),
  }),
  scalar({
    ...common,
    name: 'locate',
    aliases: ['position'],
    doc: '1-based place of the part at or after a position, 0 if absent.',
    example: ["locate('bar', 'foobarbar', 5)", '7'],
    nulls: 'custom',
    signature: takes([STRING, STRING, INT], INT, 1),
    // A place that is NULL is not found, also in NULL.
    value: ([part, x, position = 1]) => {
      if (position === null) return 0;
      return part === null || x === null ? null : locate(part as string, x as string, position as number);
    },
  }),
  test(
    'contains',
    [],
    'Whether the text contains the part.',
    ["contains('Spark', 'par')", 'true'],
    (x, part) => x.includes(part),
    'containsPlain',
  ),
  test(
    'startswith',
    ['starts_with', 'prefix'],
    'Whether the text starts with the part.',
    ["startswith('Spark', 'Sp')", 'true'],
    (x, part) => x.startsWith(part),
    'startsWithPlain',
  ),
  test(
    'endswith',
    ['ends_with', 'suffix'],
    'Whether the text ends with the part.',
    ["endswith('Spark', 'rk')", 'true'],
    (x, part) => x.endsWith(part),
    'endsWithPlain',
  ),
  scalar({
    ...common,
    name: 'find_in_set',
    doc: '1-based place in a comma-separated list, 0 if absent.',
    example: ["find_in_set('b', 'a,b,c')", '2'],
    signature: takes([STRING, STRING], INT),
    value: ([x, list]) => ((x as string).includes(',') ? 0 : (list as string).split(',').indexOf(x as string) + 1),
  }),
  scalar({
    ...common,
    name: 'levenshtein',
    doc: 'Edit distance; -1 beyond a threshold.',
    example: ["levenshtein('kitten', 'sitting')", '3'],
    signature: takes([STRING, STRING, INT], INT, 1),
    value: ([a, b, threshold]) => levenshtein(a as string, b as string, (threshold as number | undefined) ?? Infinity),
  }),
];
