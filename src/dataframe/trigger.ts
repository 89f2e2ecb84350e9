// When windows fire (Flink's triggers): `groupBy(…).trigger(trigger.count(3))`.
import type { Firing } from '../plan/firing.ts';
import { CaudalError } from '../types/error.ts';
import { durationMs } from './duration.ts';
import { invalidArgument } from './arguments.ts';

export type FiringTrigger = Firing | { readonly kind: 'purging'; readonly inner: Firing };

/** undefined: not made by `trigger`. */
export function firingOf(given: FiringTrigger): Firing | undefined {
  const kind: unknown = (given as FiringTrigger | null | undefined)?.kind;
  if (kind === 'purging') return { ...(given as Extract<FiringTrigger, { kind: 'purging' }>).inner, purging: true };
  return typeof kind === 'string' && 'every' in given ? given : undefined;
}

const firing = (kind: Firing['kind'], every = 0): FiringTrigger => Object.freeze({ kind, every, purging: false });
function positive(what: string, every: number): number {
  if (Number.isSafeInteger(every) && every > 0) return every;
  throw new CaudalError('INVALID_PARAMETER_VALUE', `${what} takes a whole number greater than 0, not ${every}.`);
}

const interval = (what: string, every: number | string): number =>
  positive(what, typeof every === 'string' ? durationMs(every, what) : every);

export const trigger = Object.freeze({
  /** Fires when the watermark passes the window's end, and again for each late row within `allowedLateness`. */
  eventTime: (): FiringTrigger => firing('eventTime'),
  /** Fires every `ms` milliseconds, or interval text, of processing time. */
  processingTime: (ms: number | string): FiringTrigger => firing('processingTime', interval('trigger.processingTime()', ms)),
  /** Fires at every `n`-th row of a pane. */
  count: (n: number): FiringTrigger => firing('count', positive('trigger.count()', n)),
  /** Fires every `ms` milliseconds of event time. */
  continuous: (ms: number | string): FiringTrigger => firing('continuous', interval('trigger.continuous()', ms)),
  /** Fires `ms` of processing time after the first row of a pane, and again at the window's end. */
  early: (ms: number | string): FiringTrigger => firing('early', interval('trigger.early()', ms)),
  /** As `inner`, and clears the window's contents at each firing. */
  purging(inner: FiringTrigger): FiringTrigger {
    const clears = firingOf(inner);
    if (!clears) throw invalidArgument('trigger.purging()', 'a trigger: trigger.count(3)');
    return Object.freeze({ kind: 'purging', inner: clears });
  },
});
