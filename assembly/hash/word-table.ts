// word-table.ts: u64 words -> group ids by hash; the key stands in its slot (see table.ts): one cache miss a row.
import { mixWord } from './mix';
import { countOf, keysPtrOf, limitOf, maskOf, shiftOf, slotsPtr } from './table';

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
