// csv-infer.ts: which types the fields of a sample would fit, one class per field, ORed per column.
import { bareValue, fieldEnd, fieldStart } from './csv-config';
import { parseDate, parseTimestamp, NOT_A_TIME } from './csv-times';

// Narrowest class of a field; src/connectors/csv/infer.ts names the same bits.
const NONE: i32 = 1;
const INT: i32 = 2;
const BIGINT: i32 = 4;
const DECIMAL: i32 = 8;
const DOUBLE: i32 = 16;
const DATE: i32 = 32;
const TIMESTAMP: i32 = 64;
const BOOLEAN: i32 = 128;
const TEXT: i32 = 256;

/** ORed classes of the column; result[0] = most digits of an integer too big for BIGINT. */
export function csvInfer(ends: usize, rows: usize, n: i32, columnIndex: u32, config: usize, result: usize): i32 {
  let classes: i32 = 0;
  let digits: i32 = load<i32>(result);
  for (let row = 0; row < n; row++) {
    const field = load<u32>(rows + (<usize>row << 2)) + columnIndex;
    const start = fieldStart(ends, field);
    const bare = bareValue(start, fieldEnd(ends, field, start), config);
    if (bare == 0) {
      classes |= NONE;
      continue;
    }
    const from = <usize>(bare >> 32), end = <usize>(bare & 0xffffffff);
    const kind = classify(from, end);
    if (kind == DECIMAL) digits = max(digits, significantDigits(from, end));
    classes |= kind;
  }
  store<i32>(result, digits);
  return classes;
}
function classify(start: usize, end: usize): i32 {
  const first = <u32>load<u8>(start);
  const isSigned = first == 45 || first == 43;
  const lead = isSigned && start + 1 < end ? <u32>load<u8>(start, 1) : first;
  if (lead - 48 < 10 || lead == 46) {
    const number = classifyNumber(isSigned ? start + 1 : start, end, first == 45);
    if (number != TEXT || isSigned) return number;
    if (parseDate(start, end) != i32.MIN_VALUE) return DATE;
    return parseTimestamp(start, end) != NOT_A_TIME ? TIMESTAMP : TEXT;
  }
  if (isWord(start, end)) return DOUBLE;
  return isBoolean(start, end) ? BOOLEAN : TEXT;
}
function classifyNumber(start: usize, end: usize, negative: bool): i32 {
  let at = start;
  while (at < end && <u32>load<u8>(at) - 48 < 10) at++;
  if (at == end) return classifyInteger(start, end, negative);
  let digits = at - start;
  if (load<u8>(at) == 46) {
    const point = ++at;
    while (at < end && <u32>load<u8>(at) - 48 < 10) at++;
    digits += at - point;
  }
  if (digits == 0) return TEXT;
  if (at < end && (load<u8>(at) | 32) == 101) {
    at++;
    if (at < end && (load<u8>(at) == 45 || load<u8>(at) == 43)) at++;
    const exponent = at;
    while (at < end && <u32>load<u8>(at) - 48 < 10) at++;
    if (at == exponent) return TEXT;
  }
  return at == end ? DOUBLE : TEXT;
}
function classifyInteger(start: usize, end: usize, negative: bool): i32 {
  let at = start;
  while (at < end && load<u8>(at) == 48) at++;
  const digits = end - at;
  if (digits > 38) return DOUBLE;
  if (digits > 19) return DECIMAL;
  let value: u64 = 0;
  for (; at < end; at++) value = value * 10 + (load<u8>(at) - 48);
  if (value <= <u64>i32.MAX_VALUE + (negative ? 1 : 0)) return INT;
  return value <= <u64>i64.MAX_VALUE + (negative ? 1 : 0) ? BIGINT : DECIMAL;
}
function significantDigits(start: usize, end: usize): i32 {
  let at = start;
  while (at < end && (<u32>load<u8>(at) - 49 > 8)) at++;
  return <i32>(end - at);
}
/** NaN, Inf, Infinity as Spark spells them, signed or not. */
function isWord(start: usize, end: usize): bool {
  if (load<u8>(start) == 45 || load<u8>(start) == 43) start++;
  const n = end - start;
  if (n == 3) return (load<u16>(start) == 0x614e && load<u8>(start, 2) == 78) || (load<u16>(start) == 0x6e49 && load<u8>(start, 2) == 102);
  return n == 8 && load<u64>(start) == 0x7974696e69666e49;
}
function isBoolean(start: usize, end: usize): bool {
  const n = end - start;
  if (n == 4) return (load<u32>(start) | 0x20202020) == 0x65757274;
  return n == 5 && (load<u32>(start) | 0x20202020) == 0x736c6166 && (load<u8>(start, 4) | 32) == 101;
}
