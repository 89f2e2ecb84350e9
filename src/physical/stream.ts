// What operators of a stream have besides their input: the epoch, its watermarks, and state that outlives it.
// A stateful operator is opened anew in every epoch; `state` gives it what it kept. It takes rows in onBatch, and does its watermark
// work (firing, eviction) and its output at the end of the epoch's input, in onEnd.
import type { Batch } from '../column/batch.ts';
import type { OutputMode, Semantics } from '../plan/stream.ts';
import type { Field, Schema } from '../types/data-type.ts';
import type { LeafNode, PhysicalNode } from './physical.ts';

export interface Epoch {
  readonly id: number;
  /** Processing time: when the epoch began. */
  readonly timestampMs: number;
  /** All sources have ended: the watermark is +infinity, nothing comes after. */
  readonly final: boolean;
}
/** Watermarks of one input of a stateful operator, microseconds; undefined: there is none. */
export interface PortWatermark {
  /** Rows at or before it are late. */
  readonly lateUs: bigint | undefined;
  /** State at or before it is closed. */
  readonly evictUs: bigint | undefined;
  /** The input's own, whatever other inputs hold back: as the epoch began, and now. */
  readonly own?: { readonly beganUs: bigint | undefined; readonly nowUs: bigint | undefined };
}
/** What a watermark that moves with each row stands at as the epoch begins; undefined before any row. */
export interface RowWatermark {
  readonly us: bigint | undefined;
  /** Where other inputs meet this one's rows: what is seen there is no later than their watermark; with policy max, no earlier. */
  readonly others?: { readonly us: bigint | undefined; readonly policy: 'min' | 'max' };
}
export const END_OF_TIME_US = 2n ** 63n - 1n;

/** Event times among the rows of one task, milliseconds. */
export interface EventTimeStats {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
}
/** What a stateful operator did in one epoch on one partition. */
export interface StateReport {
  readonly rowsUpdated: number;
  readonly rowsRemoved: number;
  readonly rowsDroppedByWatermark: number;
  readonly updateMs: number;
  readonly removeMs: number;
  readonly custom?: Readonly<Record<string, number>>;
  /** Processing time at which the operator has something to do though no row comes. */
  readonly wakeAtMs?: number;
}
/** Rows and bytes of a state now. */
export interface StateSize {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Takes the logical rows of a state: tables by name, the key columns first, and of those the ones by which the operator's input is
 * exchanged. No two rows of a key. A table without keys is one value of the partition's own.
 */
export interface StateWriter {
  table(name: string, fields: readonly Field[], keys: number): StateTableWriter;
}
export interface StateTableWriter {
  put(batch: Batch): void;
  /** Keys that are gone since `sinceEpoch`. */
  remove(keys: Batch): void;
}
/** Gives them back: the keys that this partition owns; values without a key those of all partitions there were. */
export interface StateReader {
  read(name: string, each: (batch: Batch) => void): void;
}
/** State of one stateful operator on one partition. Heap memory; lives until the query stops or its worker is lost. */
export interface OperatorState {
  /** All rows, or what changed after epoch `sinceEpoch`. */
  save(writer: StateWriter, sinceEpoch: number | null): void;
  /** Into a state that is empty. */
  load(reader: StateReader): void;
  size(): StateSize;
  close(): void;
}

export interface StreamContext {
  readonly epoch: Epoch;
  readonly run: { readonly queryId: string; readonly runId: string };
  readonly semantics: Semantics;
  readonly outputMode: OutputMode;
  /** The state that operator `stateId` keeps on this partition; made in its first epoch. */
  state<S extends OperatorState>(stateId: number, make: () => S): S;
  /** By input. */
  watermarks(stateId: number): readonly PortWatermark[];
  /** Of those that move with each row. */
  rowWatermark(watermarkId: number): RowWatermark | undefined;
  /** Rows that leave the query beside its results. */
  sideOutput(tag: string, columns: Schema, batch: Batch): void;
  reportEventTime(watermarkId: number, stats: EventTimeStats): void;
  reportState(stateId: number, report: StateReport): void;
  /** Runs a tree of batch operators to its end; `rowsOf` gives the rows of a leaf. Its batches are borrowed. */
  rerun(root: PhysicalNode, rowsOf: (leaf: LeafNode) => Iterable<Batch>, accept: (batch: Batch) => void): void;
}
