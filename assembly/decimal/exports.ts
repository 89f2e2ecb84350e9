// Exports of family decimal: unscaled values as i64 (up to 18 digits) and i128. Factors and divisors are powers of ten.
import * as narrow from './narrow';
import * as wide from './wide';

/** a * aFactor + b * bFactor. */
export function addScaledI64(a: usize, aFactor: i64, b: usize, bFactor: i64, out: usize, n: i32): void {
  narrow.addScaled(a, aFactor, b, bFactor, out, n);
}
export function scaleI64(a: usize, factor: i64, limit: i64, out: usize, n: i32): i32 { return narrow.scale(a, factor, limit, out, n); }
export function roundI64(a: usize, divisor: i64, limit: i64, out: usize, n: i32): i32 { return narrow.round(a, divisor, limit, out, n); }
export function decimalToF64(a: usize, divisor: f64, out: usize, n: i32): i32 { return narrow.toDouble(a, divisor, out, n); }
/** i64 * i64 -> i128. */
export function mulI64I128(a: usize, b: usize, out: usize, n: i32): void { wide.mulNarrow(a, b, out, n); }
/** i64 * factor -> i128. */
export function widenDecimal(a: usize, factor: i64, out: usize, n: i32): void { wide.widen(a, factor, out, n); }
export function addI128(a: usize, b: usize, out: usize, n: i32): i32 { return wide.addSub<wide.Add>(a, b, out, n); }
export function subI128(a: usize, b: usize, out: usize, n: i32): i32 { return wide.addSub<wide.Sub>(a, b, out, n); }
export function mulI128(a: usize, b: usize, out: usize, n: i32): i32 { return wide.mul(a, b, out, n); }
export function roundI128(a: usize, divisor: i64, out: usize, n: i32): void { wide.round(a, divisor, out, n); }
export function exceedsI128(a: usize, limitLow: i64, limitHigh: i64, n: i32): i32 { return wide.exceeds(a, limitLow, limitHigh, n); }
