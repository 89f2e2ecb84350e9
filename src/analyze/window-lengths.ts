// Lengths of windows of time: what each kind requires of them, in Spark's and Flink's words.
import type { TimeWindow } from '../plan/time-window.ts';
import { windowsPerRow } from '../plan/time-window.ts';
import { CaudalError } from '../types/error.ts';

/** Bounds stay within 64 bits for times within ±2^62 µs. */
const LONGEST = 1n << 62n;
/** One row may stand in this many windows. */
const MAX_WINDOWS = 1 << 16;
const refused = (message: string, hint?: string): never => {
  throw new CaudalError('DATATYPE_MISMATCH', message, { hint });
};

/** The windows of a call by its name and lengths, in the function's order; absent ones have their default. */
export function timeWindow(name: string, lengths: readonly bigint[]): TimeWindow {
  const window = checked(name, lengths);
  if (windowsPerRow(window) > MAX_WINDOWS)
    refused(
      `Each row would stand in ${windowsPerRow(window)} windows, more than ${MAX_WINDOWS}.`,
      'Take a longer slide or step.',
    );
  return Object.freeze(window);
}
function checked(name: string, lengths: readonly bigint[]): TimeWindow {
  const [first, second, third] = lengths;
  switch (name) {
    case 'window': {
      const size = positive('window_duration', first!),
        slide = positive('slide_duration', second ?? size),
        offset = third ?? 0n;
      if (slide > size) refused(`The \`slide_duration\`(${slide}L) must be <= the \`window_duration\`(${size}L).`);
      within('slide_duration', slide, offset);
      return { kind: 'hop', size, slide, offset };
    }
    case 'cumulate': {
      const step = positive('step', first!),
        size = positive('size', second!),
        offset = third ?? 0n;
      isMultiple('CUMULATE', 'step', size, step);
      within('size', size, offset);
      return { kind: 'cumulate', step, size, offset };
    }
    case 'sliding_window':
      if (first! % 1000n !== 0n)
        refused(`Sliding windows count in milliseconds: ${first}L microseconds is no whole number of them.`);
      return { kind: 'sliding', size: positive('window_duration', first!) };
    default:
      throw new Error(`${name} has no lengths`);
  }
}
function positive(what: string, us: bigint): bigint {
  if (us > 0n && us < LONGEST) return us;
  return refused(`The \`${what}\` must be between (0, ${LONGEST - 1n}] (current value = ${us}L).`);
}
function within(what: string, length: bigint, offset: bigint): void {
  if ((offset < 0n ? -offset : offset) >= length)
    refused(`The \`abs(start_time)\`(${offset < 0n ? -offset : offset}L) must be < the \`${what}\`(${length}L).`);
}
/** Flink's HOP and CUMULATE are made of whole slides and steps. */
export function isMultiple(table: string, what: string, size: bigint, part: bigint): void {
  if (size % part !== 0n)
    refused(
      `${table} requires size must be an integral multiple of ${what}, but got size ${size / 1000n} ms and ${what} ${part / 1000n} ms.`,
    );
}
