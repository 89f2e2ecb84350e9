// intern.ts: byte strings -> u32 codes, numbered in order of first appearance; the values stand back to back as a plain column.
// Slots of 16 bytes, linear probing, at most half full: (code + 1) in 28 bits and a length u32, then 12 bytes: the value itself if it has no
// more (filled up with zeros), so that one look at memory decides; for longer ones the hash, and equal hashes are verified against the bytes.
// State (u32 each): slotsPtr, shift (64 - log2 slots), mask, offsetsPtr (count + 1 i32), bytesPtr, count, limit (codes), bytesLimit.
// `intern` returns the rows consumed; fewer than n: no room for that row, state consistent.
// Cost: 10 ns a short string in cache. Values are read up to 7 bytes behind their end (blocks have readable slack).
import { hashBytes, mixWord, sameBytes } from './mix';
import { isValid } from './pack';

const SLOT = 4, CODE_BITS: u32 = 28, CODE_MASK: u32 = (1 << 28) - 1, INLINE: u32 = 12, LONG: u32 = 15;

/** The value's first eight bytes, and the next four above its length; for long ones the hash and a mark. */
// @ts-ignore: decorator
@inline function headOf(ptr: usize, length: u32): u64 {
  if (length > INLINE) return hashBytes(ptr, length);
  return length >= 8 ? load<u64>(ptr) : length == 0 ? 0 : load<u64>(ptr) & (<u64>-1 >> (64 - (length << 3)));
}
// @ts-ignore: decorator
@inline function tailOf(ptr: usize, length: u32): u32 {
  return length > INLINE || length <= 8 ? 0 : <u32>(load<u64>(ptr, 8) & (<u64>-1 >> (64 - ((length - 8) << 3))));
}
// @ts-ignore: decorator
@inline function lengthBits(length: u32): u32 { return (length > INLINE ? LONG : length) << CODE_BITS; }
// @ts-ignore: decorator
@inline function slotHash(head: u64, tail: u32, length: u32): u64 {
  return mixWord(head ^ rotl<u64>((<u64>tail << 32) | length, 17) * 0x9e3779b97f4a7c15);
}
/** The slot of a value, or the empty one where it belongs. */
// @ts-ignore: decorator
@inline function find(slots: usize, shift: u64, mask: usize, offsets: usize, bytes: usize, head: u64, tail: u32, ptr: usize, length: u32): usize {
  const wanted = lengthBits(length);
  let at = <usize>(slotHash(head, tail, length) >> shift);
  while (true) {
    const slot = slots + (at << SLOT);
    const word = load<u32>(slot);
    if (word == 0) return slot;
    if (load<u64>(slot, 8) == head && load<u32>(slot, 4) == tail && (word & ~CODE_MASK) == wanted) {
      if (length <= INLINE) return slot;
      const entry = offsets + (<usize>(word & CODE_MASK) << 2);
      const start = load<u32>(entry - 4);
      if (load<u32>(entry) - start == length && sameBytes(bytes + start, ptr, length)) return slot;
    }
    at = (at + 1) & mask;
  }
}
// @ts-ignore: decorator
@inline function fillSlot(slot: usize, code: u32, head: u64, tail: u32, length: u32): void {
  store<u32>(slot, code | lengthBits(length));
  store<u32>(slot, tail, 4);
  store<u64>(slot, head, 8);
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
      const ptr = bytesPtr + start, head = headOf(ptr, length), tail = tailOf(ptr, length);
      const slot = find(slots, shift, mask, offsets, bytes, head, tail, ptr, length);
      code = load<u32>(slot) & CODE_MASK;
      if (code == 0) {
        const used = load<u32>(offsets + ((<usize>count) << 2));
        if (count == limit || length > bytesLimit - used) break;
        memory.copy(bytes + used, ptr, length);
        code = ++count;
        store<u32>(offsets + ((<usize>code) << 2), used + length);
        fillSlot(slot, code, head, tail, length);
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
      const slot = find(slots, shift, mask, offsets, bytes, headOf(ptr, length), tailOf(ptr, length), ptr, length);
      code = load<u32>(slot) & CODE_MASK;
    }
    store<u32>(codesPtr + ((<usize>row) << 2), code - 1);
  }
}
/** Fills zeroed slots from the values. */
export function rehashBytes(table: usize): void {
  const slots: usize = load<u32>(table), shift: u64 = load<u32>(table, 4), mask: usize = load<u32>(table, 8);
  const offsets: usize = load<u32>(table, 12), bytes: usize = load<u32>(table, 16), count = load<u32>(table, 20);
  for (let code: u32 = 0; code < count; code++) {
    const start = load<u32>(offsets + ((<usize>code) << 2)), ptr = bytes + start;
    const length = load<u32>(offsets + ((<usize>code) << 2), 4) - start;
    const head = headOf(ptr, length), tail = tailOf(ptr, length);
    let at = <usize>(slotHash(head, tail, length) >> shift);
    while (load<u32>(slots + (at << SLOT)) != 0) at = (at + 1) & mask;
    fillSlot(slots + (at << SLOT), code + 1, head, tail, length);
  }
}
/** Codes of one dictionary -> codes of another; codes under NULL may be anything and give 0. */
export function remapCodes(codesPtr: usize, mapPtr: usize, mapCount: u32, outPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++) {
    const code = load<u32>(codesPtr + ((<usize>row) << 2));
    store<u32>(outPtr + ((<usize>row) << 2), code < mapCount ? load<u32>(mapPtr + ((<usize>code) << 2)) : 0);
  }
}
