// Exports of family hash: key columns to packed words, packed words to group ids, strings to codes.
import { bounds } from './bounds';
import { packRanged } from './pack';
import { unpackRanged } from './unpack';
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
export { packBits, packWhole, packValidity, packF32, packF64 } from './pack';
export { unpackBits, unpackWhole, unpackValidity, unpackF32, unpackF64 } from './unpack';
export { assignDense, assignWord, assignPair, assignWords, lookupDense, lookupWord, lookupWords, rehashDense, rehashWord, rehashWords, storeKeys, maskMisses, newRows } from './table';
export { intern, lookupBytes, rehashBytes, remapCodes } from './intern';
