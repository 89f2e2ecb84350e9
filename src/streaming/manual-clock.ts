// A clock that stands until it is moved: tests of processing time. Starts at 0.
import { CaudalError } from '../types/error.ts';
import type { Clock } from './clock.ts';

export interface ManualClock extends Clock {
  /** Milliseconds forward, not negative. */
  advance(ms: number): void;
}
export function manualClock(): ManualClock {
  const listeners = new Set<() => void>();
  let now = 0;
  return {
    now: () => now,
    advance(ms) {
      if (!(ms >= 0)) throw new CaudalError('INVALID_PARAMETER_VALUE', `advance() takes milliseconds from 0, not ${ms}.`);
      now += ms;
      // Those that unsubscribe meanwhile are still told.
      for (const listener of Array.from(listeners)) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
