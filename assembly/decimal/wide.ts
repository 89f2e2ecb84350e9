// wide.ts: decimals of up to 38 digits (i128). Results are exact or flagged (1): at 38 digits, or where a step would not fit 128 bits;
// the caller's oracle then decides. Rows under NULL may flag, too.
import { isTooLarge, mulHigh, mulHighSigned, negHigh } from '../core/wide';

/** i128 = i64 * i64. */
export function mulNarrow(a: usize, b: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    const x = load<i64>(a + (i << 3)), y = load<i64>(b + (i << 3)), at = out + (i << 4);
    store<i64>(at, x * y);
    store<i64>(at, mulHighSigned(x, y), 8);
  }
}
/** i128 = i64 * factor. */
export function widen(a: usize, factor: i64, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    const x = load<i64>(a + (i << 3)), at = out + (i << 4);
    store<i64>(at, x * factor);
    store<i64>(at, mulHighSigned(x, factor), 8);
  }
}
// @ts-ignore: decorator
@inline function isBeyond(low: u64, high: i64): bool {
  return high < 0 ? isTooLarge(0 - low, <u64>negHigh(low, high)) : isTooLarge(low, <u64>high);
}
export class Add {}
export class Sub {}
/** Terms of at most 38 digits cannot overflow 128 bits. out may equal a or b. */
export function addSub<OP>(a: usize, b: usize, out: usize, n: i32): i32 {
  let failed = false;
  for (let at: usize = 0, end = <usize>n << 4; at < end; at += 16) {
    const aLow = load<u64>(a + at), bLow = load<u64>(b + at), aHigh = load<i64>(a + at, 8), bHigh = load<i64>(b + at, 8);
    let low: u64, high: i64;
    if (idof<OP>() == idof<Add>()) { low = aLow + bLow; high = aHigh + bHigh + i64(low < aLow); }
    else { low = aLow - bLow; high = aHigh - bHigh - i64(aLow < bLow); }
    failed = failed || isBeyond(low, high);
    store<u64>(out + at, low);
    store<i64>(out + at, high, 8);
  }
  return i32(failed);
}
/** Writes sign * (high, low) and tells whether the absolute value has more than 38 digits. */
// @ts-ignore: decorator
@inline function put(at: usize, low: u64, high: u64, isNegative: bool): bool {
  store<u64>(at, isNegative ? 0 - low : low);
  store<i64>(at, isNegative ? negHigh(low, high) : <i64>high, 8);
  return isTooLarge(low, high);
}
// @ts-ignore: decorator
@inline function absLow(low: u64, high: i64): u64 { return high < 0 ? 0 - low : low; }
// @ts-ignore: decorator
@inline function absHigh(low: u64, high: i64): u64 { return <u64>(high < 0 ? negHigh(low, high) : high); }

export function mul(a: usize, b: usize, out: usize, n: i32): i32 {
  let failed = false;
  for (let at: usize = 0, end = <usize>n << 4; at < end; at += 16) {
    const aHigh = load<i64>(a + at, 8), bHigh = load<i64>(b + at, 8), isNegative = (aHigh ^ bHigh) < 0;
    const xLow = absLow(load<u64>(a + at), aHigh), xHigh = absHigh(load<u64>(a + at), aHigh);
    const yLow = absLow(load<u64>(b + at), bHigh), yHigh = absHigh(load<u64>(b + at), bHigh);
    // At most one factor has a high word, or the product has more than 38 digits.
    const cross = xHigh ? xHigh * yLow : xLow * yHigh, beyond = xHigh ? mulHigh(xHigh, yLow) : mulHigh(xLow, yHigh);
    const carried = mulHigh(xLow, yLow), high = carried + cross;
    failed = failed || (xHigh != 0 && yHigh != 0) || beyond != 0 || high < carried;
    failed = put(out + at, xLow * yLow, high, isNegative) || failed;
  }
  return i32(failed);
}
/** out = a / divisor (at most 2^63), half away from zero. */
export function round(a: usize, divisor: u64, out: usize, n: i32): void {
  for (let at: usize = 0, end = <usize>n << 4; at < end; at += 16) {
    const low = load<u64>(a + at), high = load<i64>(a + at, 8);
    const xLow = absLow(low, high), xHigh = absHigh(low, high);
    const qHigh = xHigh / divisor;
    let rest = xHigh % divisor, qLow: u64 = 0;
    // Long division of (rest, xLow), one bit a step; short ones in one instruction.
    if (rest == 0) { qLow = xLow / divisor; rest = xLow % divisor; }
    else for (let bit = 63; bit >= 0; bit--) {
      rest = rest << 1 | (xLow >> <u64>bit & 1);
      qLow <<= 1;
      if (rest >= divisor) { rest -= divisor; qLow |= 1; }
    }
    const up = u64(rest >= divisor - rest);
    put(out + at, qLow + up, qHigh + u64(qLow + up < qLow), high < 0);
  }
}
/** 1 if some row leaves (-10^precision, 10^precision), the bound given as (limitHigh, limitLow). */
export function exceeds(a: usize, limitLow: u64, limitHigh: u64, n: i32): i32 {
  let failed = false;
  for (let at: usize = 0, end = <usize>n << 4; at < end; at += 16) {
    const low = load<u64>(a + at), high = load<i64>(a + at, 8);
    const xLow = absLow(low, high), xHigh = absHigh(low, high);
    failed = failed || xHigh > limitHigh || (xHigh == limitHigh && xLow >= limitLow);
  }
  return i32(failed);
}
