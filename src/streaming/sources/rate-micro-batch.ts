// rate-micro-batch: the same rows in every run. Epoch n has `rowsPerBatch` rows, all at startTimestamp + n * advanceMillisPerBatch.
import type { Cut, EpochRows, Offset, SourceReader } from '../source.ts';
import { countOption } from './factory.ts';
import type { SourceFactory } from './factory.ts';
import { TIME_AND_VALUE, timedRows } from './rate.ts';

type BatchOffset = {
  readonly offset: number;
  readonly timestamp: number;
};
export const rateMicroBatch: SourceFactory = {
  name: 'rate-micro-batch',
  schema: TIME_AND_VALUE,
  open: (options) => {
    const rows = countOption(options, 'rowsperbatch', 0);
    const startMs = countOption(options, 'starttimestamp', 0);
    const stepMs = countOption(options, 'advancemillisperbatch', 1000);
    return () => reader(rows, startMs, stepMs);
  },
};

function reader(rows: number, startMs: number, stepMs: number): SourceReader {
  const at = (offset: Offset): BatchOffset => (offset as BatchOffset | null) ?? { offset: 0, timestamp: startMs };
  const after = (start: Offset): BatchOffset => {
    const { offset, timestamp } = at(start);
    return { offset: offset + rows, timestamp: timestamp + stepMs };
  };
  let latest: Offset = after(null);
  return {
    description: `RateStreamMicroBatch[rowsPerBatch=${rows}, advanceMillisPerBatch=${stepMs}]`,
    latest: () => latest,
    cut(start, { upTo }): Cut {
      if (upTo !== undefined && at(start).offset >= at(upTo).offset) return { end: start, brings: 'nothing' };
      latest = after(start);
      return { end: latest, brings: 'rows' };
    },
    read(start, end, columns): EpochRows {
      const { offset, timestamp } = at(start);
      const n = at(end).offset - offset;
      const values = Array.from({ length: n }, (_, i) => BigInt(offset + i));
      const times = values.map((_, i) => BigInt(timestamp + Math.floor(i / rows) * stepMs) * 1000n);
      return timedRows(times, values, columns);
    },
    isEnded: () => false,
    commit: () => undefined,
    close: () => undefined,
  };
}
