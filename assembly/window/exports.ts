// Exports of family window: aggregates over frames by prefix sums; windows of time.
import { differences } from './prefix';

export { prefixCounts, prefixSums } from './prefix';
/** out[i] = prefix[ends[i]] - prefix[starts[i]], as i64. */
export function frameSums(prefix: usize, starts: usize, ends: usize, out: usize, n: i32): void {
  differences<i64>(prefix, starts, ends, out, n);
}
export function frameCounts(prefix: usize, starts: usize, ends: usize, out: usize, n: i32): void {
  differences<u32>(prefix, starts, ends, out, n);
}
export { assignTumbling, splitRows, assignHopping, assignCumulating, assignSessions, assignSliding, shiftTimes } from './assign';
export { mergeSessions, slideRows } from './merge';
export { timeExtent, runningWatermark } from './watermark';
