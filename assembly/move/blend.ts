// blend.ts: out[i] = bit i ? a[i] : b[i]. A block of 16 bytes of values a step; its bits are spread to a mask of whole lanes.
// out may equal a or b. Writes up to 15 bytes past the end.

/** Lane k gets all ones if bit k of `bits` is set. */
// @ts-ignore: decorator
@inline function lanes<T>(bits: u32): v128 {
  if (sizeof<T>() == 1) {
    const bit = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
    const spread = i8x16.swizzle(v128.splat<i16>(<i16>bits), i8x16(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1));
    return i8x16.eq(v128.and(spread, bit), bit);
  }
  if (sizeof<T>() == 2) {
    const bit = i16x8(1, 2, 4, 8, 16, 32, 64, 128);
    return i16x8.eq(v128.and(v128.splat<i16>(<i16>bits), bit), bit);
  }
  if (sizeof<T>() == 4) {
    const bit = i32x4(1, 2, 4, 8);
    return i32x4.eq(v128.and(v128.splat<i32>(<i32>bits), bit), bit);
  }
  const bit = i64x2(1, 2);
  return i64x2.eq(v128.and(v128.splat<i64>(<i64>bits), bit), bit);
}
export function values<T>(bits: usize, a: usize, b: usize, out: usize, n: i32): void {
  const perStep: u32 = 16 / sizeof<T>();
  const end = <usize>n << alignof<T>();
  let row: u32 = 0;
  for (let at: usize = 0; at < end; at += 16, row += perStep) {
    const mask = lanes<T>(load<u16>(bits + (row >> 3)) >> <u16>(row & 7));
    v128.store(out + at, v128.bitselect(v128.load(a + at), v128.load(b + at), mask));
  }
}
export function values16(bits: usize, a: usize, b: usize, out: usize, n: i32): void {
  for (let i: u32 = 0; i < <u32>n; i++) {
    const at = <usize>i << 4;
    v128.store(out + at, v128.load((load<u8>(bits + (i >> 3)) >> <u8>(i & 7) & 1 ? a : b) + at));
  }
}
export function bits(mask: usize, a: usize, b: usize, out: usize, n: i32): void {
  const bytes = (<usize>n + 511) >> 9 << 6;
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(out + at, v128.bitselect(v128.load(a + at), v128.load(b + at), v128.load(mask + at)));
  }
}
