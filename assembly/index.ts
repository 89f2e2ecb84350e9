// index.ts: what the module exports: one line per family, each listing its kernels in its own `exports.ts`. asc compiles this file only.
// Only numbers cross: pointers and counts in, a count or a status out.
export * from './core/exports';

/** The version of the export list; the loader compares it with the one it was generated against. */
export function abiVersion(): i32 {
  return 1;
}

/** First byte that the allocator may use: static data ends here. */
export function heapBase(): usize {
  return __heap_base;
}

// hash: key columns to packed words, packed words to group ids, strings to codes.
import { bounds } from "./hash/bounds";
import { packRanged } from "./hash/pack";
import { unpackRanged } from "./hash/unpack";
export function boundsOfI8(ptr: usize, validityPtr: usize, outPtr: usize, n: i32): i32 { return bounds<i8>(ptr, validityPtr, outPtr, n); }
export function boundsOfI16(ptr: usize, validityPtr: usize, outPtr: usize, n: i32): i32 { return bounds<i16>(ptr, validityPtr, outPtr, n); }
export function boundsOfI32(ptr: usize, validityPtr: usize, outPtr: usize, n: i32): i32 { return bounds<i32>(ptr, validityPtr, outPtr, n); }
export function boundsOfI64(ptr: usize, validityPtr: usize, outPtr: usize, n: i32): i32 { return bounds<i64>(ptr, validityPtr, outPtr, n); }
export function packI8(ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i64, range: u64, missPtr: usize, n: i32): i32 { return packRanged<i8>(ptr, validityPtr, wordsPtr, keep, shift, min, range, missPtr, n); }
export function packI16(ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i64, range: u64, missPtr: usize, n: i32): i32 { return packRanged<i16>(ptr, validityPtr, wordsPtr, keep, shift, min, range, missPtr, n); }
export function packI32(ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i64, range: u64, missPtr: usize, n: i32): i32 { return packRanged<i32>(ptr, validityPtr, wordsPtr, keep, shift, min, range, missPtr, n); }
export function packI64(ptr: usize, validityPtr: usize, wordsPtr: usize, keep: i32, shift: i32, min: i64, range: u64, missPtr: usize, n: i32): i32 { return packRanged<i64>(ptr, validityPtr, wordsPtr, keep, shift, min, range, missPtr, n); }
export function unpackI8(keysPtr: usize, stride: usize, shift: i32, bits: i32, min: i64, outPtr: usize, validityPtr: usize, n: i32): i32 { return unpackRanged<i8>(keysPtr, stride, shift, bits, min, outPtr, validityPtr, n); }
export function unpackI16(keysPtr: usize, stride: usize, shift: i32, bits: i32, min: i64, outPtr: usize, validityPtr: usize, n: i32): i32 { return unpackRanged<i16>(keysPtr, stride, shift, bits, min, outPtr, validityPtr, n); }
export function unpackI32(keysPtr: usize, stride: usize, shift: i32, bits: i32, min: i64, outPtr: usize, validityPtr: usize, n: i32): i32 { return unpackRanged<i32>(keysPtr, stride, shift, bits, min, outPtr, validityPtr, n); }
export function unpackI64(keysPtr: usize, stride: usize, shift: i32, bits: i32, min: i64, outPtr: usize, validityPtr: usize, n: i32): i32 { return unpackRanged<i64>(keysPtr, stride, shift, bits, min, outPtr, validityPtr, n); }
export { packBits, packWhole, packValidity, packF32, packF64 } from "./hash/pack";
export { unpackBits, unpackWhole, unpackValidity, unpackF32, unpackF64 } from "./hash/unpack";
export { assignDense, assignWord, assignPair, assignWords, lookupDense, lookupWord, lookupWords, rehashDense, rehashWord, rehashWords, storeKeys, maskMisses } from "./hash/table";
export { intern, lookupBytes, rehashBytes, remapCodes } from "./hash/intern";
