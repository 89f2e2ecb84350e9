// Arrays made and looked into: array, size, contains, position, least and greatest, joined texts.
import { compareValues, equalValues } from '../../../types/compare-value.ts';
import { type DataType, BIGINT, BOOLEAN, INT, NULL, STRING, arrayOf, isNested } from '../../../types/data-type.ts';
import { MapValue, type Value } from '../../../types/value.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { ARRAY, NESTED, rule, takes, takesSame } from '../../signature.ts';
import { COLLECTION, type List, elementType, has, withElement } from './shared.ts';

const extreme = (list: List, type: DataType, sign: 1 | -1): Value => {
  let best: Value = null;
  for (const item of list) if (item !== null && (best === null || sign * compareValues(item, best, type) > 0)) best = item;
  return best;
};
/** true, false, or NULL when a NULL might have been it. */
const containsValue = (list: List, item: Value, type: DataType): Value =>
  has(
    list.filter((x) => x !== null),
    item,
    type,
  )
    ? true
    : list.includes(null)
      ? null
      : false;
export const ORDERED = rule('an array of values that can be ordered', (t) =>
  t.kind === 'array' && t.element.kind !== 'map' ? t : undefined,
);
const TEXTS = rule('an array of strings', (t) =>
  t.kind === 'array' && !isNested(t.element) ? arrayOf(STRING, t.containsNull) : undefined,
);

export const ARRAYS: readonly ScalarFunction[] = [
  scalar({
    ...COLLECTION,
    name: 'array',
    aliases: ['list_value', 'make_array'],
    nulls: 'custom',
    doc: 'Array of the arguments.',
    example: ['array(1, 2)', '[1, 2]'],
    signature: (args, literals, name) => {
      if (args.length === 0) return { args: [], returns: arrayOf(NULL, false) };
      const same = takesSame(1, Infinity)(args, literals, name);
      return { args: same.args, returns: arrayOf(same.returns) };
    },
    value: (args) => [...args],
  }),
  scalar({
    ...COLLECTION,
    name: 'size',
    aliases: ['cardinality'],
    doc: 'Number of elements or entries.',
    example: ['size(array(1, 2))', '2'],
    signature: takes([NESTED], INT),
    value: ([x]) => (x instanceof MapValue ? x.entries.length : (x as List).length),
  }),
  scalar({
    ...COLLECTION,
    name: 'array_size',
    aliases: ['array_length'],
    doc: 'Number of elements.',
    example: ['array_size(array(1, 2))', '2'],
    signature: takes([ARRAY], INT),
    value: ([x]) => (x as List).length,
  }),
  scalar({
    ...COLLECTION,
    name: 'array_contains',
    aliases: ['list_contains'],
    doc: 'Whether the array has the value.',
    example: ['array_contains(array(1, 2), 2)', 'true'],
    signature: withElement(BOOLEAN),
    value: ([x, item], _context, types) => containsValue(x as List, item!, types[1]!),
  }),
  scalar({
    ...COLLECTION,
    name: 'array_position',
    aliases: ['list_position'],
    doc: '1-based place of the value, 0 if absent.',
    example: ['array_position(array(3, 2), 2)', '2'],
    signature: withElement(BIGINT),
    value: ([x, item], _context, types) =>
      BigInt((x as List).findIndex((other) => other !== null && equalValues(other, item!, types[1]!)) + 1),
  }),
  scalar({
    ...COLLECTION,
    name: 'array_join',
    aliases: ['array_to_string', 'list_to_string'],
    doc: 'Texts joined; NULLs left out or replaced.',
    example: ["array_join(array('a', 'b'), '-')", 'a-b'],
    signature: takes([TEXTS, STRING, STRING], STRING, 1),
    value: ([x, delimiter, replacement]) => {
      const texts =
        replacement === undefined ? (x as List).filter((item) => item !== null) : (x as List).map((item) => item ?? replacement);
      return texts.join(delimiter as string);
    },
  }),
  scalar({
    ...COLLECTION,
    name: 'array_min',
    aliases: ['list_min'],
    doc: 'Least element, NULLs skipped.',
    example: ['array_min(array(3, NULL, 2))', '2'],
    signature: takes([ORDERED], elementType),
    value: ([x], _context, _types, returns) => extreme(x as List, returns, -1),
  }),
  scalar({
    ...COLLECTION,
    name: 'array_max',
    aliases: ['list_max'],
    doc: 'Greatest element, NULLs skipped.',
    example: ['array_max(array(3, NULL, 2))', '3'],
    signature: takes([ORDERED], elementType),
    value: ([x], _context, _types, returns) => extreme(x as List, returns, 1),
  }),
];
