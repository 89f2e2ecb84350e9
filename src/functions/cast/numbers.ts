// Casts to numbers: from numbers (checked, fractions cut), text, booleans and timestamps (seconds).
import { type DataType, type DecimalType, decimal, isFloating } from '../../types/data-type.ts';
import { trimAll } from '../../types/datetime-text.ts';
import {
  decimalFromDouble,
  decimalFromText,
  decimalToDouble,
  fitsPrecision,
  formatDecimal,
  pow10,
  rescale,
} from '../../types/decimal.ts';
import { formatDouble } from '../../types/format-number.ts';
import { US_PER_SECOND, floorDiv } from '../../types/time-zone.ts';
import type { Value } from '../../types/value.ts';
import { castOverflow, invalidInput } from './errors.ts';

const MAX_I64 = 2n ** 63n - 1n;
const BITS: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, int: 32, bigint: 64 };

function integer(exact: bigint, from: DataType, to: DataType, shown: () => string): Value {
  if (BigInt.asIntN(BITS[to.kind]!, exact) !== exact) castOverflow(shown(), from, to);
  return to.kind === 'bigint' ? exact : Number(exact);
}
function decimalOf(unscaled: bigint, scale: number, from: DataType, to: DecimalType): bigint {
  const value = rescale(unscaled, scale, to.scale);
  return fitsPrecision(value, to.precision) ? value : castOverflow(formatDecimal(unscaled, scale), from, to);
}

function toInteger(value: Value, from: DataType, to: DataType): Value {
  if (typeof value === 'boolean') return to.kind === 'bigint' ? BigInt(value) : Number(value);
  if (from.kind === 'timestamp') return integer(floorDiv(value as bigint, US_PER_SECOND), from, to, () => String(value));
  if (from.kind === 'decimal') {
    const whole = (value as bigint) / pow10(from.scale);
    return integer(whole, from, to, () => formatDecimal(value as bigint, from.scale));
  }
  if (isFloating(from)) {
    const whole = Math.trunc(value as number);
    if (!Number.isFinite(whole)) castOverflow(formatDouble(value as number), from, to);
    return integer(BigInt(whole), from, to, () => formatDouble(value as number));
  }
  return integer(BigInt(value as number | bigint), from, to, () => String(value));
}
function toFloating(value: Value, from: DataType, to: DataType): number {
  const double =
    from.kind === 'decimal'
      ? decimalToDouble(value as bigint, from.scale)
      : from.kind === 'timestamp'
        ? Number(value) / 1e6
        : Number(value);
  return to.kind === 'float' ? Math.fround(double) : double;
}
function toDecimal(value: Value, from: DataType, to: DecimalType): Value {
  if (from.kind === 'decimal') return decimalOf(value as bigint, from.scale, from, to);
  if (from.kind === 'timestamp') return decimalOf(value as bigint, 6, from, to);
  if (!isFloating(from)) return decimalOf(BigInt(value as number | bigint | boolean), 0, from, to);
  const unscaled = decimalFromDouble(value as number, to);
  if (unscaled === 'overflow') castOverflow(formatDouble(value as number), from, to);
  return unscaled ?? null;
}

const INTEGER_TEXT = /^[+-]?\d+$/;
const FLOATING_TEXT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?$/;
const SPECIAL: Readonly<Record<string, number>> = {
  nan: NaN,
  inf: Infinity,
  '+inf': Infinity,
  infinity: Infinity,
  '+infinity': Infinity,
  '-inf': -Infinity,
  '-infinity': -Infinity,
};
function fromText(text: string, from: DataType, to: DataType): Value {
  const trimmed = trimAll(text);
  if (to.kind === 'decimal') {
    const unscaled = decimalFromText(trimmed, to) ?? invalidInput(text, from, to);
    return unscaled === 'overflow' ? castOverflow(trimmed, from, to) : unscaled;
  }
  if (isFloating(to)) {
    const special = SPECIAL[trimmed.toLowerCase()];
    const value =
      special ?? (FLOATING_TEXT.test(trimmed) ? Number(trimmed.replace(/[dDfF]$/, '')) : invalidInput(text, from, to));
    return to.kind === 'float' ? Math.fround(value) : value;
  }
  if (!INTEGER_TEXT.test(trimmed)) invalidInput(text, from, to);
  const exact = BigInt(trimmed.replace(/^\+/, ''));
  if (BigInt.asIntN(BITS[to.kind]!, exact) !== exact) invalidInput(text, from, to);
  return to.kind === 'bigint' ? exact : Number(exact);
}

/** To a numeric type; throws CAST_INVALID_INPUT, CAST_OVERFLOW, NUMERIC_VALUE_OUT_OF_RANGE. */
export function castToNumber(value: Value, from: DataType, to: DataType): Value {
  if (from.kind === 'string') return fromText(value as string, from, to);
  if (to.kind === 'decimal') return toDecimal(value, from, to);
  return isFloating(to) ? toFloating(value, from, to) : toInteger(value, from, to);
}
/** Microseconds of seconds given as a number; whole numbers beyond the range mean its ends, as in Spark. */
export function secondsToMicros(value: Value, from: DataType, to: DataType): bigint {
  if (!isFloating(from)) {
    const exact = toDecimal(value, from, decimal(38, 6)) as bigint;
    const fitting = BigInt.asIntN(64, exact);
    if (fitting === exact || from.kind !== 'decimal') return fitting === exact ? exact : exact < 0n ? -MAX_I64 - 1n : MAX_I64;
    return castOverflow(String(value), from, to);
  }
  const us = (value as number) * 1e6;
  if (!Number.isFinite(us) || Math.abs(us) >= 2 ** 63) castOverflow(formatDouble(value as number), from, to);
  return BigInt(Math.trunc(us));
}
