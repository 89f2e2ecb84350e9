// table.ts: packed keys -> group ids, numbered in order of first appearance. Four tables with one life cycle:
//   dense  slots: u32 id + 1 by key           (few key bits; u32 words)
//   narrow slots: {u32 key, u32 id + 1}       (u32 words)
//   word   slots: {u64 key, u32 id + 1, pad}  (one word; the key stands in the slot: one cache miss a row)
//   words  slots: tag u32 | (id + 1) u32      (several words; equal tags are verified against the stored key)
// Open addressing, linear probing, at most half full. Keys are also kept in id order at keysPtr, `width` words each.
// State (u32 each): slotsPtr, shift (64 - log2 slots), mask (slots - 1), keysPtr, count, limit (ids there is room for), width.
// `assign` returns the rows consumed; fewer than n: full at that row, state consistent; the caller makes room, rehashes, goes on there.
import { combine, mixWord } from './mix';

// @ts-ignore: decorator
@inline const NONE: u32 = 0xffffffff;
// @ts-ignore: decorator
@inline function slotsPtr(table: usize): usize { return load<u32>(table); }
// @ts-ignore: decorator
@inline function shiftOf(table: usize): u64 { return <u64>load<u32>(table, 4); }
// @ts-ignore: decorator
@inline function maskOf(table: usize): usize { return load<u32>(table, 8); }
// @ts-ignore: decorator
@inline function keysPtrOf(table: usize): usize { return load<u32>(table, 12); }
// @ts-ignore: decorator
@inline function countOf(table: usize): u32 { return load<u32>(table, 16); }
// @ts-ignore: decorator
@inline function limitOf(table: usize): u32 { return load<u32>(table, 20); }
// @ts-ignore: decorator
@inline function widthOf(table: usize): usize { return load<u32>(table, 24); }

export function assignDense(table: usize, wordsPtr: usize, idsPtr: usize, from: i32, n: i32): i32 {
  const slots = slotsPtr(table), keys = keysPtrOf(table), limit = limitOf(table);
  let count = countOf(table), row = from;
  for (; row < n; row++) {
    const key = load<u32>(wordsPtr + ((<usize>row) << 2));
    const at = slots + ((<usize>key) << 2);
    let id = load<u32>(at);
    if (id == 0) {
      if (count == limit) break;
      store<u64>(keys + ((<usize>count) << 3), <u64>key);
      store<u32>(at, id = ++count);
    }
    store<u32>(idsPtr + ((<usize>row) << 2), id - 1);
  }
  store<u32>(table, count, 16);
  return row;
}
export function lookupDense(table: usize, wordsPtr: usize, idsPtr: usize, n: i32): void {
  const slots = slotsPtr(table);
  for (let row = 0; row < n; row++)
    store<u32>(idsPtr + ((<usize>row) << 2), load<u32>(slots + ((<usize>load<u32>(wordsPtr + ((<usize>row) << 2))) << 2)) - 1);
}
export function rehashDense(table: usize): void {
  const slots = slotsPtr(table), keys = keysPtrOf(table), count = countOf(table);
  for (let id: u32 = 0; id < count; id++) store<u32>(slots + (<usize>load<u64>(keys + ((<usize>id) << 3)) << 2), id + 1);
}

// @ts-ignore: decorator
@inline function hashNarrow(key: u32): u64 { return mixWord(<u64>key); }
/** The slot that holds the key, or the free one where it belongs. */
// @ts-ignore: decorator
@inline function findNarrow(slots: usize, shift: u64, mask: usize, key: u32): usize {
  let at = <usize>(hashNarrow(key) >> shift);
  while (true) {
    const slot = slots + (at << 3);
    if (load<u32>(slot, 4) == 0 || load<u32>(slot) == key) return slot;
    at = (at + 1) & mask;
  }
}
export function assignNarrow(table: usize, wordsPtr: usize, idsPtr: usize, from: i32, n: i32): i32 {
  const slots = slotsPtr(table), shift = shiftOf(table), mask = maskOf(table), keys = keysPtrOf(table), limit = limitOf(table);
  let count = countOf(table), row = from;
  for (; row < n; row++) {
    const key = load<u32>(wordsPtr + ((<usize>row) << 2));
    const slot = findNarrow(slots, shift, mask, key);
    let id = load<u32>(slot, 4);
    if (id == 0) {
      if (count == limit) break;
      store<u64>(keys + ((<usize>count) << 3), <u64>key);
      store<u32>(slot, key);
      store<u32>(slot, id = ++count, 4);
    }
    store<u32>(idsPtr + ((<usize>row) << 2), id - 1);
  }
  store<u32>(table, count, 16);
  return row;
}
export function lookupNarrow(table: usize, wordsPtr: usize, idsPtr: usize, n: i32): void {
  const slots = slotsPtr(table), shift = shiftOf(table), mask = maskOf(table);
  for (let row = 0; row < n; row++)
    store<u32>(idsPtr + ((<usize>row) << 2), load<u32>(findNarrow(slots, shift, mask, load<u32>(wordsPtr + ((<usize>row) << 2))), 4) - 1);
}
export function rehashNarrow(table: usize): void {
  const slots = slotsPtr(table), shift = shiftOf(table), mask = maskOf(table), keys = keysPtrOf(table), count = countOf(table);
  for (let id: u32 = 0; id < count; id++) {
    const key = load<u32>(keys + ((<usize>id) << 3));
    let at = <usize>(hashNarrow(key) >> shift);
    while (load<u32>(slots + (at << 3), 4) != 0) at = (at + 1) & mask;
    store<u32>(slots + (at << 3), key);
    store<u32>(slots + (at << 3), id + 1, 4);
  }
}

/** The slot that holds the key, or the free one where it belongs. */
// @ts-ignore: decorator
@inline function findWord(slots: usize, shift: u64, mask: usize, key: u64): usize {
  let at = <usize>(mixWord(key) >> shift);
  while (true) {
    const slot = slots + (at << 4);
    if (load<u64>(slot) == key || load<u32>(slot, 8) == 0) return slot;
    at = (at + 1) & mask;
  }
}
export function assignWord(table: usize, wordsPtr: usize, idsPtr: usize, from: i32, n: i32): i32 {
  const slots = slotsPtr(table), shift = shiftOf(table), mask = maskOf(table), keys = keysPtrOf(table), limit = limitOf(table);
  let count = countOf(table), row = from;
  for (; row < n; row++) {
    const key = load<u64>(wordsPtr + ((<usize>row) << 3));
    const slot = findWord(slots, shift, mask, key);
    let id = load<u32>(slot, 8);
    if (id == 0) {
      if (count == limit) break;
      store<u64>(keys + ((<usize>count) << 3), key);
      store<u64>(slot, key);
      store<u32>(slot, id = ++count, 8);
    }
    store<u32>(idsPtr + ((<usize>row) << 2), id - 1);
  }
  store<u32>(table, count, 16);
  return row;
}
export function lookupWord(table: usize, wordsPtr: usize, idsPtr: usize, n: i32): void {
  const slots = slotsPtr(table), shift = shiftOf(table), mask = maskOf(table);
  for (let row = 0; row < n; row++)
    store<u32>(idsPtr + ((<usize>row) << 2), load<u32>(findWord(slots, shift, mask, load<u64>(wordsPtr + ((<usize>row) << 3))), 8) - 1);
}
export function rehashWord(table: usize): void {
  const slots = slotsPtr(table), shift = shiftOf(table), mask = maskOf(table), keys = keysPtrOf(table), count = countOf(table);
  for (let id: u32 = 0; id < count; id++) {
    const key = load<u64>(keys + ((<usize>id) << 3));
    let at = <usize>(mixWord(key) >> shift);
    while (load<u32>(slots + (at << 4), 8) != 0) at = (at + 1) & mask;
    store<u64>(slots + (at << 4), key);
    store<u32>(slots + (at << 4), id + 1, 8);
  }
}

/** Hash of one key: `width` words, `step` bytes apart. */
// @ts-ignore: decorator
@inline function hashKey(ptr: usize, step: usize, width: usize): u64 {
  let h: u64 = 0;
  for (let w: usize = 0; w < width; w++) h = combine(h, load<u64>(ptr + w * step));
  return h;
}
// @ts-ignore: decorator
@inline function sameKey(keyPtr: usize, ptr: usize, step: usize, width: usize): bool {
  for (let w: usize = 0; w < width; w++) if (load<u64>(keyPtr + (w << 3)) != load<u64>(ptr + w * step)) return false;
  return true;
}
// @ts-ignore: decorator
@inline function findWords(slots: usize, shift: u64, mask: usize, keys: usize, h: u64, ptr: usize, step: usize, width: usize): usize {
  let at = <usize>(h >> shift);
  while (true) {
    const slot = slots + (at << 3);
    const id = load<u32>(slot);
    if (id == 0) return slot;
    if (load<u32>(slot, 4) == <u32>h && sameKey(keys + ((<usize>id - 1) * width << 3), ptr, step, width)) return slot;
    at = (at + 1) & mask;
  }
}
// @ts-ignore: decorator
@inline function assignMany(table: usize, wordsPtr: usize, step: usize, idsPtr: usize, from: i32, n: i32, width: usize): i32 {
  const slots = slotsPtr(table), shift = shiftOf(table), mask = maskOf(table), keys = keysPtrOf(table), limit = limitOf(table);
  let count = countOf(table), row = from;
  for (; row < n; row++) {
    const ptr = wordsPtr + ((<usize>row) << 3);
    const h = hashKey(ptr, step, width);
    const slot = findWords(slots, shift, mask, keys, h, ptr, step, width);
    let id = load<u32>(slot);
    if (id == 0) {
      if (count == limit) break;
      const keyPtr = keys + (<usize>count * width << 3);
      for (let w: usize = 0; w < width; w++) store<u64>(keyPtr + (w << 3), load<u64>(ptr + w * step));
      store<u32>(slot, id = ++count);
      store<u32>(slot, <u32>h, 4);
    }
    store<u32>(idsPtr + ((<usize>row) << 2), id - 1);
  }
  store<u32>(table, count, 16);
  return row;
}
/** `step`: bytes between the arrays of a row's words. */
export function assignPair(table: usize, wordsPtr: usize, step: usize, idsPtr: usize, from: i32, n: i32): i32 {
  return assignMany(table, wordsPtr, step, idsPtr, from, n, 2);
}
export function assignWords(table: usize, wordsPtr: usize, step: usize, idsPtr: usize, from: i32, n: i32): i32 {
  return assignMany(table, wordsPtr, step, idsPtr, from, n, widthOf(table));
}
export function lookupWords(table: usize, wordsPtr: usize, step: usize, idsPtr: usize, n: i32): void {
  const slots = slotsPtr(table), shift = shiftOf(table), mask = maskOf(table), keys = keysPtrOf(table), width = widthOf(table);
  for (let row = 0; row < n; row++) {
    const ptr = wordsPtr + ((<usize>row) << 3);
    store<u32>(idsPtr + ((<usize>row) << 2), load<u32>(findWords(slots, shift, mask, keys, hashKey(ptr, step, width), ptr, step, width)) - 1);
  }
}
export function rehashWords(table: usize): void {
  const slots = slotsPtr(table), shift = shiftOf(table), mask = maskOf(table), keys = keysPtrOf(table), width = widthOf(table);
  const count = countOf(table);
  for (let id: u32 = 0; id < count; id++) {
    const h = hashKey(keys + (<usize>id * width << 3), 8, width);
    let at = <usize>(h >> shift);
    while (load<u32>(slots + (at << 3)) != 0) at = (at + 1) & mask;
    store<u32>(slots + (at << 3), id + 1);
    store<u32>(slots + (at << 3), <u32>h, 4);
  }
}
/** u32 words -> stored keys. */
export function storeNarrowKeys(wordsPtr: usize, keysPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++, wordsPtr += 4, keysPtr += 8) store<u64>(keysPtr, <u64>load<u32>(wordsPtr));
}
/** Rows marked as having no key get the id "none". */
export function maskMisses(idsPtr: usize, missPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++) if (load<u8>(missPtr + row)) store<u32>(idsPtr + ((<usize>row) << 2), NONE);
}
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
