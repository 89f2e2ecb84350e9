// Comparison operators. Both sides are cast to their least common type; NaN equals NaN and is greatest; text by code point.
import { type DataType, BOOLEAN } from '../../../types/data-type.ts';
import { compareValues } from '../../../types/compare-value.ts';
import { type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import { FIXED, type KernelFamily, commonStorage, kernelFor } from '../../kernel-name.ts';
import { takesSame, typeMismatch } from '../../signature.ts';
import { compareText } from './text-column.ts';

const hasMap = (t: DataType): boolean =>
  t.kind === 'map' || (t.kind === 'array' && hasMap(t.element)) || (t.kind === 'struct' && t.fields.some((f) => hasMap(f.type)));
const comparable = takesSame(2, 2, BOOLEAN);
const COMPARABLE: SignatureRule = (args, literals, name) => {
  const signature = comparable(args, literals, name);
  if (hasMap(signature.args[0]!)) typeMismatch(name, 0, 'a type that can be compared', args[0]!);
  return signature;
};
const comparison = (
  name: string,
  doc: string,
  example: readonly [string, string],
  holds: (order: number) => boolean,
  kernel: KernelFamily,
  column: NonNullable<ScalarFunction['column']>,
): ScalarFunction =>
  scalar({
    name,
    group: 'comparison',
    doc,
    example,
    signature: COMPARABLE,
    nulls: 'propagate',
    fallible: false,
    kernel: (args) => kernel(commonStorage(args)),
    column,
    value: ([a, b], _context, types) => holds(compareValues(a!, b!, types[0]!)),
  });

export const COMPARISON: readonly ScalarFunction[] = [
  comparison(
    'equal',
    'Whether two values are equal; NULL if one is NULL.',
    ['1 = 1', 'true'],
    (order) => order === 0,
    kernelFor('eq', FIXED),
    compareText('eqPlain', false),
  ),
  comparison(
    'less',
    'Whether a is less than b.',
    ['1 < 2', 'true'],
    (order) => order < 0,
    kernelFor('lt', FIXED),
    compareText('ltPlain', false),
  ),
  comparison(
    'less_equal',
    'Whether a is at most b.',
    ['2 <= 1', 'false'],
    (order) => order <= 0,
    kernelFor('le', FIXED),
    compareText('lePlain', false),
  ),
  comparison(
    'greater',
    'Whether a is greater than b.',
    ['1 > 2', 'false'],
    (order) => order > 0,
    kernelFor('gt', FIXED),
    compareText('ltPlain', true),
  ),
  comparison(
    'greater_equal',
    'Whether a is at least b.',
    ['2 >= 2', 'true'],
    (order) => order >= 0,
    kernelFor('ge', FIXED),
    compareText('lePlain', true),
  ),
  scalar({
    name: 'equal_null',
    group: 'comparison',
    doc: 'Equality in which NULL equals NULL; never NULL.',
    example: ['NULL <=> NULL', 'true'],
    signature: COMPARABLE,
    nulls: 'custom',
    fallible: false,
    value: ([a, b], _context, types) => (a === null || b === null ? a === b : compareValues(a!, b!, types[0]!) === 0),
  }),
];
