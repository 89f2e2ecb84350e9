// unpack.ts: fields of stored keys -> columns; the inverse of pack.ts. Keys stand row by row: `stride` bytes from one to the next.
// Each kernel fills values at outPtr and, in the zeroed bitmap at validityPtr, one bit per row that is not NULL; it returns how many are not.
// The bitmap may be left empty when none is: ranged fields, the common ones, write it in a pass of its own.
import { F32_NAN, F64_NAN } from './pack';

// @ts-ignore: decorator
@inline function setBit(bitmapPtr: usize, row: i32): void {
  const at = bitmapPtr + (row >> 3);
  store<u8>(at, load<u8>(at) | (<u8>1 << <u8>(row & 7)));
}
export function unpackRanged<T>(
  keysPtr: usize, stride: usize, shift: i32, bits: i32, min: i64, outPtr: usize, validityPtr: usize, n: i32,
): i32 {
  const mask = <u64>-1 >> <u64>(64 - bits);
  let valid = 0;
  const first = keysPtr;
  for (let row = 0; row < n; row++, keysPtr += stride, outPtr += sizeof<T>()) {
    const code = (load<u64>(keysPtr) >> <u64>shift) & mask;
    store<T>(outPtr, <T>(<i64>code - 1 + min));
    valid += <i32>(code != 0);
  }
  if (valid == n) return n;
  keysPtr = first;
  for (let row = 0; row < n; row++, keysPtr += stride) if ((load<u64>(keysPtr) >> <u64>shift) & mask) setBit(validityPtr, row);
  return valid;
}
export function unpackBits(keysPtr: usize, stride: usize, shift: i32, outPtr: usize, validityPtr: usize, n: i32): i32 {
  let valid = 0;
  for (let row = 0; row < n; row++, keysPtr += stride) {
    const code = (load<u64>(keysPtr) >> <u64>shift) & 3;
    if (code == 2) setBit(outPtr, row);
    if (code != 0) { setBit(validityPtr, row); valid++; }
  }
  return valid;
}
export function unpackWhole(keysPtr: usize, stride: usize, outPtr: usize, step: usize, n: i32): void {
  for (let row = 0; row < n; row++, keysPtr += stride, outPtr += step) store<u64>(outPtr, load<u64>(keysPtr));
}
export function unpackValidity(keysPtr: usize, stride: usize, shift: i32, validityPtr: usize, n: i32): i32 {
  let valid = 0;
  for (let row = 0; row < n; row++, keysPtr += stride) {
    if ((load<u64>(keysPtr) >> <u64>shift) & 1) { setBit(validityPtr, row); valid++; }
  }
  return valid;
}
export function unpackF64(keysPtr: usize, stride: usize, outPtr: usize, validityPtr: usize, n: i32): i32 {
  let valid = 0;
  for (let row = 0; row < n; row++, keysPtr += stride, outPtr += 8) {
    const code = load<u64>(keysPtr);
    store<u64>(outPtr, code);
    if (code != F64_NAN + 1) { setBit(validityPtr, row); valid++; }
  }
  return valid;
}
export function unpackF32(keysPtr: usize, stride: usize, shift: i32, outPtr: usize, validityPtr: usize, n: i32): i32 {
  let valid = 0;
  for (let row = 0; row < n; row++, keysPtr += stride, outPtr += 4) {
    const code = <u32>(load<u64>(keysPtr) >> <u64>shift);
    store<u32>(outPtr, code);
    if (code != F32_NAN + 1) { setBit(validityPtr, row); valid++; }
  }
  return valid;
}
