// pack.ts: key columns -> fields of words, column by column. Words stand one array per word: word[w * n + row].
// W is u64, or u32 where all fields together need no more (half the memory, twice the lanes).
// word[row] = (word[row] & keep) | code << shift; keep = 0 for the first field of a word, -1 for later ones.
// A ranged field holds 0 for NULL and value - min + 1 otherwise. A row whose value is outside [min, min + range] is marked in the
// byte array at missPtr, or, without one, ends the kernel: it returns the rows that fitted.
// Cost: 0.2 (u32) or 0.5 (u64) ns a row for four-byte values without NULLs, 1 ns otherwise.

// @ts-ignore: decorator
@inline export function isValid(validityPtr: usize, row: i32): bool {
  return validityPtr == 0 || ((<u32>load<u8>(validityPtr + (row >> 3)) >> (row & 7)) & 1) != 0;
}
// @ts-ignore: decorator
@inline function put<W>(wordsPtr: usize, row: i32, keep: i32, shift: i32, code: u64): void {
  const at = wordsPtr + (<usize>row) * sizeof<W>();
  store<W>(at, <W>((load<W>(at) & <W><i64>keep) | <W>(code << <u64>shift)));
}
export function packRanged<T, W>(
  ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i64, range: u64, missPtr: usize, n: i32,
): i32 {
  let row = 0;
  if (sizeof<T>() == 4 && validityPtr == 0 && missPtr == 0) row = packFours<W>(ptr, wordsPtr, keep, shift, <i32>min, <u32>range, n);
  for (; row < n; row++) {
    let code: u64 = 0;
    if (isValid(validityPtr, row)) {
      code = <u64>(<i64>load<T>(ptr + (<usize>row) * sizeof<T>()) - min);
      if (code > range) {
        if (missPtr == 0) return row;
        store<u8>(missPtr + row, 1);
        code = 0;
      } else code++;
    }
    put<W>(wordsPtr, row, keep, shift, code);
  }
  return n;
}
/** Four values at a time; min + range is at most the greatest i32, so differences wrap rightly. Stops before the first four of which one is outside. */
function packFours<W>(ptr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i32, range: u32, n: i32): i32 {
  const least = i32x4.splat(min), most = i32x4.splat(<i32>range), kept = i32x4.splat(keep);
  const stop = n & ~3;
  let row = 0;
  for (; row < stop; row += 4) {
    const code = i32x4.sub(v128.load(ptr + ((<usize>row) << 2)), least);
    if (v128.any_true(i32x4.gt_u(code, most))) break;
    const at = wordsPtr + (<usize>row) * sizeof<W>();
    if (sizeof<W>() == 4) {
      const field = i32x4.shl(i32x4.add(code, i32x4.splat(1)), shift);
      v128.store(at, v128.or(v128.and(v128.load(at), kept), field));
    } else {
      const one = i64x2.splat(1);
      const low = i64x2.shl(i64x2.add(i64x2.extend_low_i32x4_u(code), one), shift);
      const high = i64x2.shl(i64x2.add(i64x2.extend_high_i32x4_u(code), one), shift);
      v128.store(at, v128.or(v128.and(v128.load(at), kept), low));
      v128.store(at, v128.or(v128.and(v128.load(at, 16), kept), high), 16);
    }
  }
  return row;
}
/** Booleans: 0 NULL, 1 false, 2 true. */
export function packBits<W>(ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, n: i32): void {
  for (let row = 0; row < n; row++) {
    const bit = (<u64>load<u8>(ptr + (row >> 3)) >> (row & 7)) & 1;
    put<W>(wordsPtr, row, keep, shift, isValid(validityPtr, row) ? bit + 1 : 0);
  }
}
/** Whole words, `step` bytes apart; 0 under NULL. */
export function packWhole(ptr: usize, step: usize, validityPtr: usize, wordsPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++, ptr += step) put<u64>(wordsPtr, row, 0, 0, isValid(validityPtr, row) ? load<u64>(ptr) : 0);
}
/** One bit: whether the row has a value. */
export function packValidity(validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, n: i32): void {
  for (let row = 0; row < n; row++) put<u64>(wordsPtr, row, keep, shift, <u64>isValid(validityPtr, row));
}
/** Floats by their bits; -0 becomes 0, every NaN the same NaN, NULL another NaN. */
export function packF64(ptr: usize, validityPtr: usize, wordsPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++) {
    const x = load<f64>(ptr + ((<usize>row) << 3)) + 0.0;
    const code: u64 = x == x ? reinterpret<u64>(x) : F64_NAN;
    put<u64>(wordsPtr, row, 0, 0, isValid(validityPtr, row) ? code : F64_NAN + 1);
  }
}
export function packF32<W>(ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, n: i32): void {
  for (let row = 0; row < n; row++) {
    const x = load<f32>(ptr + ((<usize>row) << 2)) + <f32>0.0;
    const code: u32 = x == x ? reinterpret<u32>(x) : F32_NAN;
    put<W>(wordsPtr, row, keep, shift, <u64>(isValid(validityPtr, row) ? code : F32_NAN + 1));
  }
}
// @ts-ignore: decorator
@inline export const F64_NAN: u64 = 0x7ff8000000000000;
// @ts-ignore: decorator
@inline export const F32_NAN: u32 = 0x7fc00000;
