// narrow-table.ts: u32 words -> group ids by hash; the key stands in its slot (see table.ts). Cost: 1-2 ns a row in cache.
import { mixWord } from './mix';
import { countOf, keysPtrOf, limitOf, maskOf, shiftOf, slotsPtr } from './table';

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
