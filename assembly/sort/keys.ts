// keys.ts: columns -> fields of u64 sort words whose unsigned order is the rows' order; words stand one array per word.
// Field of a valid row: sign * order(value) + bias, of a NULL row: nullCode; sign, bias and nullCode put in minimum, direction and
// where NULLs go. It is shifted into place and ORed; `isFirst` starts a word. order(): integers as they are, floats by their bits with
// NaN greatest and -0 as 0. `stride`: bytes from value to value (16: one half of an i128). Cost: about 1 ns a row.

// @ts-ignore: decorator
@inline function order<T>(at: usize): u64 {
  if (isInteger<T>()) return <u64>load<T>(at);
  if (sizeof<T>() == 8) {
    const value = load<f64>(at);
    if (value != value) return u64.MAX_VALUE;
    const bits = reinterpret<i64>(value + 0);
    return bits < 0 ? ~<u64>bits : <u64>bits | (<u64>1 << 63);
  }
  const value = load<f32>(at);
  if (value != value) return u32.MAX_VALUE;
  const bits = reinterpret<i32>(value + 0);
  return bits < 0 ? ~<u32>bits : <u32>bits | (<u32>1 << 31);
}
// @ts-ignore: decorator
@inline export function isValid(validity: usize, row: usize): bool {
  return validity == 0 || (load<u8>(validity + (row >> 3)) >> <u8>(row & 7) & 1) != 0;
}
// @ts-ignore: decorator
@inline function put(words: usize, row: usize, shift: u64, isFirst: bool, field: u64): void {
  const at = words + (row << 3);
  store<u64>(at, isFirst ? field << shift : load<u64>(at) | field << shift);
}
export function sortField<T>(
  ptr: usize, stride: usize, validity: usize, words: usize, shift: u64, isFirst: bool, sign: u64, bias: u64, nullCode: u64, n: i32,
): void {
  for (let row: usize = 0; row < <usize>n; row++) {
    put(words, row, shift, isFirst, isValid(validity, row) ? sign * order<T>(ptr + row * stride) + bias : nullCode);
  }
}
export function sortBits(
  ptr: usize, validity: usize, words: usize, shift: u64, isFirst: bool, sign: u64, bias: u64, nullCode: u64, n: i32,
): void {
  for (let row: usize = 0; row < <usize>n; row++) {
    const bit = <u64>(load<u8>(ptr + (row >> 3)) >> <u8>(row & 7) & 1);
    put(words, row, shift, isFirst, isValid(validity, row) ? sign * bit + bias : nullCode);
  }
}
/** A field of one bit that tells NULL from value, where the value's own field has no code left. */
export function sortNulls(validity: usize, words: usize, shift: u64, isFirst: bool, nullCode: u64, n: i32): void {
  for (let row: usize = 0; row < <usize>n; row++) put(words, row, shift, isFirst, isValid(validity, row) ? 1 - nullCode : nullCode);
}
/** Bit i: rows ids[i] and ids[i - 1] differ in a word; bit 0 is set. Bits that are set already stay. */
export function markChanges(words: usize, ids: usize, out: usize, n: i32): void {
  if (n == 0) return;
  store<u8>(out, load<u8>(out) | 1);
  let before = load<u64>(words + (<usize>load<u32>(ids) << 3));
  for (let i: usize = 1; i < <usize>n; i++) {
    const word = load<u64>(words + (<usize>load<u32>(ids + (i << 2)) << 3));
    if (word != before) store<u8>(out + (i >> 3), load<u8>(out + (i >> 3)) | <u8>(<u32>1 << <u32>(i & 7)));
    before = word;
  }
}
