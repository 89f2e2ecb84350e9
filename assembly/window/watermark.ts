// watermark.ts: event times (i64 µs; NULL counts as 0) of a batch: what progress says of them, and the watermark before each row.

// @ts-ignore: decorator
@inline function isValid(validity: usize, row: usize): bool {
  return validity == 0 || ((load<u8>(validity + (row >> 3)) >> <u8>(row & 7)) & 1) != 0;
}
/** To out: least and greatest time (i64 µs), and the sum of whole milliseconds (f64; exact for times up to 4e15 µs, the year 2096). */
export function timeExtent(times: usize, validity: usize, out: usize, n: i32): void {
  let least = i64.MAX_VALUE, greatest = i64.MIN_VALUE, sum: f64 = 0;
  for (let row: usize = 0; row < <usize>n; row++) {
    const time = isValid(validity, row) ? load<i64>(times + (row << 3)) : 0;
    least = time < least ? time : least;
    greatest = time > greatest ? time : greatest;
    sum += Math.floor((<f64>time + 0.5) * 0.001);
  }
  store<i64>(out, least);
  store<i64>(out, greatest, 8);
  store<f64>(out, sum, 16);
}
/** out[i] = the greatest of `start` and the times before row i less `lag`; NULLs move nothing. What it is after the last row. */
export function runningWatermark(times: usize, validity: usize, start: i64, lag: i64, out: usize, n: i32): i64 {
  let watermark = start;
  for (let row: usize = 0; row < <usize>n; row++) {
    const at = row << 3;
    store<i64>(out + at, watermark);
    if (!isValid(validity, row)) continue;
    const made = load<i64>(times + at) - lag;
    watermark = made > watermark ? made : watermark;
  }
  return watermark;
}
