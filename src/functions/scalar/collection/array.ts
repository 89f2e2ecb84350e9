// Arrays: made, searched, sorted, combined. Elements are compared as values: NULL equals NULL, NaN equals NaN.
import { compareValues, equalValues } from '../../../types/compare-value.ts';
import { type DataType, BIGINT, BOOLEAN, INT, NULL, STRING, arrayOf, isNested } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import type { Value } from '../../../types/value.ts';
import { type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import {
  ANY,
  ARRAY,
  ARRAY_OF_ARRAYS,
  NESTED,
  type ResultType,
  arrayAndElement,
  castArgument,
  checkCount,
  rule,
  sameAsFirst,
  takes,
  takesSame,
} from '../../signature.ts';
import { MapValue } from '../../../types/value.ts';

const common = { group: 'collection', nulls: 'propagate', fallible: false } as const;
type List = readonly Value[];
const elementOf = (t: DataType): DataType => (t.kind === 'array' ? t.element : NULL);
const elementType: ResultType = (args) => elementOf(args[0]!);
/** An array and one of its elements; `returns` is BOOLEAN, INT or the array. */
const withElement =
  (returns: DataType | 'array'): SignatureRule =>
  (args, _literals, name) => {
    checkCount(name, args.length, 2);
    const { array, element } = arrayAndElement(name, args[0]!, args[1]!);
    return { args: [array, element], returns: returns === 'array' ? array : returns };
  };
const TWO_ARRAYS: SignatureRule = (args, literals, name) => {
  args.forEach((t, i) => castArgument(name, i, t, ARRAY));
  return takesSame(2, 2)(args, literals, name);
};
/** Elements in order, each once. */
function distinct(list: List, type: DataType): Value[] {
  const out: Value[] = [];
  const seen = new Set<Value>();
  for (const item of list) {
    const simple = item === null || (!isNested(type) && !(item instanceof Uint8Array));
    if (simple ? seen.has(item === 0 ? 0 : item) : out.some((other) => equalValues(other, item, type))) continue;
    seen.add(item === 0 ? 0 : item);
    out.push(item);
  }
  return out;
}
const has = (list: List, item: Value, type: DataType): boolean => list.some((other) => equalValues(other, item, type));
const orderBy =
  (type: DataType, nullsFirst: boolean) =>
  (a: Value, b: Value): number => {
    if (a === null || b === null) return a === b ? 0 : (a === null) === nullsFirst ? -1 : 1;
    return compareValues(a, b, type);
  };
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
const MAX_ELEMENTS = 2 ** 31 - 16;
function repeatValue(value: Value, count: number): Value[] {
  if (count > MAX_ELEMENTS) throw new CaudalError('COLLECTION_SIZE_LIMIT_EXCEEDED', `An array of ${count} elements is too long.`);
  return Array.from({ length: Math.max(0, count) }, () => value);
}
function slice(list: List, start: number, length: number): Value[] {
  if (start === 0)
    throw new CaudalError('INVALID_PARAMETER_VALUE.START', 'The start of slice must not be 0.', {
      hint: 'The first element is 1, the last -1.',
    });
  if (length < 0)
    throw new CaudalError('INVALID_PARAMETER_VALUE.LENGTH', `The length of slice must not be negative, not ${length}.`);
  const from = start > 0 ? start - 1 : list.length + start;
  return from < 0 ? [] : list.slice(from, from + length);
}
function insert(list: List, position: number, value: Value): Value[] {
  if (position === 0)
    throw new CaudalError('INVALID_INDEX_OF_ZERO', 'The position 0 is invalid.', {
      hint: 'The first element is 1, the last -1.',
    });
  const missing = position > 0 ? position - 1 - list.length : -position - list.length - 1;
  if (position < 0 && missing >= 0) return [value, ...repeatValue(null, missing), ...list];
  const at = position > 0 ? position - 1 : list.length + position + 1;
  return [...list.slice(0, at), ...repeatValue(null, missing), value, ...list.slice(at)];
}
const INSERT: SignatureRule = (args, _literals, name) => {
  checkCount(name, args.length, 3);
  const { array, element } = arrayAndElement(name, args[0]!, args[2]!);
  return { args: [array, castArgument(name, 1, args[1]!, INT), element], returns: arrayOf(element, true) };
};
const ORDERED = rule('an array of values that can be ordered', (t) =>
  t.kind === 'array' && t.element.kind !== 'map' ? t : undefined,
);
const TEXTS = rule('an array of strings', (t) =>
  t.kind === 'array' && !isNested(t.element) ? arrayOf(STRING, t.containsNull) : undefined,
);

export const ARRAYS: readonly ScalarFunction[] = [
  scalar({
    ...common,
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
    ...common,
    name: 'size',
    aliases: ['cardinality'],
    doc: 'Number of elements or entries.',
    example: ['size(array(1, 2))', '2'],
    signature: takes([NESTED], INT),
    value: ([x]) => (x instanceof MapValue ? x.entries.length : (x as List).length),
  }),
  scalar({
    ...common,
    name: 'array_size',
    aliases: ['array_length'],
    doc: 'Number of elements.',
    example: ['array_size(array(1, 2))', '2'],
    signature: takes([ARRAY], INT),
    value: ([x]) => (x as List).length,
  }),
  scalar({
    ...common,
    name: 'array_contains',
    aliases: ['list_contains'],
    doc: 'Whether the array has the value.',
    example: ['array_contains(array(1, 2), 2)', 'true'],
    signature: withElement(BOOLEAN),
    value: ([x, item], _context, types) => containsValue(x as List, item!, types[1]!),
  }),
  scalar({
    ...common,
    name: 'array_position',
    aliases: ['list_position'],
    doc: '1-based place of the value, 0 if absent.',
    example: ['array_position(array(3, 2), 2)', '2'],
    signature: withElement(BIGINT),
    value: ([x, item], _context, types) =>
      BigInt((x as List).findIndex((other) => other !== null && equalValues(other, item!, types[1]!)) + 1),
  }),
  scalar({
    ...common,
    name: 'array_remove',
    doc: 'Without all elements equal to the value.',
    example: ['array_remove(array(1, 2, 1), 1)', '[2]'],
    signature: withElement('array'),
    value: ([x, item], _context, types) => (x as List).filter((other) => other === null || !equalValues(other, item!, types[1]!)),
  }),
  scalar({
    ...common,
    name: 'array_append',
    aliases: ['list_append'],
    nulls: 'custom',
    doc: 'With a value at the end.',
    example: ['array_append(array(1), 2)', '[1, 2]'],
    signature: withElement('array'),
    value: ([x, item]) => (x === null ? null : [...(x as List), item!]),
  }),
  scalar({
    ...common,
    name: 'array_prepend',
    aliases: ['list_prepend'],
    nulls: 'custom',
    doc: 'With a value at the start.',
    example: ['array_prepend(array(1), 2)', '[2, 1]'],
    signature: withElement('array'),
    value: ([x, item]) => (x === null ? null : [item!, ...(x as List)]),
  }),
  scalar({
    ...common,
    name: 'array_insert',
    nulls: 'custom',
    fallible: true,
    doc: 'With a value at a place.',
    example: ['array_insert(array(1, 3), 2, 2)', '[1, 2, 3]'],
    signature: INSERT,
    value: ([x, position, item]) => (x === null || position === null ? null : insert(x as List, position as number, item!)),
  }),
  scalar({
    ...common,
    name: 'array_repeat',
    nulls: 'custom',
    fallible: true,
    doc: 'A value n times.',
    example: ["array_repeat('x', 2)", '[x, x]'],
    signature: takes([ANY, INT], (args) => arrayOf(args[0]!)),
    value: ([item, count]) => (count === null ? null : repeatValue(item!, count as number)),
  }),
  scalar({
    ...common,
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
    ...common,
    name: 'array_distinct',
    aliases: ['list_distinct'],
    doc: 'The first of equal elements.',
    example: ['array_distinct(array(1, 2, 1))', '[1, 2]'],
    signature: takes([ARRAY], sameAsFirst),
    value: ([x], _context, types) => distinct(x as List, elementOf(types[0]!)),
  }),
  scalar({
    ...common,
    name: 'array_min',
    aliases: ['list_min'],
    doc: 'Least element, NULLs skipped.',
    example: ['array_min(array(3, NULL, 2))', '2'],
    signature: takes([ORDERED], elementType),
    value: ([x], _context, _types, returns) => extreme(x as List, returns, -1),
  }),
  scalar({
    ...common,
    name: 'array_max',
    aliases: ['list_max'],
    doc: 'Greatest element, NULLs skipped.',
    example: ['array_max(array(3, NULL, 2))', '3'],
    signature: takes([ORDERED], elementType),
    value: ([x], _context, _types, returns) => extreme(x as List, returns, 1),
  }),
  scalar({
    ...common,
    name: 'array_compact',
    doc: 'Without NULLs.',
    example: ['array_compact(array(1, NULL, 2))', '[1, 2]'],
    signature: takes([ARRAY], (args) => arrayOf(elementOf(args[0]!), false)),
    value: ([x]) => (x as List).filter((item) => item !== null),
  }),
  scalar({
    ...common,
    name: 'sort_array',
    aliases: ['list_sort'],
    doc: 'Sorted; NULLs first ascending, last descending.',
    example: ['sort_array(array(3, NULL, 1))', '[null, 1, 3]'],
    signature: takes([ORDERED, BOOLEAN], sameAsFirst, 1),
    value: ([x, ascending], _context, types) => {
      const sorted = [...(x as List)].sort(orderBy(elementOf(types[0]!), true));
      return ascending === false ? sorted.reverse() : sorted;
    },
  }),
  scalar({
    ...common,
    name: 'array_sort',
    doc: 'Sorted ascending, NULLs last.',
    example: ['array_sort(array(3, NULL, 1))', '[1, 3, null]'],
    signature: takes([ORDERED], sameAsFirst),
    value: ([x], _context, types) => [...(x as List)].sort(orderBy(elementOf(types[0]!), false)),
  }),
  scalar({
    ...common,
    name: 'slice',
    aliases: ['list_slice', 'array_slice'],
    fallible: true,
    doc: 'Elements from a 1-based place.',
    example: ['slice(array(1, 2, 3), 2, 2)', '[2, 3]'],
    signature: takes([ARRAY, INT, INT], sameAsFirst),
    value: ([x, start, length]) => slice(x as List, start as number, length as number),
  }),
  scalar({
    ...common,
    name: 'flatten',
    doc: 'Array of arrays as one array.',
    example: ['flatten(array(array(1), array(2)))', '[1, 2]'],
    signature: takes([ARRAY_OF_ARRAYS], elementType),
    value: ([x]) => ((x as List).includes(null) ? null : ((x as readonly List[]).flat() as Value)),
  }),
  scalar({
    ...common,
    name: 'shuffle',
    deterministic: false,
    doc: 'Elements in random order.',
    signature: takes([ARRAY], sameAsFirst),
    value: ([x]) => {
      const out = [...(x as List)];
      for (let i = out.length - 1; i > 0; i--) {
        const j = Math.floor(Math.random() * (i + 1));
        [out[i], out[j]] = [out[j]!, out[i]!];
      }
      return out;
    },
  }),
  scalar({
    ...common,
    name: 'array_union',
    doc: 'Elements of both, each once.',
    example: ['array_union(array(1, 2), array(2, 3))', '[1, 2, 3]'],
    signature: TWO_ARRAYS,
    value: ([a, b], _context, types) => distinct([...(a as List), ...(b as List)], elementOf(types[0]!)),
  }),
  scalar({
    ...common,
    name: 'array_intersect',
    aliases: ['list_intersect'],
    doc: 'Elements that are in both, each once.',
    example: ['array_intersect(array(1, 2), array(2, 3))', '[2]'],
    signature: TWO_ARRAYS,
    value: ([a, b], _context, types) =>
      distinct(
        (a as List).filter((item) => has(b as List, item, elementOf(types[0]!))),
        elementOf(types[0]!),
      ),
  }),
  scalar({
    ...common,
    name: 'array_except',
    doc: 'Elements of the first that are not in the second, each once.',
    example: ['array_except(array(1, 2), array(2, 3))', '[1]'],
    signature: TWO_ARRAYS,
    value: ([a, b], _context, types) =>
      distinct(
        (a as List).filter((item) => !has(b as List, item, elementOf(types[0]!))),
        elementOf(types[0]!),
      ),
  }),
  scalar({
    ...common,
    name: 'arrays_overlap',
    doc: 'Whether an element is in both; NULL if only a NULL might be.',
    example: ['arrays_overlap(array(1, 2), array(2))', 'true'],
    signature: (args, literals, name) => ({ ...TWO_ARRAYS(args, literals, name), returns: BOOLEAN }),
    value: ([a, b], _context, types) => {
      const [left, right, type] = [a as List, b as List, elementOf(types[0]!)];
      if (left.some((item) => item !== null && has(right, item, type))) return true;
      return left.length > 0 && right.length > 0 && (left.includes(null) || right.includes(null)) ? null : false;
    },
  }),
];
