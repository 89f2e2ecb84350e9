// Exports of family hash: key columns to packed words, packed words to group ids, strings to codes.
import { bounds } from './bounds';
import { packBits as bits, packF32 as f32s, packRanged } from './pack';
import { unpackRanged } from './unpack';
export function boundsOfI8(ptr: usize, validityPtr: usize, outPtr: usize, n: i32): i32 { return bounds<i8>(ptr, validityPtr, outPtr, n); }
export function boundsOfI16(ptr: usize, validityPtr: usize, outPtr: usize, n: i32): i32 { return bounds<i16>(ptr, validityPtr, outPtr, n); }
export function boundsOfI32(ptr: usize, validityPtr: usize, outPtr: usize, n: i32): i32 { return bounds<i32>(ptr, validityPtr, outPtr, n); }
export function boundsOfI64(ptr: usize, validityPtr: usize, outPtr: usize, n: i32): i32 { return bounds<i64>(ptr, validityPtr, outPtr, n); }
export function packI8(
  ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i64, range: u64, missPtr: usize, n: i32,
): i32 {
  return packRanged<i8, u64>(ptr, validityPtr, wordsPtr, keep, shift, min, range, missPtr, n);
}
export function packI16(
  ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i64, range: u64, missPtr: usize, n: i32,
): i32 {
  return packRanged<i16, u64>(ptr, validityPtr, wordsPtr, keep, shift, min, range, missPtr, n);
}
export function packI32(
  ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i64, range: u64, missPtr: usize, n: i32,
): i32 {
  return packRanged<i32, u64>(ptr, validityPtr, wordsPtr, keep, shift, min, range, missPtr, n);
}
export function packI64(
  ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i64, range: u64, missPtr: usize, n: i32,
): i32 {
  return packRanged<i64, u64>(ptr, validityPtr, wordsPtr, keep, shift, min, range, missPtr, n);
}
export function unpackI8(
  keysPtr: usize, stride: usize, shift: i32, bits: i32, min: i64, outPtr: usize, validityPtr: usize, n: i32,
): i32 {
  return unpackRanged<i8>(keysPtr, stride, shift, bits, min, outPtr, validityPtr, n);
}
export function unpackI16(
  keysPtr: usize, stride: usize, shift: i32, bits: i32, min: i64, outPtr: usize, validityPtr: usize, n: i32,
): i32 {
  return unpackRanged<i16>(keysPtr, stride, shift, bits, min, outPtr, validityPtr, n);
}
export function unpackI32(
  keysPtr: usize, stride: usize, shift: i32, bits: i32, min: i64, outPtr: usize, validityPtr: usize, n: i32,
): i32 {
  return unpackRanged<i32>(keysPtr, stride, shift, bits, min, outPtr, validityPtr, n);
}
export function unpackI64(
  keysPtr: usize, stride: usize, shift: i32, bits: i32, min: i64, outPtr: usize, validityPtr: usize, n: i32,
): i32 {
  return unpackRanged<i64>(keysPtr, stride, shift, bits, min, outPtr, validityPtr, n);
}
export function packNarrowI8(
  ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i64, range: u64, missPtr: usize, n: i32,
): i32 {
  return packRanged<i8, u32>(ptr, validityPtr, wordsPtr, keep, shift, min, range, missPtr, n);
}
export function packNarrowI16(
  ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i64, range: u64, missPtr: usize, n: i32,
): i32 {
  return packRanged<i16, u32>(ptr, validityPtr, wordsPtr, keep, shift, min, range, missPtr, n);
}
export function packNarrowI32(
  ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i64, range: u64, missPtr: usize, n: i32,
): i32 {
  return packRanged<i32, u32>(ptr, validityPtr, wordsPtr, keep, shift, min, range, missPtr, n);
}
export function packNarrowI64(
  ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i64, range: u64, missPtr: usize, n: i32,
): i32 {
  return packRanged<i64, u32>(ptr, validityPtr, wordsPtr, keep, shift, min, range, missPtr, n);
}
export function packBits(
  ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, n: i32,
): void {
  bits<u64>(ptr, validityPtr, wordsPtr, keep, shift, n);
}
export function packF32(
  ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, n: i32,
): void {
  f32s<u64>(ptr, validityPtr, wordsPtr, keep, shift, n);
}
export function packNarrowBits(
  ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, n: i32,
): void {
  bits<u32>(ptr, validityPtr, wordsPtr, keep, shift, n);
}
export function packNarrowF32(
  ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, n: i32,
): void {
  f32s<u32>(ptr, validityPtr, wordsPtr, keep, shift, n);
}
export { packWhole, packValidity, packF64 } from './pack';
export { unpackBits, unpackWhole, unpackValidity, unpackF32, unpackF64 } from './unpack';
export { assignDense, assignDenseI32, lookupDense, rehashDense } from './dense-table';
export { assignNarrow, lookupNarrow, rehashNarrow } from './narrow-table';
export { assignWord, lookupWord, rehashWord } from './word-table';
export { assignPair, assignWords, lookupWords, rehashWords } from './words-table';
export { storeKeys, storeNarrowKeys, maskMisses, newRows } from './table';
export { intern, lookupBytes, rehashBytes, remapCodes } from './intern';
