// table.ts: packed keys -> group ids, numbered in order of first appearance. Four tables with one life cycle:
//   dense  slots: u32 id + 1 by key           (few key bits; u32 words)
//   narrow slots: {u32 key, u32 id + 1}       (u32 words)
//   word   slots: {u64 key, u32 id + 1, pad}  (one word; the key stands in the slot: one cache miss a row)
//   words  slots: tag u32 | (id + 1) u32      (several words; equal tags are verified against the stored key)
// Open addressing, linear probing, at most half full. Keys are also kept in id order at keysPtr, `width` words each.
// State (u32 each): slotsPtr, shift (64 - log2 slots), mask (slots - 1), keysPtr, count, limit (ids there is room for), width.
// `assign` returns the rows consumed; fewer than n: full at that row, state consistent; the caller makes room, rehashes, goes on there.

// @ts-ignore: decorator
@inline const NONE: u32 = 0xffffffff;
// @ts-ignore: decorator
@inline export function slotsPtr(table: usize): usize { return load<u32>(table); }
// @ts-ignore: decorator
@inline export function shiftOf(table: usize): u64 { return <u64>load<u32>(table, 4); }
// @ts-ignore: decorator
@inline export function maskOf(table: usize): usize { return load<u32>(table, 8); }
// @ts-ignore: decorator
@inline export function keysPtrOf(table: usize): usize { return load<u32>(table, 12); }
// @ts-ignore: decorator
@inline export function countOf(table: usize): u32 { return load<u32>(table, 16); }
// @ts-ignore: decorator
@inline export function limitOf(table: usize): u32 { return load<u32>(table, 20); }
// @ts-ignore: decorator
@inline export function widthOf(table: usize): usize { return load<u32>(table, 24); }

/** One array per word -> key after key, as tables keep them. */
export function storeKeys(wordsPtr: usize, step: usize, width: usize, keysPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++, wordsPtr += 8)
    for (let w: usize = 0; w < width; w++, keysPtr += 8) store<u64>(keysPtr, load<u64>(wordsPtr + w * step));
}
/** Rows whose id is new, `known` ids having been given before; returns how many. Ids are numbered in order of first appearance. */
export function newRows(idsPtr: usize, known: u32, rowsPtr: usize, n: i32): i32 {
  let at = rowsPtr;
  for (let row = 0; row < n; row++) {
    store<u32>(at, row);
    const isNew = load<u32>(idsPtr + ((<usize>row) << 2)) == known;
    known += <u32>isNew;
    at += (<usize>isNew) << 2;
  }
  return <i32>((at - rowsPtr) >> 2);
}
/** u32 words -> stored keys. */
export function storeNarrowKeys(wordsPtr: usize, keysPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++, wordsPtr += 4, keysPtr += 8) store<u64>(keysPtr, <u64>load<u32>(wordsPtr));
}
/** Rows marked as having no key get the id "none". */
export function maskMisses(idsPtr: usize, missPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++) if (load<u8>(missPtr + row)) store<u32>(idsPtr + ((<usize>row) << 2), NONE);
}
