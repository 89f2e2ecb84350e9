// Arrays changed: elements added, removed, repeated, cut out, put in order.
import { compareValues, equalValues } from '../../../types/compare-value.ts';
import { type DataType, BOOLEAN, INT, arrayOf } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import type { Value } from '../../../types/value.ts';
import { type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import { ANY, ARRAY, ARRAY_OF_ARRAYS, arrayAndElement, castArgument, checkCount, sameAsFirst, takes } from '../../signature.ts';
import { ORDERED } from './array.ts';
import { COLLECTION, type List, checkSize, elementOf, elementType, withElement } from './shared.ts';

const orderBy =
  (type: DataType, nullsFirst: boolean) =>
  (a: Value, b: Value): number => {
    if (a === null || b === null) return a === b ? 0 : (a === null) === nullsFirst ? -1 : 1;
    return compareValues(a, b, type);
  };
function repeatValue(value: Value, count: number): Value[] {
  checkSize(count);
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

export const ARRAY_CHANGES: readonly ScalarFunction[] = [
  scalar({
    ...COLLECTION,
    name: 'array_remove',
    doc: 'Without all elements equal to the value.',
    example: ['array_remove(array(1, 2, 1), 1)', '[2]'],
    signature: withElement('array'),
    value: ([x, item], _context, types) => (x as List).filter((other) => other === null || !equalValues(other, item!, types[1]!)),
  }),
  scalar({
    ...COLLECTION,
    name: 'array_append',
    aliases: ['list_append'],
    nulls: 'custom',
    doc: 'With a value at the end.',
    example: ['array_append(array(1), 2)', '[1, 2]'],
    signature: withElement('array'),
    value: ([x, item]) => (x === null ? null : [...(x as List), item!]),
  }),
  scalar({
    ...COLLECTION,
    name: 'array_prepend',
    aliases: ['list_prepend'],
    nulls: 'custom',
    doc: 'With a value at the start.',
    example: ['array_prepend(array(1), 2)', '[2, 1]'],
    signature: withElement('array'),
    value: ([x, item]) => (x === null ? null : [item!, ...(x as List)]),
  }),
  scalar({
    ...COLLECTION,
    name: 'array_insert',
    nulls: 'custom',
    fallible: true,
    doc: 'With a value at a place.',
    example: ['array_insert(array(1, 3), 2, 2)', '[1, 2, 3]'],
    signature: INSERT,
    value: ([x, position, item]) => (x === null || position === null ? null : insert(x as List, position as number, item!)),
  }),
  scalar({
    ...COLLECTION,
    name: 'array_repeat',
    nulls: 'custom',
    fallible: true,
    doc: 'A value n times.',
    example: ["array_repeat('x', 2)", '[x, x]'],
    signature: takes([ANY, INT], (args) => arrayOf(args[0]!)),
    value: ([item, count]) => (count === null ? null : repeatValue(item!, count as number)),
  }),
  scalar({
    ...COLLECTION,
    name: 'array_compact',
    doc: 'Without NULLs.',
    example: ['array_compact(array(1, NULL, 2))', '[1, 2]'],
    signature: takes([ARRAY], (args) => arrayOf(elementOf(args[0]!), false)),
    value: ([x]) => (x as List).filter((item) => item !== null),
  }),
  scalar({
    ...COLLECTION,
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
    ...COLLECTION,
    name: 'array_sort',
    doc: 'Sorted ascending, NULLs last.',
    example: ['array_sort(array(3, NULL, 1))', '[1, 3, null]'],
    signature: takes([ORDERED], sameAsFirst),
    value: ([x], _context, types) => [...(x as List)].sort(orderBy(elementOf(types[0]!), false)),
  }),
  scalar({
    ...COLLECTION,
    name: 'slice',
    aliases: ['list_slice', 'array_slice'],
    fallible: true,
    doc: 'Elements from a 1-based place.',
    example: ['slice(array(1, 2, 3), 2, 2)', '[2, 3]'],
    signature: takes([ARRAY, INT, INT], sameAsFirst),
    value: ([x, start, length]) => slice(x as List, start as number, length as number),
  }),
  scalar({
    ...COLLECTION,
    name: 'flatten',
    doc: 'Array of arrays as one array.',
    example: ['flatten(array(array(1), array(2)))', '[1, 2]'],
    signature: takes([ARRAY_OF_ARRAYS], elementType),
    value: ([x]) => ((x as List).includes(null) ? null : ((x as readonly List[]).flat() as Value)),
  }),
  scalar({
    ...COLLECTION,
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
];
