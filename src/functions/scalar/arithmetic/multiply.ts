// a * b for numbers, and an interval times a number.
import {
  type DataType,
  DOUBLE,
  INTERVAL_DAY_TIME,
  INTERVAL_YEAR_MONTH,
  isInteger,
  isNumeric,
  storageOf,
} from '../../../types/data-type.ts';
import { divideHalfUp, multiplyDecimals, pow10 } from '../../../types/decimal.ts';
import type { Value } from '../../../types/value.ts';
import { decimalForm, multiplyDecimalColumns } from '../../decimal-kernels.ts';
import { type Signature, scalar } from '../../define.ts';
import { NUMBERS, commonStorage, kernelFor } from '../../kernel-name.ts';
import { checkCount } from '../../signature.ts';
import { overflow, toDecimal, toFloating, toInteger, toMoment } from './checked.ts';
import { numericPair } from './numeric-types.ts';

const isInterval = (t: DataType): boolean => t.kind === 'interval_day_time' || t.kind === 'interval_year_month';
/** Numbers an interval is scaled by: integers and decimals exactly, others as DOUBLE. */
export const scaleFactor = (t: DataType): DataType | undefined =>
  isInteger(t) || t.kind === 'decimal' ? t : isNumeric(t) || t.kind === 'string' || t.kind === 'null' ? DOUBLE : undefined;

/** A multiple or part of an interval may need units that it was not written with. */
export const allUnits = (t: DataType): DataType => (t.kind === 'interval_year_month' ? INTERVAL_YEAR_MONTH : INTERVAL_DAY_TIME);
function intervalTypes(a: DataType, b: DataType): Signature | undefined {
  if (isInterval(a)) {
    const factor = scaleFactor(b);
    return factor && { args: [a, factor], returns: allUnits(a) };
  }
  const factor = isInterval(b) ? scaleFactor(a) : undefined;
  return factor && { args: [factor, b], returns: allUnits(b) };
}
/** Nearest integer of a double, away from zero at a half. */
export function roundedBigInt(value: number, kind: string): bigint {
  if (!Number.isFinite(value)) overflow(kind);
  return BigInt(Math.sign(value) * Math.round(Math.abs(value)));
}
function scaleInterval(interval: Value, factor: Value, factorType: DataType, returns: DataType): Value {
  const units = BigInt(interval as number | bigint);
  if (typeof factor === 'number' && !isInteger(factorType))
    return toMoment(roundedBigInt(Number(units) * factor, returns.kind), returns);
  const scale = factorType.kind === 'decimal' ? factorType.scale : 0;
  return toMoment(divideHalfUp(units * BigInt(factor as number | bigint), pow10(scale)), returns);
}

const kernel = kernelFor('mul', NUMBERS);

export const multiply = scalar({
  name: 'multiply',
  group: 'math',
  doc: 'Product; overflow is an error. An interval may be multiplied by a number.',
  example: ['2 * 3', '6'],
  nulls: 'propagate',
  fallible: true,
  signature: (args, literals, name) => {
    checkCount(name, args.length, 2);
    const scaled = intervalTypes(args[0]!, args[1]!);
    if (scaled) return scaled;
    const [a, b] = numericPair(args, literals, name);
    return { args: [a, b], returns: a.kind === 'decimal' && b.kind === 'decimal' ? multiplyDecimals(a, b) : a };
  },
  kernel: (args) => {
    const [a, b] = [args[0]!, args[1]!];
    if (isInterval(a) || isInterval(b)) return undefined;
    const narrow = a.kind !== 'decimal' || b.kind !== 'decimal' || storageOf(multiplyDecimals(a, b)) === 'i64';
    return narrow ? kernel(commonStorage(args)) : undefined;
  },
  column: decimalForm(multiplyDecimalColumns),
  value: (args, context, types, returns) => {
    if (isInterval(returns)) {
      const at = isInterval(types[0]!) ? 0 : 1;
      return scaleInterval(args[at]!, args[1 - at]!, types[1 - at]!, returns);
    }
    const [a, b] = args as [number | bigint, number | bigint];
    const [left, right] = [types[0]!, types[1]!];
    if (returns.kind === 'decimal' && left.kind === 'decimal' && right.kind === 'decimal')
      return toDecimal(BigInt(a) * BigInt(b), left.scale + right.scale, returns, context);
    if (returns.kind === 'float' || returns.kind === 'double') return toFloating(Number(a) * Number(b), returns);
    return toInteger(BigInt(a) * BigInt(b), returns, context);
  },
});
