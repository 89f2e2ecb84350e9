// numeric.ts: casts between numbers, ANSI: floats are truncated toward zero, what does not fit fails (returns 1, result garbage).
// The range is tested before float -> integer, which saturates in silence. Widening casts and integer -> float cannot fail.
import { clearTail } from '../core/bits';

export function cast<F, T>(a: usize, out: usize, n: i32): i32 {
  let failed = false;
  for (let i: usize = 0; i < <usize>n; i++) {
    const x = load<F>(a + (i << alignof<F>()));
    if (isFloat<F>() && isInteger<T>()) failed = failed || !fits<T>(<f64>x);
    const y = <T>x;
    if (isInteger<F>() && sizeof<T>() < sizeof<F>() && isInteger<T>()) failed = failed || <F>y != x;
    store<T>(out + (i << alignof<T>()), y);
  }
  return i32(failed);
}
/** Whether the truncated float is a value of T. NaN is not. 2^63 is flagged too: the caller's oracle decides. */
// @ts-ignore: decorator
@inline function fits<T>(x: f64): bool {
  const limit: f64 = <f64>((<u64>1) << (sizeof<T>() * 8 - 1));
  return sizeof<T>() == 8 ? x >= -limit && x < limit : x > -limit - 1 && x < limit;
}
/** bit i = a[i] != 0 (NaN is true). */
export function toBits<F>(a: usize, out: usize, n: i32): void {
  for (let row = 0; row < n; row += 8, a += 8 * sizeof<F>()) {
    let bits = 0;
    for (let k = 0; k < 8; k++) bits |= i32(load<F>(a + (<usize>k << alignof<F>())) != 0) << k;
    store<u8>(out + (row >> 3), <u8>bits);
  }
  clearTail(out, n);
}
export function fromBits<T>(a: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i++) store<T>(out + (i << alignof<T>()), <T>(load<u8>(a + (i >> 3)) >> <u8>(i & 7) & 1));
}
