// One epoch's report, in Spark's names, shapes and order.
import type { StateOperatorProgress, StreamingEventTime, StreamingQueryProgress } from '../dataframe/streaming-query.ts';
import type { EventTimeStats } from '../physical/stream.ts';
import type { StreamReport } from '../runtime/message.ts';

type StateReports = Readonly<Record<number, StreamReport['states'][number]>>;
export const isoTime = (ms: number): string => new Date(ms).toISOString();

export function progressOf(facts: Omit<StreamingQueryProgress, 'json' | 'prettyJson'>): StreamingQueryProgress {
  const json = (indent?: number): string => JSON.stringify(facts, asWritten, indent);
  const report = { ...facts };
  Object.defineProperties(report, { json: { get: () => json() }, prettyJson: { get: () => json(2) } });
  return Object.freeze(report) as StreamingQueryProgress;
}
/** As Spark writes it: doubles rounded to one decimal, half up; without event time if there is none. */
function asWritten(key: string, value: unknown): unknown {
  if (key === 'eventTime' && Object.keys(value as object).length === 0) return undefined;
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * 10) / 10 : value;
}

/** Rates that are not finite are left out. */
export function ratesOf(
  rows: number,
  sinceLastMs: number | undefined,
  durationMs: number,
): { readonly inputRowsPerSecond?: number; readonly processedRowsPerSecond: number } {
  const input = sinceLastMs === undefined || sinceLastMs <= 0 ? undefined : (rows * 1000) / sinceLastMs;
  return {
    ...(input !== undefined && { inputRowsPerSecond: input }),
    processedRowsPerSecond: (rows * 1000) / Math.max(1, durationMs),
  };
}

export function eventTimeOf(watermarkMs: number | undefined, stats: EventTimeStats | undefined): StreamingEventTime {
  return {
    ...(stats && { avg: isoTime(Math.trunc(stats.sum / stats.count)), max: isoTime(stats.max), min: isoTime(stats.min) }),
    ...(watermarkMs !== undefined && { watermark: isoTime(watermarkMs) }),
  };
}

/** Reports of one operator's partitions, summed. */
export class StateProgress {
  readonly #reports = new Map<number, StateReports[number][]>();
  /** Earliest processing time at which some operator has something to do. */
  wakeAtMs: number | undefined;

  add(states: StateReports): void {
    for (const [stateId, report] of Object.entries(states)) {
      const all = this.#reports.get(Number(stateId)) ?? [];
      this.#reports.set(Number(stateId), [...all, report]);
      if (report.wakeAtMs !== undefined) this.wakeAtMs = Math.min(this.wakeAtMs ?? Infinity, report.wakeAtMs);
    }
  }
  of(stateId: number, operatorName: string): StateOperatorProgress {
    const reports = this.#reports.get(stateId) ?? [];
    const sum = (value: (r: StateReports[number]) => number): number => reports.reduce((n, r) => n + value(r), 0);
    const custom: Record<string, number> = {};
    for (const { custom: own } of reports)
      for (const [name, value] of Object.entries(own ?? {})) custom[name] = (custom[name] ?? 0) + value;
    return {
      operatorName,
      numRowsTotal: sum((r) => r.size.rows),
      numRowsUpdated: sum((r) => r.rowsUpdated),
      allUpdatesTimeMs: Math.round(sum((r) => r.updateMs)),
      numRowsRemoved: sum((r) => r.rowsRemoved),
      allRemovalsTimeMs: Math.round(sum((r) => r.removeMs)),
      commitTimeMs: 0,
      memoryUsedBytes: sum((r) => r.size.bytes),
      numRowsDroppedByWatermark: sum((r) => r.rowsDroppedByWatermark),
      numShufflePartitions: reports.length,
      numStateStoreInstances: reports.length,
      ...(Object.keys(custom).length > 0 && { customMetrics: custom }),
    };
  }
}
