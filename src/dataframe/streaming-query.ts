// A running stream as users hold it, and its progress reports with Spark's names.
import type { ExplainMode } from './host.ts';
import type { DataFrame } from './dataframe.ts';

export interface StreamingQueryStatus {
  readonly message: string;
  readonly isDataAvailable: boolean;
  readonly isTriggerActive: boolean;
}
export interface StreamingQuery {
  /** Survives restarts (it is kept in the checkpoint). */
  readonly id: string;
  /** New at every start. */
  readonly runId: string;
  readonly name: string | null;
  readonly isActive: boolean;
  readonly status: StreamingQueryStatus;
  /** Progress of the last epoch, null before the first. */
  readonly lastProgress: StreamingQueryProgress | null;
  /** The last 100. */
  readonly recentProgress: readonly StreamingQueryProgress[];
  /** What made the query fail, null while it runs or after a clean stop. */
  readonly exception: Error | null;
  /** Resolves when all rows present now, and the empty epochs they cause, are in the sink; rejects if the query fails. */
  processAllAvailable(): Promise<void>;
  /** Resolves after `stop()` or the end of input; rejects if the query fails. */
  awaitTermination(): Promise<void>;
  /** True if the query ended within `timeoutMs`. */
  awaitTermination(timeoutMs: number): Promise<boolean>;
  /** Idempotent; resolves when nothing runs any more. */
  stop(): Promise<void>;
  explain(mode?: ExplainMode | boolean): Promise<string>;
  /** All rows so far of a side output. */
  sideOutput(tag: string): DataFrame;
}

/** One epoch's report. Rates that are not finite are left out. */
export interface StreamingQueryProgress {
  readonly id: string;
  readonly runId: string;
  readonly name: string | null;
  /** Start of the trigger, `'2024-01-01T00:00:00.000Z'`. */
  readonly timestamp: string;
  readonly batchId: number;
  readonly batchDuration: number;
  readonly numInputRows: number;
  readonly inputRowsPerSecond?: number;
  readonly processedRowsPerSecond?: number;
  readonly durationMs: Readonly<Record<string, number>>;
  readonly eventTime: StreamingEventTime;
  readonly stateOperators: readonly StateOperatorProgress[];
  readonly sources: readonly SourceProgress[];
  readonly sink: SinkProgress;
  /** Filled by `df.observe(name, …)`. */
  readonly observedMetrics?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  /** Spark's JSON text. */
  readonly json: string;
  readonly prettyJson: string;
}
/** ISO texts; `max`, `min`, `avg` only when the epoch had rows. `watermark` is the value this epoch ran with. */
export interface StreamingEventTime {
  readonly max?: string;
  readonly min?: string;
  readonly avg?: string;
  readonly watermark?: string;
}
export interface StateOperatorProgress {
  readonly operatorName: string;
  readonly numRowsTotal: number;
  readonly numRowsUpdated: number;
  readonly allUpdatesTimeMs: number;
  readonly numRowsRemoved: number;
  readonly allRemovalsTimeMs: number;
  readonly commitTimeMs: number;
  readonly memoryUsedBytes: number;
  readonly numRowsDroppedByWatermark: number;
  readonly numShufflePartitions: number;
  readonly numStateStoreInstances: number;
  readonly customMetrics?: Readonly<Record<string, number>>;
}
export interface SourceProgress {
  readonly description: string;
  readonly startOffset: unknown;
  readonly endOffset: unknown;
  readonly latestOffset: unknown;
  readonly numInputRows: number;
  readonly inputRowsPerSecond?: number;
  readonly processedRowsPerSecond?: number;
}
export interface SinkProgress {
  readonly description: string;
  /** -1: not known. */
  readonly numOutputRows: number;
}
