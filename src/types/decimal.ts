// Decimals: unscaled bigints whose scale is the type's. Spark's result types (DecimalPrecisionTypeCoercion with allowed precision loss),
// HALF_UP rounding, text. Cost: BigInt, for oracles and literals; columns use kernels.
import { type DataType, type DecimalType, decimal } from './data-type.ts';

export const MAX_PRECISION = 38;
/** Least fractional digits kept when precision must be cut. */
const MIN_ADJUSTED_SCALE = 6;

const POWERS: bigint[] = [1n];
/** 10n ** n, cached. */
export function pow10(n: number): bigint {
  for (let i = POWERS.length; i <= n; i++) POWERS.push(POWERS[i - 1]! * 10n);
  return POWERS[n]!;
}

/** Fits a computed precision and scale into 38 digits: integer digits win, at most 6 fractional digits are defended. */
export function adjustDecimal(precision: number, scale: number): DecimalType {
  if (precision <= MAX_PRECISION) return decimal(precision, scale);
  const integerDigits = precision - scale;
  return decimal(MAX_PRECISION, Math.max(MAX_PRECISION - integerDigits, Math.min(scale, MIN_ADJUSTED_SCALE)));
}
/** Result of + and -. */
export function addDecimals(a: DecimalType, b: DecimalType): DecimalType {
  const scale = Math.max(a.scale, b.scale);
  return adjustDecimal(Math.max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale);
}
export const multiplyDecimals = (a: DecimalType, b: DecimalType): DecimalType =>
  adjustDecimal(a.precision + b.precision + 1, a.scale + b.scale);
export function divideDecimals(a: DecimalType, b: DecimalType): DecimalType {
  const scale = Math.max(MIN_ADJUSTED_SCALE, a.scale + b.precision + 1);
  return adjustDecimal(a.precision - a.scale + b.scale + scale, scale);
}
/** Result of % and pmod. */
export function remainderDecimals(a: DecimalType, b: DecimalType): DecimalType {
  const scale = Math.max(a.scale, b.scale);
  return adjustDecimal(Math.min(a.precision - a.scale, b.precision - b.scale) + scale, scale);
}
/** The type both fit into; beyond 38 digits integer digits win. */
export function widerDecimal(a: DecimalType, b: DecimalType): DecimalType {
  const scale = Math.max(a.scale, b.scale);
  const integerDigits = Math.max(a.precision - a.scale, b.precision - b.scale);
  const precision = Math.min(MAX_PRECISION, integerDigits + scale);
  return decimal(precision, precision - integerDigits);
}

/** The decimal that holds every value of a numeric type; undefined for types that are not numbers. */
export function decimalFor(type: DataType): DecimalType | undefined {
  switch (type.kind) {
    case 'decimal':
      return type;
    case 'tinyint':
      return decimal(3, 0);
    case 'smallint':
      return decimal(5, 0);
    case 'int':
      return decimal(10, 0);
    case 'bigint':
      return decimal(20, 0);
    case 'float':
      return decimal(14, 7);
    case 'double':
      return decimal(30, 15);
    default:
      return undefined;
  }
}
/** The smallest decimal that holds an integer literal. */
export function decimalForInteger(value: number | bigint): DecimalType {
  const text = BigInt(value).toString();
  return decimal(Math.max(1, text.length - (text.startsWith('-') ? 1 : 0)), 0);
}

/** a / b rounded half away from zero. */
export function divideHalfUp(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  const rest = a % b;
  const twice = 2n * (rest < 0n ? -rest : rest);
  if (twice < (b < 0n ? -b : b)) return quotient;
  return a < 0n === b < 0n ? quotient + 1n : quotient - 1n;
}
/** Same number at another scale, HALF_UP. */
export function rescale(unscaled: bigint, from: number, to: number): bigint {
  if (to === from) return unscaled;
  return to > from ? unscaled * pow10(to - from) : divideHalfUp(unscaled, pow10(from - to));
}
export const fitsPrecision = (unscaled: bigint, precision: number): boolean => {
  const limit = pow10(precision);
  return unscaled < limit && unscaled > -limit;
};

/** Plain text without exponent: `12.30`. */
export function formatDecimal(unscaled: bigint, scale: number): string {
  if (scale <= 0) return (unscaled * pow10(-scale)).toString();
  const negative = unscaled < 0n;
  const digits = (negative ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const DECIMAL_TEXT = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;
/** Digits and scale as written (`1.50`: 150, 2; `1e3`: 1, -3); undefined if the text is no number. */
export function parseDecimal(text: string): { readonly unscaled: bigint; readonly scale: number } | undefined {
  const match = DECIMAL_TEXT.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const unscaled = BigInt(whole + fraction);
  return { unscaled: sign === '-' ? -unscaled : unscaled, scale: fraction.length - Number(exponent) };
}
/** Text as a value of decimal(precision, scale), HALF_UP; 'overflow' if it has too many digits, undefined if it is no number. */
export function decimalFromText(text: string, type: DecimalType): bigint | 'overflow' | undefined {
  const parsed = parseDecimal(text);
  if (!parsed) return undefined;
  if (parsed.unscaled === 0n) return 0n;
  const digits = parsed.unscaled.toString().length - (parsed.unscaled < 0n ? 1 : 0);
  if (digits - parsed.scale > type.precision - type.scale + 1) return 'overflow';
  if (digits - parsed.scale < -type.scale - 1) return 0n;
  const unscaled = rescale(parsed.unscaled, parsed.scale, type.scale);
  return fitsPrecision(unscaled, type.precision) ? unscaled : 'overflow';
}
/** The exact decimal text of a double's shortest form, rounded to the scale; undefined for NaN and infinities. */
export function decimalFromDouble(value: number, type: DecimalType): bigint | 'overflow' | undefined {
  return Number.isFinite(value) ? decimalFromText(String(value), type) : undefined;
}
/** Nearest double. */
export const decimalToDouble = (unscaled: bigint, scale: number): number => Number(`${unscaled}e${-scale}`);
