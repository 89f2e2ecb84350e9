// rate: `value` counts up, `rowsPerSecond` rows (default 1) spread evenly over each second since the start. Offset: whole seconds.
// rampUpTime: seconds over which the speed rises to that.
import type { ColumnInput } from '../../column/encode-frame.ts';
import { durationMs } from '../../dataframe/duration.ts';
import { BIGINT, TIMESTAMP } from '../../types/data-type.ts';
import type { Schema } from '../../types/data-type.ts';
import type { Cut, CutLimits, EpochRows, Offset, SourceContext, SourceReader } from '../source.ts';
import type { SourceFactory } from './factory.ts';
import { countOption } from './factory.ts';

export const TIME_AND_VALUE: Schema = [
  { name: 'timestamp', type: TIMESTAMP, nullable: true },
  { name: 'value', type: BIGINT, nullable: true },
];
export const rate: SourceFactory = {
  name: 'rate',
  schema: TIME_AND_VALUE,
  open: (options) => {
    const perSecond = countOption(options, 'rowspersecond', 1);
    const rampUp = Math.floor(durationMs(String(options['rampuptime'] ?? '0 seconds'), 'rampUpTime') / 1000);
    return (context) => new RateReader(perSecond, rampUp, context);
  },
};
/** Where the seconds are counted from is part of the offset: a restart goes on with the same times. */
type RateOffset = {
  readonly startMs: number;
  readonly seconds: number;
};

class RateReader implements SourceReader {
  readonly description: string;
  readonly #perSecond: number;
  readonly #rampUp: number;
  readonly #context: SourceContext;
  readonly #startMs: number;
  constructor(perSecond: number, rampUp: number, context: SourceContext) {
    this.description = `RateStreamV2[rowsPerSecond=${perSecond}, rampUpTimeSeconds=${rampUp}]`;
    this.#perSecond = perSecond;
    this.#rampUp = rampUp;
    this.#context = context;
    this.#startMs = (context.start as RateOffset | null)?.startMs ?? context.clock.now();
  }
  #seconds(offset: Offset): number {
    return (offset as RateOffset | null)?.seconds ?? 0;
  }
  #offset(seconds: number): RateOffset {
    return { startMs: this.#startMs, seconds };
  }
  /** Rows of the first `seconds`. */
  #rows(seconds: number): number {
    const ramp = this.#rampUp;
    if (ramp === 0) return seconds * this.#perSecond;
    const delta = this.#perSecond / (ramp + 1);
    const rising = Math.min(seconds, ramp);
    return Math.floor((delta * rising * (rising + 1)) / 2) + (seconds - rising) * this.#perSecond;
  }
  latest(): Offset {
    return this.#offset(Math.max(0, Math.floor((this.#context.clock.now() - this.#startMs) / 1000)));
  }
  cut(start: Offset, { maxRows = Infinity, upTo }: CutLimits): Cut {
    const from = this.#seconds(start);
    const last = this.#seconds(upTo ?? this.latest());
    let to = Math.min(last, from + 1);
    while (to < last && this.#rows(to + 1) - this.#rows(from) <= maxRows) to++;
    return { end: this.#offset(Math.max(from, to)), brings: to > from ? 'rows' : 'nothing' };
  }
  read(start: Offset, end: Offset, columns: readonly number[]): EpochRows {
    const times: bigint[] = [],
      values: bigint[] = [];
    for (let s = this.#seconds(start); s < this.#seconds(end); s++) {
      const from = this.#rows(s),
        n = this.#rows(s + 1) - from;
      const secondUs = BigInt(this.#startMs + s * 1000) * 1000n;
      for (let i = 0; i < n; i++) {
        times.push(secondUs + BigInt(Math.floor((i * 1000) / n)) * 1000n);
        values.push(BigInt(from + i));
      }
    }
    return timedRows(times, values, columns);
  }
  nextAtMs(start: Offset): number {
    return this.#startMs + (this.#seconds(start) + 1) * 1000;
  }
  isEnded(): boolean {
    return false;
  }
  commit(): void {}
  close(): void {}
}
export function timedRows(times: readonly bigint[], values: readonly bigint[], columns: readonly number[]): EpochRows {
  const all: readonly ColumnInput[] = [BigInt64Array.from(times), BigInt64Array.from(values)];
  const rows = times.length;
  if (rows === 0) return { kind: 'rows', pieces: [] };
  const piece = { schema: columns.map((c) => TIME_AND_VALUE[c]!), columns: columns.map((c) => all[c]!), rows };
  return { kind: 'rows', pieces: [piece] };
}
