// What crosses between the session's thread and a worker. Plain clonable data; frames travel in transfer lists.
import type { InputRows } from '../column/encode-frame.ts';
import type { ScanMetrics, ScanTask } from '../connectors/connector.ts';
import type { EvaluationContext } from '../functions/define.ts';
import type { Stage } from '../physical/physical.ts';
import type { Epoch, EventTimeStats, PortWatermark, RowWatermark, StateReport, StateSize } from '../physical/stream.ts';
import type { OutputMode, Semantics } from '../plan/stream.ts';
import type { Schema } from '../types/data-type.ts';
import type { NodeMetrics } from './pipeline.ts';

/** What one leaf of a stage is fed in one task. Leaves that are not named get nothing. */
export type LeafInput =
  | { readonly kind: 'scan'; readonly task: ScanTask }
  | {
      /** `shared`: other tasks read the frames too, so they are copied, not transferred. */
      readonly kind: 'frames';
      readonly frames: readonly ArrayBuffer[];
      readonly shared: boolean;
    }
  /** Of this thread; for a worker they become a frame. */
  | { readonly kind: 'rows'; readonly piece: InputRows }
  | { readonly kind: 'generate' };

/** What all tasks of a stage in one query share. */
export interface StageRun {
  readonly queryId: number;
  readonly stage: Stage;
  /** Frames go to another engine of the session, which holds the tables' dictionaries. */
  readonly internal: boolean;
  /** Text leaves as offsets and bytes, not as codes. */
  readonly plainText: boolean;
  readonly batchRows: number;
  readonly evaluation: EvaluationContext;
  readonly stream?: StreamTask;
}
export interface Task {
  readonly index: number;
  /** By node id of the leaf. */
  readonly inputs: Readonly<Record<number, LeafInput>>;
}
export interface TaskResult {
  /** One frame per partition; null where it has no rows. */
  readonly frames: readonly (ArrayBuffer | null)[];
  readonly rows: readonly number[];
  readonly metrics: readonly NodeMetrics[];
  readonly scan: ScanMetrics;
  readonly bytesRead: number;
  readonly peakBytes: number;
  readonly stream?: StreamReport;
}
/** The epoch a task belongs to. */
export interface StreamTask {
  readonly query: { readonly queryId: string; readonly runId: string };
  /** State is kept under this name: of the query and its attempt. */
  readonly run: string;
  /** Nothing is kept yet; later, state that is not there was lost. */
  readonly isFirst: boolean;
  readonly epoch: Epoch;
  readonly semantics: Semantics;
  readonly outputMode: OutputMode;
  /** By state id. */
  readonly watermarks: Readonly<Record<number, readonly PortWatermark[]>>;
  /** By watermark id: what those that move with each row stand at as the epoch begins. */
  readonly rowWatermarks: Readonly<Record<number, RowWatermark>>;
}
/** What the operators of a task report besides rows: by watermark id, by state id. */
export interface StreamReport {
  readonly eventTimes: Readonly<Record<number, EventTimeStats>>;
  readonly states: Readonly<Record<number, StateReport & { readonly size: StateSize }>>;
  readonly sideOutputs: readonly SideRows[];
}
/** Rows for one side output. */
export interface SideRows {
  readonly tag: string;
  readonly schema: Schema;
  readonly frame: ArrayBuffer;
}
/** Called at least every few milliseconds; throws to stop the task, may wait for other work. */
export interface TaskControl {
  check(): void;
  yield(): Promise<void>;
  /** Rows and bytes read from a source since the last call; frames of earlier stages are not counted again. */
  progress?(rows: number, bytes: number): void;
}
