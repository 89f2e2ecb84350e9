// moment.ts: timestamps (microseconds of a wall clock): moved by an offset, cut to a unit, and the fields of their day.
// Garbage under NULL wraps and does no harm.

const DAY_US: i64 = 86400000000;

export function shiftI64(a: usize, delta: i64, out: usize, n: i32): void {
  const add = v128.splat<i64>(delta);
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 16) v128.store(out + at, i64x2.add(v128.load(a + at), add));
}
// @ts-ignore: decorator
@inline function floorMod(a: i64, b: i64): i64 {
  const rest = a % b;
  return rest < 0 ? rest + b : rest;
}
/** Down to a multiple of `unit`. */
export function truncateI64(a: usize, unit: i64, out: usize, n: i32): void {
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 8) {
    const value = load<i64>(a + at);
    store<i64>(out + at, value - floorMod(value, unit));
  }
}
/** a / divisor, rounded down. */
export function floorDivI64(a: usize, divisor: i64, out: usize, n: i32): void {
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 8) {
    const value = load<i64>(a + at), quotient = value / divisor;
    store<i64>(out + at, value < quotient * divisor ? quotient - 1 : quotient);
  }
}
/** (microsecond of the day / divisor) % modulus as i32. */
export function dayField(a: usize, divisor: i64, modulus: i32, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    store<i32>(out + (i << 2), <i32>(floorMod(load<i64>(a + (i << 3)), DAY_US) / divisor) % modulus);
  }
}
