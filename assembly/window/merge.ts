// merge.ts: windows that depend on the other rows of a key. Rows stand sorted by key and time; `keys` holds the first row of each key and
// behind them the number of rows.

/** Sessions [start, end) that overlap or touch become one, which all its rows get. */
export function mergeSessions(starts: usize, ends: usize, keys: usize, keyCount: i32, outStarts: usize, outEnds: usize): void {
  for (let key: usize = 0; key < <usize>keyCount; key++) {
    const to = <usize>load<u32>(keys + (key << 2), 4);
    for (let from = <usize>load<u32>(keys + (key << 2)); from < to;) {
      const start = load<i64>(starts + (from << 3));
      let end = load<i64>(ends + (from << 3)), next = from + 1;
      for (; next < to && load<i64>(starts + (next << 3)) <= end; next++) end = max(end, load<i64>(ends + (next << 3)));
      for (; from < next; from++) {
        store<i64>(outStarts + (from << 3), start);
        store<i64>(outEnds + (from << 3), end);
      }
    }
  }
}

/** Before the epoch no window begins that holds a time behind it: the first ones are cut off there, as Kafka does. */
// @ts-ignore: decorator
@inline function leftStart(time: i64, size: i64): i64 {
  const start = time - size;
  return start < 0 && time >= 0 ? 0 : start;
}
/**
 * Each row in every window of `size`, both ends inclusive, that ends at a row of its key or begins `unit` behind one. Rows of a window
 * stand together; windows of a key in order. Returns their number; writes nothing where `rows` is 0.
 */
export function slideRows(
  times: usize, keys: usize, keyCount: i32, size: i64, unit: i64, rows: usize, outStarts: usize, outEnds: usize,
): f64 {
  let count: usize = 0, total: f64 = 0;
  for (let key: usize = 0; key < <usize>keyCount; key++) {
    const first = <usize>load<u32>(keys + (key << 2)), to = <usize>load<u32>(keys + (key << 2), 4);
    let left = first, right = first, from = first, end = first, last: i64 = i64.MIN_VALUE;
    while (left < to || right < to) {
      const leftmost = left < to ? leftStart(load<i64>(times + (left << 3)), size) : i64.MAX_VALUE;
      const rightmost = right < to ? load<i64>(times + (right << 3)) + unit : i64.MAX_VALUE;
      const start = min(leftmost, rightmost);
      if (leftmost <= rightmost) left++;
      else right++;
      if (start == last) continue;
      last = start;
      while (from < to && load<i64>(times + (from << 3)) < start) from++;
      if (end < from) end = from;
      while (end < to && load<i64>(times + (end << 3)) <= start + size) end++;
      total += <f64>(end - from);
      if (rows == 0) continue;
      for (let row = from; row < end; row++) {
        store<u32>(rows + (count << 2), <u32>row);
        store<i64>(outStarts + (count << 3), start);
        store<i64>(outEnds + (count << 3), start + size);
        count++;
      }
    }
  }
  return total;
}
