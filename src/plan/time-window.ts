// How rows are put into windows of time. Times are microseconds since 1970-01-01 UTC, to which windows are aligned; all but `sliding`
// are [start, end).
import { unreachable } from '../types/assert.ts';

export type TimeWindow =
  /** Of `size`, one beginning every `slide` from `offset` on: tumbling when both are equal, gaps never. */
  | { readonly kind: 'hop'; readonly size: bigint; readonly slide: bigint; readonly offset: bigint }
  /** [s, s + step), [s, s + 2 steps), … up to `size`, s every `size` from `offset` on. */
  | { readonly kind: 'cumulate'; readonly step: bigint; readonly size: bigint; readonly offset: bigint }
  /** [t, t + gap) by row, the gap being an expression; MergeWindows joins those that touch. */
  | { readonly kind: 'session' }
  /** [t - size, t], both ends inclusive, by row, in milliseconds; MergeWindows puts each row into those of its neighbours. */
  | { readonly kind: 'sliding'; readonly size: bigint };
/** How many windows hold a row, at most. */
export function windowsPerRow(window: TimeWindow): number {
  switch (window.kind) {
    case 'hop':
      return Number((window.size + window.slide - 1n) / window.slide);
    case 'cumulate':
      return Number(window.size / window.step);
    case 'session':
    case 'sliding':
      return 1;
    default:
      return unreachable(window);
  }
}
/** For EXPLAIN: the kind and its lengths in seconds. */
export function describeWindow(window: TimeWindow): string {
  const seconds = (us: bigint): string => `${Number(us) / 1e6}s`;
  switch (window.kind) {
    case 'hop':
      return window.slide === window.size && window.offset === 0n
        ? `tumble(${seconds(window.size)})`
        : `hop(${seconds(window.size)}, ${seconds(window.slide)}, ${seconds(window.offset)})`;
    case 'cumulate':
      return `cumulate(${seconds(window.step)}, ${seconds(window.size)}, ${seconds(window.offset)})`;
    case 'session':
      return 'session';
    case 'sliding':
      return `sliding(${seconds(window.size)})`;
    default:
      return unreachable(window);
  }
}
