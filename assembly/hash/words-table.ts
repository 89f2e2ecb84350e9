// words-table.ts: keys of several words -> group ids by hash; slots hold tags, keys are compared where they are kept (see table.ts).
import { combine } from './mix';
import { countOf, keysPtrOf, limitOf, maskOf, shiftOf, slotsPtr, widthOf } from './table';

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
