// round (half up), bround (half even), ceil, floor: exact on decimals and on the shortest decimal form of doubles, as Spark's BigDecimal.
import {
  type DataType,
  type DecimalType,
  BIGINT,
  DOUBLE,
  INT,
  decimal,
  isFloating,
  isInteger,
} from '../../../types/data-type.ts';
import { MAX_PRECISION, adjustDecimal, decimalFor, divideHalfUp, parseDecimal, pow10 } from '../../../types/decimal.ts';
import { CaudalError } from '../../../types/error.ts';
import { formatFloat } from '../../../types/format-number.ts';
import type { Value } from '../../../types/value.ts';
import type { Kernels } from '../../../wasm/kernels.gen.ts';
import { type EvaluationContext, type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import { type Literals, NUMERIC, castArgument, checkCount } from '../../signature.ts';
import { toDecimal, toInteger } from '../arithmetic/checked.ts';

type Divide = (a: bigint, b: bigint) => bigint;
const divideHalfEven: Divide = (a, b) => {
  const quotient = a / b;
  const rest = a % b;
  const twice = 2n * (rest < 0n ? -rest : rest);
  if (twice < b || (twice === b && quotient % 2n === 0n)) return quotient;
  return a < 0n ? quotient - 1n : quotient + 1n;
};
const divideFloor: Divide = (a, b) => (a % b < 0n ? a / b - 1n : a / b);
const divideCeil: Divide = (a, b) => (a % b > 0n ? a / b + 1n : a / b);

/** Unscaled value at `to` digits after the point (negative: tens, hundreds), then brought to scale max(to, 0). */
function roundUnscaled(unscaled: bigint, scale: number, to: number, divide: Divide): bigint {
  const cut = to >= scale ? unscaled * pow10(Math.max(0, to - scale)) : divide(unscaled, pow10(scale - to));
  return to < 0 ? cut * pow10(-to) : cut;
}
/** No double has more digits than these on either side of its point. */
const MAX_DIGITS = 400;
function roundDouble(value: number, type: DataType, to: number, divide: Divide): number {
  // Decimals know no -0.
  if (!Number.isFinite(value) || value === 0) return value + 0;
  const text = type.kind === 'float' ? formatFloat(value) : String(value);
  const { unscaled, scale } = parseDecimal(text)!;
  const digits = Math.max(-MAX_DIGITS, Math.min(MAX_DIGITS, to));
  if (digits >= scale) return value;
  const rounded = Number(
    `${roundUnscaled(scale < 0 ? unscaled * pow10(-scale) : unscaled, Math.max(0, scale), digits, divide)}e${-Math.max(0, digits)}`,
  );
  return type.kind === 'float' ? Math.fround(rounded) : rounded;
}
function roundValue(
  value: Value,
  digits: number,
  divide: Divide,
  from: DataType,
  to: DataType,
  context: EvaluationContext,
): Value {
  if (isFloating(from)) return roundDouble(value as number, from, digits, divide);
  const scale = from.kind === 'decimal' ? from.scale : 0;
  const at = Math.max(-MAX_DIGITS, Math.min(scale, digits));
  const rounded = roundUnscaled(BigInt(value as number | bigint), scale, at, divide);
  return to.kind === 'decimal' ? toDecimal(rounded, Math.max(0, at), to, context) : toInteger(rounded, to, context);
}
/** Scale of the result: what the literal asks for, at most the argument's. */
function askedScale(literals: Literals, args: readonly DataType[], name: string): number {
  if (args.length > 1 && literals[1] === undefined)
    throw new CaudalError('DATATYPE_MISMATCH', `The scale of \`${name}\` decides on its type: it must be a constant.`);
  return Number(literals[1] ?? 0);
}
function roundedDecimal(type: DecimalType, asked: number): DecimalType {
  const integerDigits = type.precision - type.scale + 1;
  if (asked < 0) return decimal(Math.min(MAX_PRECISION, Math.max(integerDigits, -asked + 1)), 0);
  const scale = Math.min(type.scale, asked);
  return decimal(Math.min(MAX_PRECISION, integerDigits + scale), scale);
}
const ROUND: SignatureRule = (args, literals, name) => {
  checkCount(name, args.length, 1, 2);
  const type = castArgument(name, 0, args[0]!, NUMERIC);
  return {
    args: [type, ...args.slice(1).map((t, i) => castArgument(name, i + 1, t, INT))],
    returns: type.kind === 'decimal' ? roundedDecimal(type, askedScale(literals, args, name)) : type,
  };
};
/** Without a scale: BIGINT of doubles and integers, a decimal without fraction of decimals; with one: a decimal. */
const CEIL: SignatureRule = (args, literals, name) => {
  checkCount(name, args.length, 1, 2);
  const given = castArgument(name, 0, args[0]!, NUMERIC);
  if (args.length === 2) {
    const type = decimalFor(given)!;
    return { args: [type, INT], returns: roundedDecimal(type, askedScale(literals, args, name)) };
  }
  if (given.kind === 'decimal')
    return { args: [given], returns: given.scale === 0 ? given : adjustDecimal(given.precision - given.scale + 1, 0) };
  return isInteger(given) ? { args: [BIGINT], returns: BIGINT } : { args: [DOUBLE], returns: BIGINT };
};
/** Doubles beyond 64 bits saturate, NaN is 0, as Java's (long). */
function saturate(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return 2n ** 63n - 1n;
  return value <= -(2 ** 63) ? -(2n ** 63n) : BigInt(value);
}
const rounding = (
  name: string,
  aliases: readonly string[],
  divide: Divide,
  doc: string,
  example: readonly [string, string],
): ScalarFunction =>
  scalar({
    name,
    aliases,
    group: 'math',
    doc,
    example,
    signature: ROUND,
    nulls: 'propagate',
    fallible: true,
    value: ([x, digits], context, types, returns) =>
      roundValue(x!, (digits as number | undefined) ?? 0, divide, types[0]!, returns, context),
  });
const whole = (
  name: string,
  aliases: readonly string[],
  divide: Divide,
  f: (x: number) => number,
  kernel: keyof Kernels,
  doc: string,
  example: readonly [string, string],
): ScalarFunction =>
  scalar({
    name,
    aliases,
    group: 'math',
    doc,
    example,
    signature: CEIL,
    nulls: 'propagate',
    fallible: true,
    kernel: (args) => (args.length === 1 && args[0]!.kind === 'double' ? kernel : undefined),
    value: ([x, digits], context, types, returns) => {
      if (isFloating(types[0]!)) return saturate(f(x as number));
      return roundValue(x!, (digits as number | undefined) ?? 0, divide, types[0]!, returns, context);
    },
  });

export const ROUNDING: readonly ScalarFunction[] = [
  rounding('round', [], divideHalfUp, 'Rounded half up, to digits after the point.', ['round(2.5)', '3']),
  rounding('bround', ['round_even'], divideHalfEven, 'Rounded half to even.', ['bround(2.5)', '2']),
  whole('ceil', ['ceiling'], divideCeil, Math.ceil, 'ceilF64', 'Least whole number not below x.', ['ceil(2.1)', '3']),
  whole('floor', [], divideFloor, Math.floor, 'floorF64', 'Greatest whole number not above x.', ['floor(-2.1)', '-3']),
];
