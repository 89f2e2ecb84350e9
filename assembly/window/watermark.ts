// watermark.ts: event times (i64 µs; NULL counts as 0) of a batch: what progress says of them, and the watermark before each row.

// @ts-ignore: decorator
@inline function isValid(validity: usize, row: usize): bool {
  return validity == 0 || ((load<u8>(validity + (row >> 3)) >> <u8>(row & 7)) & 1) != 0;
}
// 2^52: an i64 in [0, 2^52) added to its bits gives the bits of 2^52 + that number as f64, which wasm has no vector instruction for.
// @ts-ignore: decorator
@inline const TWO_52: f64 = 4503599627370496;
// @ts-ignore: decorator
@inline const TWO_52_BITS: i64 = 0x4330000000000000;

/** The same for n times (even) of which none is NULL; false, and nothing is written, when one lies outside [0, 2^52). Half the time. */
function timeExtentOfPairs(times: usize, out: usize, n: i32): bool {
  let least = i64x2.splat(i64.MAX_VALUE), greatest = i64x2.splat(0), outside = i64x2.splat(0);
  let sum = f64x2.splat(0);
  for (let at = times, stop = times + ((<usize>n) << 3); at < stop; at += 16) {
    const pair = v128.load(at);
    outside = v128.or(outside, pair);
    least = v128.bitselect(pair, least, i64x2.gt_s(least, pair));
    greatest = v128.bitselect(pair, greatest, i64x2.gt_s(pair, greatest));
    const time = f64x2.sub(v128.or(pair, i64x2.splat(TWO_52_BITS)), f64x2.splat(TWO_52));
    sum = f64x2.add(sum, f64x2.floor(f64x2.mul(f64x2.add(time, f64x2.splat(0.5)), f64x2.splat(0.001))));
  }
  if (((i64x2.extract_lane(outside, 0) | i64x2.extract_lane(outside, 1)) >>> 52) != 0) return false;
  const l0 = i64x2.extract_lane(least, 0), l1 = i64x2.extract_lane(least, 1);
  const g0 = i64x2.extract_lane(greatest, 0), g1 = i64x2.extract_lane(greatest, 1);
  store<i64>(out, l0 < l1 ? l0 : l1);
  store<i64>(out, g0 > g1 ? g0 : g1, 8);
  store<f64>(out, f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1), 16);
  return true;
}
/** To out: least and greatest time (i64 µs), and the sum of whole milliseconds (f64; exact for times up to 4e15 µs, the year 2096). */
export function timeExtent(times: usize, validity: usize, out: usize, n: i32): void {
  if (validity == 0 && n > 0 && (n & 1) == 0 && timeExtentOfPairs(times, out, n)) return;
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
