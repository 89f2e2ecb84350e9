// dense-table.ts: keys -> group ids by an array over all possible keys (see table.ts). Keys are u32 words, or, for a key of one field, the
// values themselves: what would be packed as value - min + 1. Rows go by eights as long as none brings a group.
// Cost: 0.6 ns a row in cache; packing, for words, comes on top.
import { countOf, keysPtrOf, limitOf, slotsPtr } from './table';

/** Ids of eight keys; negative when one of their slots is empty, which gives 0xffffffff: ids are below 2^28. */
// @ts-ignore: decorator
@inline function lookupEight(slots: usize, values: usize, ids: usize): i32 {
  const a = load<u32>(slots + ((<usize>load<u32>(values)) << 2)) - 1;
  store<u32>(ids, a);
  const b = load<u32>(slots + ((<usize>load<u32>(values, 4)) << 2)) - 1;
  store<u32>(ids, b, 4);
  const c = load<u32>(slots + ((<usize>load<u32>(values, 8)) << 2)) - 1;
  store<u32>(ids, c, 8);
  const d = load<u32>(slots + ((<usize>load<u32>(values, 12)) << 2)) - 1;
  store<u32>(ids, d, 12);
  const e = load<u32>(slots + ((<usize>load<u32>(values, 16)) << 2)) - 1;
  store<u32>(ids, e, 16);
  const f = load<u32>(slots + ((<usize>load<u32>(values, 20)) << 2)) - 1;
  store<u32>(ids, f, 20);
  const g = load<u32>(slots + ((<usize>load<u32>(values, 24)) << 2)) - 1;
  store<u32>(ids, g, 24);
  const h = load<u32>(slots + ((<usize>load<u32>(values, 28)) << 2)) - 1;
  store<u32>(ids, h, 28);
  return <i32>(a | b | c | d | e | f | g | h);
}
/** Rows [from, n), new groups among them, one by one; the key is value - min + first. Stops when full, or before a value out of range. */
function assignEach(table: usize, ptr: usize, min: i32, range: u32, first: u32, idsPtr: usize, from: i32, n: i32): i32 {
  const slots = slotsPtr(table), keys = keysPtrOf(table), limit = limitOf(table);
  let count = countOf(table), row = from;
  for (; row < n; row++) {
    const code = <u32>(load<i32>(ptr + ((<usize>row) << 2)) - min);
    if (code > range) break;
    const at = slots + ((<usize>(code + first)) << 2);
    let id = load<u32>(at);
    if (id == 0) {
      if (count == limit) break;
      store<u64>(keys + ((<usize>count) << 3), <u64>(code + first));
      store<u32>(at, id = ++count);
    }
    store<u32>(idsPtr + ((<usize>row) << 2), id - 1);
  }
  store<u32>(table, count, 16);
  return row;
}
export function assignDense(table: usize, wordsPtr: usize, idsPtr: usize, from: i32, n: i32): i32 {
  const slots = slotsPtr(table);
  let row = from;
  for (const stop = n - 7; row < stop; row += 8) {
    if (lookupEight(slots, wordsPtr + ((<usize>row) << 2), idsPtr + ((<usize>row) << 2)) >= 0) continue;
    const next = assignEach(table, wordsPtr, 0, u32.MAX_VALUE, 0, idsPtr, row, row + 8);
    if (next < row + 8) return next;
  }
  return assignEach(table, wordsPtr, 0, u32.MAX_VALUE, 0, idsPtr, row, n);
}
/** Straight from values without NULLs. Stops also before a value outside [min, min + range]. */
export function assignDenseI32(table: usize, ptr: usize, min: i32, range: u32, idsPtr: usize, from: i32, n: i32): i32 {
  // Where the slot of value 0 stands, or would; addresses wrap.
  const slots = slotsPtr(table) + 4 - ((<usize>min) << 2);
  const least = i32x4.splat(min), most = i32x4.splat(<i32>range);
  let row = from;
  for (const stop = n - 7; row < stop; row += 8) {
    const values = ptr + ((<usize>row) << 2);
    const low = i32x4.gt_u(i32x4.sub(v128.load(values), least), most), high = i32x4.gt_u(i32x4.sub(v128.load(values, 16), least), most);
    if (v128.any_true(v128.or(low, high))) break;
    if (lookupEight(slots, values, idsPtr + ((<usize>row) << 2)) >= 0) continue;
    const next = assignEach(table, ptr, min, range, 1, idsPtr, row, row + 8);
    if (next < row + 8) return next;
  }
  return assignEach(table, ptr, min, range, 1, idsPtr, row, n);
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
