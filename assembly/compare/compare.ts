// compare.ts: bit i = a[i] OP b[i], as a bitmap with a zero tail. Eight rows a step (i8: sixteen) fill whole bytes of it.
// Spark's order of floats: NaN equals NaN and is greatest, -0 equals 0. > and >= are < and <= with the sides exchanged.
import { clearTail } from '../core/bits';

export class Eq {}
export class Ne {}
export class Lt {}
export class Le {}

// @ts-ignore: decorator
@inline function lanes<T, OP>(a: v128, b: v128): v128 {
  if (isInteger<T>()) {
    if (idof<OP>() == idof<Eq>()) return v128.eq<T>(a, b);
    if (idof<OP>() == idof<Ne>()) return v128.ne<T>(a, b);
    if (idof<OP>() == idof<Lt>()) return v128.lt<T>(a, b);
    return v128.le<T>(a, b);
  }
  const aNan = v128.ne<T>(a, a), bNan = v128.ne<T>(b, b);
  if (idof<OP>() == idof<Eq>()) return v128.or(v128.eq<T>(a, b), v128.and(aNan, bNan));
  if (idof<OP>() == idof<Ne>()) return v128.andnot(v128.ne<T>(a, b), v128.and(aNan, bNan));
  if (idof<OP>() == idof<Lt>()) return v128.or(v128.lt<T>(a, b), v128.andnot(bNan, aNan));
  return v128.or(v128.le<T>(a, b), bNan);
}
/** Bits of the vector `k` vectors behind a and b. */
// @ts-ignore: decorator
@inline function mask<T, OP>(a: usize, b: usize, k: usize): i32 {
  const hits = lanes<T, OP>(v128.load(a + (k << 4)), v128.load(b + (k << 4)));
  if (sizeof<T>() == 1) return i8x16.bitmask(hits);
  if (sizeof<T>() == 2) return i16x8.bitmask(hits);
  if (sizeof<T>() == 4) return i32x4.bitmask(hits) << <i32>(k << 2);
  return i64x2.bitmask(hits) << <i32>(k << 1);
}
export function compare<T, OP>(a: usize, b: usize, out: usize, n: i32): void {
  const rows = max<i32>(8, 16 / sizeof<T>()), bytes = <usize>rows * sizeof<T>();
  let at = out;
  for (let row = 0; row < n; row += rows, a += bytes, b += bytes) {
    let bits = mask<T, OP>(a, b, 0);
    if (sizeof<T>() == 1) { store<u16>(at, <u16>bits); at += 2; continue; }
    if (sizeof<T>() >= 4) bits |= mask<T, OP>(a, b, 1);
    if (sizeof<T>() == 8) bits |= mask<T, OP>(a, b, 2) | mask<T, OP>(a, b, 3);
    store<u8>(at++, <u8>bits);
  }
  clearTail(out, n);
}
/** i128: signed high word, then unsigned low word. */
export function compare128<OP>(a: usize, b: usize, out: usize, n: i32): void {
  let word: u64 = 0, at = out;
  for (let i = 0; i < n; i++, a += 16, b += 16) {
    const aLow = load<u64>(a), bLow = load<u64>(b), aHigh = load<i64>(a, 8), bHigh = load<i64>(b, 8);
    const isEqual = aLow == bLow && aHigh == bHigh;
    const isLess = aHigh < bHigh || (aHigh == bHigh && aLow < bLow);
    const bit = idof<OP>() == idof<Eq>() ? isEqual : idof<OP>() == idof<Ne>() ? !isEqual
      : idof<OP>() == idof<Lt>() ? isLess : isLess || isEqual;
    word |= <u64>bit << (i & 63);
    if ((i & 63) == 63) { store<u64>(at, word); at += 8; word = 0; }
  }
  if (n & 63) store<u64>(at, word);
  clearTail(out, n);
}
