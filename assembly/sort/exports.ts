// Exports of family sort: sort words, radix sort, ranks of bytes.
import { markChanges as changes, sortBits as bits, sortField, sortNulls as nulls } from './keys';

export function sortFieldI8(
  ptr: usize, stride: usize, validity: usize, words: usize, shift: i32, isFirst: i32, sign: i64, bias: i64, nullCode: i64, n: i32,
): void {
  sortField<i8>(ptr, stride, validity, words, shift, isFirst != 0, sign, bias, nullCode, n);
}
export function sortFieldI16(
  ptr: usize, stride: usize, validity: usize, words: usize, shift: i32, isFirst: i32, sign: i64, bias: i64, nullCode: i64, n: i32,
): void {
  sortField<i16>(ptr, stride, validity, words, shift, isFirst != 0, sign, bias, nullCode, n);
}
export function sortFieldI32(
  ptr: usize, stride: usize, validity: usize, words: usize, shift: i32, isFirst: i32, sign: i64, bias: i64, nullCode: i64, n: i32,
): void {
  sortField<i32>(ptr, stride, validity, words, shift, isFirst != 0, sign, bias, nullCode, n);
}
export function sortFieldI64(
  ptr: usize, stride: usize, validity: usize, words: usize, shift: i32, isFirst: i32, sign: i64, bias: i64, nullCode: i64, n: i32,
): void {
  sortField<i64>(ptr, stride, validity, words, shift, isFirst != 0, sign, bias, nullCode, n);
}
export function sortFieldU32(
  ptr: usize, stride: usize, validity: usize, words: usize, shift: i32, isFirst: i32, sign: i64, bias: i64, nullCode: i64, n: i32,
): void {
  sortField<u32>(ptr, stride, validity, words, shift, isFirst != 0, sign, bias, nullCode, n);
}
export function sortFieldF32(
  ptr: usize, stride: usize, validity: usize, words: usize, shift: i32, isFirst: i32, sign: i64, bias: i64, nullCode: i64, n: i32,
): void {
  sortField<f32>(ptr, stride, validity, words, shift, isFirst != 0, sign, bias, nullCode, n);
}
export function sortFieldF64(
  ptr: usize, stride: usize, validity: usize, words: usize, shift: i32, isFirst: i32, sign: i64, bias: i64, nullCode: i64, n: i32,
): void {
  sortField<f64>(ptr, stride, validity, words, shift, isFirst != 0, sign, bias, nullCode, n);
}
export function sortFieldBits(
  ptr: usize, validity: usize, words: usize, shift: i32, isFirst: i32, sign: i64, bias: i64, nullCode: i64, n: i32,
): void {
  bits(ptr, validity, words, shift, isFirst != 0, sign, bias, nullCode, n);
}
export function sortFieldNulls(validity: usize, words: usize, shift: i32, isFirst: i32, nullCode: i64, n: i32): void {
  nulls(validity, words, shift, isFirst != 0, nullCode, n);
}
/** Sets bit i where sorted rows i and i - 1 differ in a word; ORs into `out`. */
export function markChanges(words: usize, ids: usize, out: usize, n: i32): void { changes(words, ids, out, n); }
export { radixSort } from './radix';
export { denseRanks, prefixKeys, sortTies } from './rank-bytes';
