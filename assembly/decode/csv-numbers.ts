// csv-numbers.ts: columns of integers, decimals, doubles and booleans from CSV fields, NULLs and misfits included.
// Each kernel writes n values, a validity bitmap (whole u32 words), a bitmap of misfits, and counts (RESULT_*). Values under NULL are 0.
// Cost: 3 ns an integer, 5 ns a double of few digits; else about 1 ns a digit.
import { doubles32, integers32 } from './csv-digits';
import { RESULT_BAD, RESULT_NULLS, RESULT_SLOW, bareValue, fieldEnd, fieldStart } from './csv-config';

class Integer {}
class Decimal {}
class Double {}

// What a parser answers: 0 = value stored, 1 = misfit, 2 = left to TypeScript.
const OK: i32 = 0;
const MISFIT: i32 = 1;
const SLOW: i32 = 2;

// @ts-ignore: decorator
@inline function isDigit(c: u32): bool {
  return c - 48 < 10;
}

/** [+-]digits into T, range-checked. */
// @ts-ignore: decorator
@inline function integer<T>(start: usize, end: usize, out: usize): i32 {
  const sign = load<u8>(start);
  const negative = sign == 45;
  let at = negative || sign == 43 ? start + 1 : start;
  if (at == end) return MISFIT;
  if (end - at > 18) return longInteger<T>(at, end, negative, out);
  let value: i64 = 0;
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 48;
    if (digit > 9) return MISFIT;
    value = value * 10 + digit;
  }
  if (negative) value = -value;
  if (sizeof<T>() < 8 && (value < <i64>i32.MIN_VALUE || value > <i64>i32.MAX_VALUE)) return MISFIT;
  store<T>(out, <T>value);
  return OK;
}
function longInteger<T>(start: usize, end: usize, negative: bool, out: usize): i32 {
  let at = start;
  while (at < end && load<u8>(at) == 48) at++;
  if (end - at > 19) return MISFIT;
  let value: u64 = 0;
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 48;
    if (digit > 9) return MISFIT;
    value = value * 10 + digit;
  }
  if (value > <u64>i64.MAX_VALUE + (negative ? 1 : 0)) return MISFIT;
  const signed = negative ? <i64>(0 - value) : <i64>value;
  if (sizeof<T>() < 8 && (signed < <i64>i32.MIN_VALUE || signed > <i64>i32.MAX_VALUE)) return MISFIT;
  store<T>(out, <T>signed);
  return OK;
}

/** Powers of ten that a double holds exactly. */
const POWERS: StaticArray<f64> = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

/** Exact where mantissa and power of ten are doubles themselves; the rest, NaN and infinities included, is left to TypeScript. */
// @ts-ignore: decorator
@inline function double(start: usize, end: usize, out: usize): i32 {
  const sign = load<u8>(start);
  const negative = sign == 45;
  let at = negative || sign == 43 ? start + 1 : start;
  let mantissa: u64 = 0, digits: i32 = 0, scale: i32 = 0;
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 48;
    if (digit > 9) break;
    mantissa = mantissa * 10 + digit;
    digits++;
  }
  if (at < end && load<u8>(at) == 46) {
    const point = ++at;
    for (; at < end; at++) {
      const digit = <u32>load<u8>(at) - 48;
      if (digit > 9) break;
      mantissa = mantissa * 10 + digit;
    }
    scale = <i32>(at - point);
    digits += scale;
  }
  if (digits == 0 || digits > 19) return SLOW;
  if (at < end) {
    if ((load<u8>(at) | 32) != 101) return SLOW;
    at++;
    const minus = at < end && load<u8>(at) == 45;
    if (at < end && (minus || load<u8>(at) == 43)) at++;
    if (at == end || end - at > 3) return SLOW;
    let exponent: i32 = 0;
    for (; at < end; at++) {
      const digit = <u32>load<u8>(at) - 48;
      if (digit > 9) return MISFIT;
      exponent = exponent * 10 + digit;
    }
    scale -= minus ? -exponent : exponent;
  }
  if (mantissa > (<u64>1 << 53) || scale > 22 || scale < -22) return mantissa == 0 ? zero(negative, out) : SLOW;
  const value = <f64>mantissa;
  const power = unchecked(POWERS[scale < 0 ? -scale : scale]);
  const magnitude = scale < 0 ? value * power : value / power;
  store<f64>(out, negative ? -magnitude : magnitude);
  return OK;
}
function zero(negative: bool, out: usize): i32 {
  store<f64>(out, negative ? -0.0 : 0.0);
  return OK;
}

/** value * 10 + digit in 128 bits. */
// @ts-ignore: decorator
@inline function timesTen(low: u64, digit: u64): u64 {
  return ((low >> 32) * 10 + (((low & 0xffffffff) * 10 + digit) >> 32)) >> 32;
}
/** Unscaled value with `scale` fraction digits, rounded half up, at most `precision` digits; exponents are left to TypeScript. */
// @ts-ignore: decorator
@inline function decimal(start: usize, end: usize, out: usize, precision: i32, scale: i32): i32 {
  const sign = load<u8>(start);
  const negative = sign == 45;
  let at = negative || sign == 43 ? start + 1 : start;
  let low: u64 = 0, high: u64 = 0, significant: i32 = 0, fraction: i32 = -1, seen: i32 = 0, roundUp: u64 = 0;
  for (; at < end; at++) {
    const byte = <u32>load<u8>(at);
    if (byte == 46 && fraction < 0) { fraction = 0; continue; }
    if (!isDigit(byte)) return (byte | 32) == 101 && seen > 0 ? SLOW : MISFIT;
    seen++;
    if (fraction >= scale) {
      if (fraction == scale) roundUp = byte >= 53 ? 1 : 0;
      fraction++;
      continue;
    }
    if (significant > 0 || byte != 48) significant++;
    if (significant > precision) return MISFIT;
    high = high * 10 + timesTen(low, <u64>(byte - 48));
    low = low * 10 + <u64>(byte - 48);
    if (fraction >= 0) fraction++;
  }
  if (seen == 0) return MISFIT;
  for (let missing = scale - (fraction < 0 ? 0 : fraction); missing > 0; missing--) {
    if (significant > 0) significant++;
    if (significant > precision) return MISFIT;
    high = high * 10 + timesTen(low, 0);
    low = low * 10;
  }
  if (roundUp != 0) {
    // Rounding may carry into one digit too many (99.5 -> 100): that rare case is judged outside.
    if (significant == precision) return SLOW;
    low += 1;
    if (low == 0) high += 1;
  }
  if (negative) {
    low = 0 - low;
    high = ~high + (low == 0 ? 1 : 0);
  }
  store<u64>(out, low);
  if (precision > 18) store<u64>(out, high, 8);
  return OK;
}

/** true / false in any case. */
// @ts-ignore: decorator
@inline function bool_(start: usize, end: usize): i32 {
  const n = end - start;
  if (n == 4 && (load<u32>(start) | 0x20202020) == 0x65757274) return 1;
  if (n == 5 && (load<u32>(start) | 0x20202020) == 0x736c6166 && (load<u8>(start, 4) | 32) == 101) return 0;
  return -1;
}

// @ts-ignore: decorator
@inline function parse<T, KIND>(start: usize, end: usize, out: usize, precision: i32, scale: i32): i32 {
  if (idof<KIND>() == idof<Integer>()) return integer<T>(start, end, out);
  if (idof<KIND>() == idof<Double>()) return double(start, end, out);
  if (idof<KIND>() == idof<Decimal>()) return decimal(start, end, out, precision, scale);
  return MISFIT;
}

/** 32 rows at once, if all are of the common form. */
// @ts-ignore: decorator
@inline function values32<T, KIND>(ends: usize, rows: usize, columnIndex: u32, out: usize): bool {
  if (idof<KIND>() == idof<Integer>()) return integers32<T>(ends, rows, columnIndex, out);
  if (idof<KIND>() == idof<Double>()) return doubles32(ends, rows, columnIndex, out);
  return false;
}

/**
 * One column, any kind whose values have a width: 32 rows at once where all are plain, else field by field, bared of quotes and blanks if
 * it does not parse as it stands.
 */
// @ts-ignore: decorator
@inline function column<T, KIND>(
  ends: usize, rows: usize, n: i32, columnIndex: u32, config: usize, out: usize, stride: usize, validity: usize,
  misfits: usize, slow: usize, result: usize, precision: i32, scale: i32
): void {
  const hasNullText = load<i32>(config, 20) > 0;
  let nulls: i32 = 0, bad: i32 = 0, slowCount: i32 = 0;
  for (let from = 0; from < n; from += 32, validity += 4, misfits += 4) {
    const word = min(n - from, 32);
    if (word == 32 && !hasNullText && values32<T, KIND>(ends, rows + (<usize>from << 2), columnIndex, out)) {
      store<u32>(validity, 0xffffffff);
      store<u32>(misfits, 0);
      out += stride << 5;
      continue;
    }
    let valid: u32 = 0, misfit: u32 = 0;
    for (let i = 0; i < word; i++, out += stride) {
      const field = load<u32>(rows + (<usize>(from + i) << 2)) + columnIndex;
      let start = fieldStart(ends, field), end = <usize>load<u32>(ends + (<usize>field << 2));
      const bit = <u32>1 << i;
      let status = hasNullText || <i32>(end - start) <= 0 ? MISFIT : parse<T, KIND>(start, end, out, precision, scale);
      if (status != OK) {
        const bare = bareValue(start, fieldEnd(ends, field, start), config);
        if (bare == 0) nulls++;
        else {
          start = <usize>(bare >> 32);
          end = <usize>(bare & 0xffffffff);
          status = parse<T, KIND>(start, end, out, precision, scale);
          if (status == MISFIT) {
            bad++;
            misfit |= bit;
          } else valid |= bit;
          if (status == SLOW) {
            store<u32>(slow + (<usize>slowCount << 2), from + i);
            slowCount++;
          }
        }
        if (status != OK) {
          if (sizeof<T>() == 4) store<u32>(out, 0);
          else store<u64>(out, 0);
          if (stride == 16) store<u64>(out, 0, 8);
        }
      } else valid |= bit;
    }
    store<u32>(validity, valid);
    store<u32>(misfits, misfit);
  }
  store<i32>(result, nulls, RESULT_NULLS);
  store<i32>(result, bad, RESULT_BAD);
  store<i32>(result, slowCount, RESULT_SLOW);
}

export function csvI32(ends: usize, rows: usize, n: i32, columnIndex: u32, config: usize, out: usize, validity: usize, misfits: usize, result: usize): void {
  column<i32, Integer>(ends, rows, n, columnIndex, config, out, 4, validity, misfits, 0, result, 0, 0);
}
export function csvI64(ends: usize, rows: usize, n: i32, columnIndex: u32, config: usize, out: usize, validity: usize, misfits: usize, result: usize): void {
  column<i64, Integer>(ends, rows, n, columnIndex, config, out, 8, validity, misfits, 0, result, 0, 0);
}
/** `slow`: u32 rows whose text TypeScript must parse. */
export function csvF64(
  ends: usize, rows: usize, n: i32, columnIndex: u32, config: usize, out: usize, validity: usize, misfits: usize, slow: usize,
  result: usize
): void {
  column<f64, Double>(ends, rows, n, columnIndex, config, out, 8, validity, misfits, slow, result, 0, 0);
}
export function csvDecimal(
  ends: usize, rows: usize, n: i32, columnIndex: u32, config: usize, out: usize, validity: usize, misfits: usize, slow: usize,
  result: usize, precision: i32, scale: i32
): void {
  column<i64, Decimal>(ends, rows, n, columnIndex, config, out, precision > 18 ? 16 : 8, validity, misfits, slow, result, precision, scale);
}
/** `out`: bitmap in whole u32 words. */
export function csvBoolean(
  ends: usize, rows: usize, n: i32, columnIndex: u32, config: usize, out: usize, validity: usize, misfits: usize,
  result: usize
): void {
  let nulls: i32 = 0, bad: i32 = 0;
  let bits: u32 = 0, valid: u32 = 0, misfit: u32 = 0;
  for (let row = 0; row < n; row++) {
    const field = load<u32>(rows + (<usize>row << 2)) + columnIndex;
    const start = fieldStart(ends, field);
    const bare = bareValue(start, fieldEnd(ends, field, start), config);
    const value = bare == 0 ? -2 : bool_(<usize>(bare >> 32), <usize>(bare & 0xffffffff));
    const bit = <u32>1 << (row & 31);
    if (value >= 0) {
      valid |= bit;
      if (value == 1) bits |= bit;
    } else if (value == -2) nulls++;
    else {
      bad++;
      misfit |= bit;
    }
    if ((row & 31) == 31 || row == n - 1) {
      const word = <usize>(row >> 5) << 2;
      store<u32>(out + word, bits);
      store<u32>(validity + word, valid);
      store<u32>(misfits + word, misfit);
      bits = 0;
      valid = 0;
      misfit = 0;
    }
  }
  store<i32>(result, nulls, RESULT_NULLS);
  store<i32>(result, bad, RESULT_BAD);
}
