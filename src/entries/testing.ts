// testing.ts: the subpath `caudal/testing`: a clock that is moved by hand.

export { manualClock } from '../streaming/manual-clock.ts';
export type { ManualClock } from '../streaming/manual-clock.ts';
