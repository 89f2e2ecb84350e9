// Arrays as sets: distinct elements, union, intersection, difference, overlap.
import { BOOLEAN } from '../../../types/data-type.ts';
import { type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import { ARRAY, castArgument, sameAsFirst, takes, takesSame } from '../../signature.ts';
import { COLLECTION, type List, distinct, elementOf, hasSame } from './shared.ts';

const TWO_ARRAYS: SignatureRule = (args, literals, name) => {
  args.forEach((t, i) => castArgument(name, i, t, ARRAY));
  return takesSame(2, 2)(args, literals, name);
};

export const ARRAY_SETS: readonly ScalarFunction[] = [
  scalar({
    ...COLLECTION,
    name: 'array_distinct',
    aliases: ['list_distinct'],
    doc: 'The first of equal elements.',
    example: ['array_distinct(array(1, 2, 1))', '[1, 2]'],
    signature: takes([ARRAY], sameAsFirst),
    value: ([x], _context, types) => distinct(x as List, elementOf(types[0]!)),
  }),
  scalar({
    ...COLLECTION,
    name: 'array_union',
    doc: 'Elements of both, each once.',
    example: ['array_union(array(1, 2), array(2, 3))', '[1, 2, 3]'],
    signature: TWO_ARRAYS,
    value: ([a, b], _context, types) => distinct([...(a as List), ...(b as List)], elementOf(types[0]!)),
  }),
  scalar({
    ...COLLECTION,
    name: 'array_intersect',
    aliases: ['list_intersect'],
    doc: 'Elements that are in both, each once.',
    example: ['array_intersect(array(1, 2), array(2, 3))', '[2]'],
    signature: TWO_ARRAYS,
    value: ([a, b], _context, types) =>
      distinct(
        (a as List).filter((item) => hasSame(b as List, item, elementOf(types[0]!))),
        elementOf(types[0]!),
      ),
  }),
  scalar({
    ...COLLECTION,
    name: 'array_except',
    doc: 'Elements of the first that are not in the second, each once.',
    example: ['array_except(array(1, 2), array(2, 3))', '[1]'],
    signature: TWO_ARRAYS,
    value: ([a, b], _context, types) =>
      distinct(
        (a as List).filter((item) => !hasSame(b as List, item, elementOf(types[0]!))),
        elementOf(types[0]!),
      ),
  }),
  scalar({
    ...COLLECTION,
    name: 'arrays_overlap',
    doc: 'Whether an element is in both; NULL if only a NULL might be.',
    example: ['arrays_overlap(array(1, 2), array(2))', 'true'],
    signature: (args, literals, name) => ({ ...TWO_ARRAYS(args, literals, name), returns: BOOLEAN }),
    value: ([a, b], _context, types) => {
      const [left, right, type] = [a as List, b as List, elementOf(types[0]!)];
      if (left.some((item) => item !== null && hasSame(right, item, type))) return true;
      return left.length > 0 && right.length > 0 && (left.includes(null) || right.includes(null)) ? null : false;
    },
  }),
];
