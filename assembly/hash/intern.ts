// intern.ts: byte strings -> u32 codes, numbered in order of first appearance; the values stand back to back as a plain column.
// Slots: tag u32 | (code + 1) u32, linear probing, at most half full; equal tags are verified against the bytes.
// State (u32 each): slotsPtr, shift (64 - log2 slots), mask, offsetsPtr (count + 1 i32), bytesPtr, count, limit (codes), bytesLimit.
// `intern` returns the rows consumed; fewer than n: no room for that row, state consistent. Cost: about 10 ns a short string in cache.
import { hashBytes, sameBytes } from './mix';
import { isValid } from './pack';

// @ts-ignore: decorator
@inline function find(slots: usize, shift: u64, mask: usize, offsets: usize, bytes: usize, h: u64, ptr: usize, length: u32): usize {
  let at = <usize>(h >> shift);
  while (true) {
    const slot = slots + (at << 3);
    const code = load<u32>(slot);
    if (code == 0) return slot;
    if (load<u32>(slot, 4) == <u32>h) {
      const entry = offsets + ((<usize>code) << 2);
      const start = load<u32>(entry - 4);
      if (load<u32>(entry) - start == length && sameBytes(bytes + start, ptr, length)) return slot;
    }
    at = (at + 1) & mask;
  }
}
export function intern(table: usize, offsetsPtr: usize, bytesPtr: usize, validityPtr: usize, codesPtr: usize, from: i32, n: i32): i32 {
  const slots: usize = load<u32>(table), shift: u64 = load<u32>(table, 4), mask: usize = load<u32>(table, 8);
  const offsets: usize = load<u32>(table, 12), bytes: usize = load<u32>(table, 16);
  const limit = load<u32>(table, 24), bytesLimit = load<u32>(table, 28);
  let count = load<u32>(table, 20), row = from;
  for (; row < n; row++) {
    let code: u32 = 1;
    if (isValid(validityPtr, row)) {
      const start = load<u32>(offsetsPtr + ((<usize>row) << 2));
      const length = load<u32>(offsetsPtr + ((<usize>row) << 2), 4) - start;
      const ptr = bytesPtr + start;
      const h = hashBytes(ptr, length);
      const slot = find(slots, shift, mask, offsets, bytes, h, ptr, length);
      code = load<u32>(slot);
      if (code == 0) {
        const used = load<u32>(offsets + ((<usize>count) << 2));
        if (count == limit || length > bytesLimit - used) break;
        memory.copy(bytes + used, ptr, length);
        code = ++count;
        store<u32>(offsets + ((<usize>code) << 2), used + length);
        store<u32>(slot, code);
        store<u32>(slot, <u32>h, 4);
      }
    }
    store<u32>(codesPtr + ((<usize>row) << 2), code - 1);
  }
  store<u32>(table, count, 20);
  return row;
}
/** Codes of known strings; 0xffffffff for others. NULL rows get 0. */
export function lookupBytes(table: usize, offsetsPtr: usize, bytesPtr: usize, validityPtr: usize, codesPtr: usize, n: i32): void {
  const slots: usize = load<u32>(table), shift: u64 = load<u32>(table, 4), mask: usize = load<u32>(table, 8);
  const offsets: usize = load<u32>(table, 12), bytes: usize = load<u32>(table, 16);
  for (let row = 0; row < n; row++) {
    let code: u32 = 1;
    if (isValid(validityPtr, row)) {
      const start = load<u32>(offsetsPtr + ((<usize>row) << 2));
      const length = load<u32>(offsetsPtr + ((<usize>row) << 2), 4) - start;
      const ptr = bytesPtr + start;
      code = load<u32>(find(slots, shift, mask, offsets, bytes, hashBytes(ptr, length), ptr, length));
    }
    store<u32>(codesPtr + ((<usize>row) << 2), code - 1);
  }
}
/** Fills zeroed slots from the values. */
export function rehashBytes(table: usize): void {
  const slots: usize = load<u32>(table), shift: u64 = load<u32>(table, 4), mask: usize = load<u32>(table, 8);
  const offsets: usize = load<u32>(table, 12), bytes: usize = load<u32>(table, 16), count = load<u32>(table, 20);
  for (let code: u32 = 0; code < count; code++) {
    const start = load<u32>(offsets + ((<usize>code) << 2));
    const h = hashBytes(bytes + start, load<u32>(offsets + ((<usize>code) << 2), 4) - start);
    let at = <usize>(h >> shift);
    while (load<u32>(slots + (at << 3)) != 0) at = (at + 1) & mask;
    store<u32>(slots + (at << 3), code + 1);
    store<u32>(slots + (at << 3), <u32>h, 4);
  }
}
/** Codes of one dictionary -> codes of another; codes under NULL may be anything and give 0. */
export function remapCodes(codesPtr: usize, mapPtr: usize, mapCount: u32, outPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++) {
    const code = load<u32>(codesPtr + ((<usize>row) << 2));
    store<u32>(outPtr + ((<usize>row) << 2), code < mapCount ? load<u32>(mapPtr + ((<usize>code) << 2)) : 0);
  }
}
