// Literals: text of the statement to typed values. Decimal literals are exact; escapes are Spark's.
import type { Expr, Literal } from '../expr/expr.ts';
import {
  BIGINT,
  BINARY,
  BOOLEAN,
  DATE,
  DOUBLE,
  FLOAT,
  INT,
  NULL,
  SMALLINT,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  TINYINT,
  decimal,
} from '../types/data-type.ts';
import type { DataType } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Position } from '../types/error.ts';
import type { Value } from '../types/value.ts';
import { intervalFromParts, intervalFromRange, intervalFromText, intervalTypeOf } from '../types/interval-parts.ts';
import type { IntervalAmount, IntervalValue } from '../types/interval-parts.ts';

export { isIntervalUnit } from '../types/interval-parts.ts';

const make = (value: Value, type: DataType): Literal => Object.freeze({ kind: 'Literal', value, type });
export const NULL_LITERAL = make(null, NULL);
export const TRUE = make(true, BOOLEAN);
export const FALSE = make(false, BOOLEAN);
export const string = (text: string): Literal => make(text, STRING);

/** A number token: digits as written and its suffix in capitals. */
export interface NumberToken {
  readonly digits: string;
  readonly suffix: string;
}
export const textOf = (n: NumberToken): string => n.digits;
export const integer = (digits: string): Literal => integerLiteral(BigInt(digits), undefined);

const invalid = (message: string, position: Position | undefined): CaudalError =>
  new CaudalError('INVALID_TYPED_LITERAL', message, { position });
const MAX_DECIMAL_DIGITS = 38;

function integerLiteral(value: bigint, position: Position | undefined): Literal {
  if (BigInt.asIntN(32, value) === value) return make(Number(value), INT);
  if (BigInt.asIntN(64, value) === value) return make(value, BIGINT);
  const digits = value.toString().replace('-', '').length;
  if (digits > MAX_DECIMAL_DIGITS) throw invalid(`The number ${value} has more than ${MAX_DECIMAL_DIGITS} digits.`, position);
  return make(value, decimal(digits, 0));
}
const RANGED: Readonly<Record<string, { readonly type: DataType; readonly bits: number }>> = {
  Y: { type: TINYINT, bits: 8 },
  S: { type: SMALLINT, bits: 16 },
  L: { type: BIGINT, bits: 64 },
};

/** `1`, `1.50`, `1e3`, with Spark's suffixes Y S L F D BD. */
export function number(token: NumberToken, negative: boolean, position: Position): Literal {
  const digits = (negative ? '-' : '') + token.digits;
  const { suffix } = token;
  const ranged = RANGED[suffix];
  if (ranged) {
    const value = /^-?\d+$/.test(digits) ? BigInt(digits) : undefined;
    if (value === undefined || BigInt.asIntN(ranged.bits, value) !== value)
      throw invalid(`${digits}${suffix} is out of range.`, position);
    return make(ranged.bits === 64 ? value : Number(value), ranged.type);
  }
  if (suffix === 'F') return make(Math.fround(Number(digits)), FLOAT);
  if (suffix === 'D' || (suffix === '' && /e/i.test(digits))) {
    const value = Number(digits);
    if (!Number.isFinite(value)) throw invalid(`${digits} is out of the range of double.`, position);
    return make(value, DOUBLE);
  }
  return suffix === '' && !digits.includes('.') ? integerLiteral(BigInt(digits), position) : decimalLiteral(digits, position);
}

function decimalLiteral(digits: string, position: Position): Literal {
  const [mantissa = '', exponent = '0'] = digits.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > 2 * MAX_DECIMAL_DIGITS) throw invalid(`${digits} is out of the range of decimal.`, position);
  const unscaled = BigInt(`${whole}${fraction}` === '-' ? '0' : `${whole}${fraction}`) * 10n ** BigInt(Math.max(0, -scale));
  const precision = Math.max(unscaled.toString().replace('-', '').length, Math.max(0, scale), 1);
  if (precision > MAX_DECIMAL_DIGITS) throw invalid(`${digits} has more than ${MAX_DECIMAL_DIGITS} digits.`, position);
  return make(unscaled, decimal(precision, Math.max(0, scale)));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\x1a',
  '%': '\\%',
  _: '\\_',
};
/** Between the quotes: doubled quotes, `\n`, `\u00e9`, `\U0001f600`, `\101`; `\%` and `\_` stay for LIKE. */
export function unescape(chars: string): string {
  if (!chars.includes('\\') && !chars.includes("''")) return chars;
  return chars.replace(
    /''|\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-3][0-7]{2})|([^]))/gu,
    (_, u?: string, long?: string, octal?: string, one?: string) => {
      if (u ?? long) return codePoint(Number.parseInt((u ?? long)!, 16));
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8));
      return one === undefined ? "'" : (ESCAPES[one] ?? one);
    },
  );
}
/** Outside Unicode: the replacement character. A lone surrogate half is kept: `\ud83d\ude00` makes one character of two. */
const codePoint = (code: number): string =>
  code <= 0x10ffff ? (code <= 0xffff ? String.fromCharCode(code) : String.fromCodePoint(code)) : '\ufffd';

export function hex(digits: string, position: Position): Literal {
  const even = digits.length % 2 ? `0${digits}` : digits;
  if (even.length > 1 << 24) throw invalid('The binary literal is too long.', position);
  return make(
    Uint8Array.from({ length: even.length / 2 }, (_, i) => Number.parseInt(even.slice(2 * i, 2 * i + 2), 16)),
    BINARY,
  );
}

const MS_PER_DAY = 86_400_000;
const DATE_TEXT = /^\s*([+-]?\d{4,7})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\s*$/;
export function date(text: string, position: Position): Literal {
  const match = DATE_TEXT.exec(text);
  const [year, month, day] = [Number(match?.[1]), Number(match?.[2] ?? 1), Number(match?.[3] ?? 1)];
  const time = new Date(0).setUTCFullYear(year, month - 1, day);
  const back = new Date(time);
  if (!match || back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day)
    throw invalid(`Cannot parse the DATE '${text}'.`, position);
  return make(time / MS_PER_DAY, DATE);
}
/** The session's time zone decides the moment, so it is a cast, folded once that is known. */
export const timestamp = (text: string, kind: 'timestamp' | 'timestamp_ntz', position: Position): Expr =>
  Object.freeze({
    kind: 'Cast',
    input: string(text),
    type: kind === 'timestamp' ? TIMESTAMP : TIMESTAMP_NTZ,
    mode: 'ansi',
    position,
  });

function interval(value: IntervalValue | string, negative: boolean, position: Position): Literal {
  if (typeof value === 'string') throw invalid(value, position);
  const amount = 'months' in value ? value.months : value.micros;
  return make(negative ? -amount : amount, value.type);
}
export function intervalType(units: readonly string[], position: Position): DataType {
  const type = intervalTypeOf(units);
  if (typeof type === 'string') throw invalid(type, position);
  return type;
}
export const intervalParts = (parts: readonly IntervalAmount[], negative: boolean, position: Position): Literal =>
  interval(intervalFromParts(parts), negative, position);
export const intervalText = (text: string, negative: boolean, position: Position): Literal =>
  interval(intervalFromText(text), negative, position);
export const intervalRange = (text: string, from: string, to: string, position: Position): Literal =>
  interval(intervalFromRange(text, from, to), false, position);
