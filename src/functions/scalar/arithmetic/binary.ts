// What + - * % pmod share: one exact operation on bigints (integers, decimals at one scale), one on doubles.
import { type DataType, storageOf } from '../../../types/data-type.ts';
import type { Value } from '../../../types/value.ts';
import { addDecimals, rescale } from '../../../types/decimal.ts';
import type { EvaluationContext, ScalarFunction } from '../../define.ts';
import { NUMBERS, commonStorage, kernelFor, sameScale } from '../../kernel-name.ts';
import { toDecimal, toFloating, toInteger } from './checked.ts';

/** + and - of arguments of one storage: numbers, decimals at one scale, dates and days, intervals, wall clocks. */
export function additiveKernel(prefix: 'add' | 'sub'): ScalarFunction['kernel'] {
  const named = prefix === 'add' ? kernelFor('add', NUMBERS) : kernelFor('sub', NUMBERS);
  return (args) => {
    if (args.some((t) => t.kind === 'timestamp') || !sameScale(args)) return undefined;
    const [a, b] = [args[0]!, args[1]!];
    // Months stand in 32 bits like days, but are not added to them.
    if ((a.kind === 'interval_year_month') !== (b.kind === 'interval_year_month')) return undefined;
    const narrow = a.kind !== 'decimal' || b.kind !== 'decimal' || storageOf(addDecimals(a, b)) === 'i64';
    return narrow ? named(commonStorage(args)) : undefined;
  };
}
export interface BinaryOperation {
  readonly exact: (a: bigint, b: bigint) => bigint;
  /** `round` takes a step's result to the type's precision. */
  readonly floating: (a: number, b: number, round: (x: number) => number) => number;
}
const same = (x: number): number => x;
/** Result of an operation whose decimal result stands at the larger of the two scales. */
export function evaluateAligned(
  op: BinaryOperation,
  args: readonly Value[],
  context: EvaluationContext,
  types: readonly DataType[],
  returns: DataType,
): Value {
  const [a, b] = args as [number | bigint, number | bigint];
  const [left, right] = [types[0]!, types[1]!];
  if (returns.kind === 'decimal' && left.kind === 'decimal' && right.kind === 'decimal') {
    const scale = Math.max(left.scale, right.scale);
    return toDecimal(
      op.exact(rescale(BigInt(a), left.scale, scale), rescale(BigInt(b), right.scale, scale)),
      scale,
      returns,
      context,
    );
  }
  if (returns.kind === 'float' || returns.kind === 'double')
    return toFloating(op.floating(Number(a), Number(b), returns.kind === 'float' ? Math.fround : same), returns);
  return toInteger(op.exact(BigInt(a), BigInt(b)), returns, context);
}
