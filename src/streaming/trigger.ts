// When epochs run. none: as soon as there is something to do. processingTime: at multiples of the interval, the first at once; ticks
// that an overrunning epoch covers are lost. once: one epoch with everything. availableNow: what is there at the start.
import { durationMs } from '../dataframe/duration.ts';
import type { TriggerInput } from '../dataframe/stream-writer.ts';
import { CaudalError } from '../types/error.ts';

export type Trigger =
  | { readonly kind: 'none' | 'availableNow' | 'once' | 'continuous' }
  | { readonly kind: 'processingTime'; readonly intervalMs: number };

export function triggerOf(input: TriggerInput | undefined): Trigger {
  if (input === undefined) return { kind: 'none' };
  if ('availableNow' in input) return { kind: 'availableNow' };
  if ('once' in input) return { kind: 'once' };
  // Epochs are as short as there are rows: what Spark's continuous mode is for. The interval is that of its checkpoints.
  if ('continuous' in input) return { kind: 'continuous' };
  const intervalMs = durationMs(input.processingTime, 'processingTime');
  if (intervalMs < 0)
    throw new CaudalError('INVALID_PARAMETER_VALUE', 'The trigger interval should not be negative.', {
      params: { parameter: 'processingTime', value: String(input.processingTime) },
    });
  return intervalMs === 0 ? { kind: 'none' } : { kind: 'processingTime', intervalMs };
}
/** The tick after `nowMs`. */
export const nextTick = (nowMs: number, intervalMs: number): number => Math.floor(nowMs / intervalMs) * intervalMs + intervalMs;
