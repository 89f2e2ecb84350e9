// Arithmetic that notices what its type cannot hold: ANSI throws, otherwise integers wrap and decimals become NULL (as Java and Spark do).
import type { DataType, DecimalType } from '../../../types/data-type.ts';
import { fitsPrecision, rescale } from '../../../types/decimal.ts';
import { CaudalError } from '../../../types/error.ts';
import type { Value } from '../../../types/value.ts';
import type { EvaluationContext } from '../../define.ts';

const BITS = { tinyint: 8, smallint: 16, int: 32, bigint: 64 } as const;
type IntegerKind = keyof typeof BITS;
const isIntegerKind = (kind: string): kind is IntegerKind => kind in BITS;

export function overflow(kind: string): never {
  throw new CaudalError('ARITHMETIC_OVERFLOW', `${kind} overflow.`, {
    hint: 'Cast the arguments to a wider type, or use the try_ form of the function to get NULL.',
  });
}
export function divisionByZero(): never {
  throw new CaudalError('DIVIDE_BY_ZERO', 'Division by zero.', { hint: 'Use try_divide or try_mod to get NULL.' });
}
/** NULL outside ANSI mode, else the error. */
export const zeroDivisor = (context: EvaluationContext): null => (context.ansi ? divisionByZero() : null);

/** An exact integer result as a value of an integer type. */
export function toInteger(exact: bigint, type: DataType, context: EvaluationContext): Value {
  if (!isIntegerKind(type.kind)) throw new Error(`not an integer type: ${type.kind}`);
  const wrapped = BigInt.asIntN(BITS[type.kind], exact);
  if (wrapped !== exact && context.ansi) overflow(type.kind);
  return type.kind === 'bigint' ? wrapped : Number(wrapped);
}
/** An exact decimal result, given at `scale`, as a value of the type. */
export function toDecimal(unscaled: bigint, scale: number, type: DecimalType, context: EvaluationContext): Value {
  const value = rescale(unscaled, scale, type.scale);
  if (fitsPrecision(value, type.precision)) return value;
  if (!context.ansi) return null;
  throw new CaudalError('NUMERIC_VALUE_OUT_OF_RANGE', `A result does not fit DECIMAL(${type.precision},${type.scale}).`, {
    hint: 'Cast the arguments to a narrower decimal or to DOUBLE.',
  });
}
export const toFloating = (value: number, type: DataType): number => (type.kind === 'float' ? Math.fround(value) : value);
/** An interval or timestamp result: 64 bits, or 32 for months. */
export function toMoment(exact: bigint, type: DataType): Value {
  const months = type.kind === 'interval_year_month';
  if (BigInt.asIntN(months ? 32 : 64, exact) !== exact) overflow(months ? 'interval' : type.kind);
  return months ? Number(exact) : exact;
}
