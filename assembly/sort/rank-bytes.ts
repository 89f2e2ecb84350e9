// rank-bytes.ts: rows of a plain column -> dense ranks in byte order, 0 for the least; equal rows have equal ranks.
// The first 8 bytes, big-endian, are sorted by radix; rows that share them are merge-sorted by comparison.
import { equalBytes, orderBytes } from '../compare/compare-bytes';

/** keys[i] = the first 8 bytes of row i, zeros behind a shorter one; ids[i] = i. */
export function prefixKeys(offsets: usize, bytes: usize, n: i32, keys: usize, ids: usize): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    const from = load<i32>(offsets + (i << 2)), length = load<i32>(offsets + (i << 2), 4) - from;
    let key: u64 = 0;
    if (length > 0) {
      key = bswap<u64>(load<u64>(bytes + <usize>from));
      if (length < 8) key &= u64.MAX_VALUE << <u64>(64 - (length << 3));
    }
    store<u64>(keys + (i << 3), key);
    store<u32>(ids + (i << 2), <u32>i);
  }
}
// @ts-ignore: decorator
@inline function orderRows(offsets: usize, bytes: usize, a: u32, b: u32): i32 {
  const aAt = offsets + (<usize>a << 2), bAt = offsets + (<usize>b << 2);
  const aFrom = load<i32>(aAt), bFrom = load<i32>(bAt);
  return orderBytes(bytes + <usize>aFrom, load<i32>(aAt, 4) - aFrom, bytes + <usize>bFrom, load<i32>(bAt, 4) - bFrom);
}
/** Stable merge sort of ids[0..n), bottom up; runs already in order are not touched. */
function mergeSort(ids: usize, scratch: usize, n: usize, offsets: usize, bytes: usize): void {
  for (let width: usize = 1; width < n; width <<= 1) {
    for (let from: usize = 0; from + width < n; from += width << 1) {
      const middle = from + width, end = min(middle + width, n);
      if (orderRows(offsets, bytes, load<u32>(ids + (middle - 1 << 2)), load<u32>(ids + (middle << 2))) <= 0) continue;
      memory.copy(scratch, ids + (from << 2), width << 2);
      let left: usize = 0, right = middle, at = from;
      while (left < width && right < end) {
        const a = load<u32>(scratch + (left << 2)), b = load<u32>(ids + (right << 2));
        if (orderRows(offsets, bytes, a, b) <= 0) { store<u32>(ids + (at << 2), a); left++; }
        else { store<u32>(ids + (at << 2), b); right++; }
        at++;
      }
      memory.copy(ids + (at << 2), scratch + (left << 2), width - left << 2);
    }
  }
}
/** Sorts runs of ids with equal keys by their whole bytes. */
export function sortTies(keys: usize, ids: usize, scratch: usize, n: i32, offsets: usize, bytes: usize): void {
  for (let from: usize = 0; from < <usize>n;) {
    const key = load<u64>(keys + (from << 3));
    let end = from + 1;
    while (end < <usize>n && load<u64>(keys + (end << 3)) == key) end++;
    if (end - from > 1) mergeSort(ids + (from << 2), scratch, end - from, offsets, bytes);
    from = end;
  }
}
/** ranks[ids[i]] = rank of sorted row i. Returns the number of distinct rows. */
export function denseRanks(ids: usize, n: i32, offsets: usize, bytes: usize, ranks: usize): i32 {
  let rank = 0;
  for (let i: usize = 0; i < <usize>n; i++) {
    const id = load<u32>(ids + (i << 2));
    if (i > 0) {
      const at = offsets + (<usize>id << 2), before = offsets + (<usize>load<u32>(ids + (i - 1 << 2)) << 2);
      const from = load<i32>(at), beforeFrom = load<i32>(before), length = load<i32>(at, 4) - from;
      const isSame = length == load<i32>(before, 4) - beforeFrom && equalBytes(bytes + <usize>from, bytes + <usize>beforeFrom, length);
      if (!isSame) rank++;
    }
    store<u32>(ranks + (<usize>id << 2), rank);
  }
  return n == 0 ? 0 : rank + 1;
}
