// assign.ts: times (i64 µs, none NULL) to the windows [start, end) that hold them. One division a row at most: a time inside the window
// of the row before needs none. Row numbers go to `rows` where a row may stand in several windows or in none.
// Times beyond ±2^62 are refused, so that no bound overflows: lengths are checked to be below 2^62 by the caller.

// @ts-ignore: decorator
@inline const LIMIT: i64 = 1 << 62;
// @ts-ignore: decorator
@inline function isNear(time: i64): bool { return time < LIMIT && time >= -LIMIT; }
/** The last multiple of `slide`, from `offset` on, that is not after the time. */
// @ts-ignore: decorator
@inline function startOf(time: i64, slide: i64, offset: i64): i64 {
  const rest = (time - offset) % slide;
  return time - (rest < 0 ? rest + slide : rest);
}

/** Tumbling: one window a row. How often the window changes from row to row, the first's counted; -1 if a time is refused. */
export function assignTumbling(times: usize, n: i32, size: i64, offset: i64, starts: usize, ends: usize): i32 {
  let start: i64 = 0, end: i64 = 0, near = true, changes = 0;
  for (let at: usize = 0, stop = <usize>n << 3; at < stop; at += 8) {
    // Rows of the same window go four at a time: 0.5 ns a row instead of 1.2.
    if (end > start) {
      const first = i64x2.splat(start), last = i64x2.splat(end - 1), end2 = i64x2.splat(end);
      for (; at + 32 <= stop; at += 32) {
        const a = v128.load(times + at), b = v128.load(times + at, 16);
        const out = v128.or(
          v128.or(i64x2.gt_s(first, a), i64x2.gt_s(first, b)),
          v128.or(i64x2.gt_s(a, last), i64x2.gt_s(b, last)),
        );
        if (v128.any_true(out)) break;
        v128.store(starts + at, first);
        v128.store(starts + at, first, 16);
        v128.store(ends + at, end2);
        v128.store(ends + at, end2, 16);
      }
      if (at == stop) break;
    }
    const time = load<i64>(times + at);
    if (time < start || time >= end) {
      near = near && isNear(time);
      start = startOf(time, size, offset);
      end = start + size;
      changes++;
    }
    store<i64>(starts + at, start);
    store<i64>(ends + at, end);
  }
  return near ? changes : -1;
}
/** Of `rows` (n numbers) those whose i64 is `value` go to `same`, which may not be `rows`, the others to `others`, which may. How many are the same. */
export function splitRows(values: usize, rows: usize, n: i32, value: i64, same: usize, others: usize): i32 {
  let count: usize = 0, rest: usize = 0;
  for (let i: usize = 0; i < <usize>n; i++) {
    const row = load<u32>(rows + (i << 2));
    const is = load<i64>(values + ((<usize>row) << 3)) == value;
    store<u32>(same + (count << 2), row);
    store<u32>(others + (rest << 2), row);
    count += <usize>is;
    rest += <usize>!is;
  }
  return <i32>count;
}
/** Windows of a row from the latest to the earliest. Their number, or -1 if a time is refused. */
export function assignHopping(
  times: usize, n: i32, size: i64, slide: i64, offset: i64, rows: usize, starts: usize, ends: usize,
): i32 {
  let count: usize = 0, last: i64 = 0, next: i64 = 0;
  for (let row: usize = 0; row < <usize>n; row++) {
    const time = load<i64>(times + (row << 3));
    if (time < last || time >= next) {
      if (!isNear(time)) return -1;
      last = startOf(time, slide, offset);
      next = last + slide;
    }
    for (let start = last; start > time - size; start -= slide) {
      store<u32>(rows + (count << 2), <u32>row);
      store<i64>(starts + (count << 3), start);
      store<i64>(ends + (count << 3), start + size);
      count++;
    }
  }
  return <i32>count;
}
/** Windows of a row from the shortest to the longest: [s, s + k steps), s every `size`. */
export function assignCumulating(
  times: usize, n: i32, step: i64, size: i64, offset: i64, rows: usize, starts: usize, ends: usize,
): i32 {
  let count: usize = 0;
  for (let row: usize = 0; row < <usize>n; row++) {
    const time = load<i64>(times + (row << 3));
    if (!isNear(time)) return -1;
    const start = startOf(time, size, offset);
    for (let end = startOf(time, step, start) + step; end <= start + size; end += step) {
      store<u32>(rows + (count << 2), <u32>row);
      store<i64>(starts + (count << 3), start);
      store<i64>(ends + (count << 3), end);
      count++;
    }
  }
  return <i32>count;
}
/** [time, time + gap); rows whose gap is not positive are in none. */
export function assignSessions(times: usize, gaps: usize, n: i32, rows: usize, starts: usize, ends: usize): i32 {
  let count: usize = 0;
  for (let row: usize = 0; row < <usize>n; row++) {
    const time = load<i64>(times + (row << 3)), gap = load<i64>(gaps + (row << 3));
    if (gap <= 0) continue;
    if (!isNear(time) || gap >= LIMIT) return -1;
    store<u32>(rows + (count << 2), <u32>row);
    store<i64>(starts + (count << 3), time);
    store<i64>(ends + (count << 3), time + gap);
    count++;
  }
  return <i32>count;
}
/** [time - size, time], the time cut to milliseconds. 1 if a time is refused. */
export function assignSliding(times: usize, n: i32, size: i64, starts: usize, ends: usize): i32 {
  let near = true;
  for (let at: usize = 0, stop = <usize>n << 3; at < stop; at += 8) {
    const time = load<i64>(times + at), end = startOf(time, 1000, 0);
    near = near && isNear(time);
    store<i64>(starts + at, end - size);
    store<i64>(ends + at, end);
  }
  return i32(!near);
}
/** out[i] = times[i] + by. */
export function shiftTimes(times: usize, by: i64, out: usize, n: i32): void {
  for (let at: usize = 0, stop = <usize>n << 3; at < stop; at += 8) store<i64>(out + at, load<i64>(times + at) + by);
}
