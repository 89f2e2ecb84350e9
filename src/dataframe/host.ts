// What a DataFrame asks of its session: run a plan, analyze it, keep things. The session implements it; tests may too.
import type { ResultBatch } from '../column/result.ts';
import type { PlanReference, Plan } from '../plan/logical.ts';
import type { Schema } from '../types/data-type.ts';
import type { StreamWriteRequest } from './stream-writer.ts';
import type { StreamingQuery } from './streaming-query.ts';
import type { ValueFormat, ValueOptions } from './js-values.ts';

/** Work done so far by one operator. */
export interface OperatorProgress {
  id: string;
  name: string;
  rows: number;
  bytes: number;
  elapsedMs: number;
}
/** Work done so far by one action. */
export interface Progress {
  rows: number;
  bytes: number;
  /** Absent while the size of the input is not known. */
  totalBytes?: number;
  elapsedMs: number;
  operators: readonly OperatorProgress[];
}
/** What one operator did; of a shuffle's reader, which stage it reads. Times are of all tasks together, each operator's own. */
export interface OperatorProfile {
  readonly id: number;
  readonly name: string;
  /** Its expressions, as EXPLAIN prints them. */
  readonly detail: string;
  readonly rows: number;
  readonly elapsedMs: number;
  readonly stageId?: number;
  readonly inputs: readonly OperatorProfile[];
}
export interface StageProfile {
  readonly id: number;
  readonly tasks: number;
  readonly partitioning: string;
  readonly bytesRead: number;
  readonly outputBytes: number;
  /** The largest WASM memory any of its tasks left. */
  readonly peakBytes: number;
  /** What its scans counted: files, row groups, pages, and how many of them were read. */
  readonly scan: Readonly<Record<string, number>>;
  readonly root: OperatorProfile;
}
/** EXPLAIN ANALYZE as data. The last stage gives the rows; others are read by operators with their `stageId`. */
export interface QueryProfile {
  readonly elapsedMs: number;
  readonly stages: readonly StageProfile[];
}
/** An `AbortSignal`. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
/** Options of everything that runs. */
export interface RunOptions {
  signal?: AbortSignalLike;
  onProgress?: (progress: Progress) => void;
  /** Told of each plan that ran to its end; a cache that the action fills comes before the action itself. */
  onProfile?: (profile: QueryProfile) => void;
}
/** Options of every action. */
export interface ActionOptions extends RunOptions, ValueOptions {}

/** What a caller wants of the result beyond its rows. */
export interface ResultForm {
  /** Text as offsets and bytes, decoded where the rows are made; else dictionaries may come, each to be decoded once. */
  readonly plainText?: boolean;
}
/** A running query: its columns are known, its rows come in order. Leaving the loop cancels. */
export interface QueryResult {
  readonly schema: Schema;
  readonly batches: AsyncGenerator<ResultBatch, void, undefined>;
}
export type ExplainMode = 'simple' | 'extended' | 'codegen' | 'cost' | 'formatted' | 'verbose' | 'analyze';
export type OptionValue = string | number | boolean;
export type SaveMode = 'error' | 'errorifexists' | 'append' | 'overwrite' | 'ignore';
export interface WriteRequest {
  readonly format: string;
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly mode: SaveMode;
  readonly partitionBy: readonly string[];
}

export interface FrameHost {
  /** How values are given back unless an action says otherwise. */
  readonly valueFormat: ValueFormat;
  query(plan: Plan, options: RunOptions, form?: ResultForm): Promise<QueryResult>;
  schemaOf(plan: Plan): Promise<Schema>;
  explain(plan: Plan, mode: ExplainMode): Promise<string>;
  createTempView(name: string, plan: Plan): void;
  /** Keeps the plan's result from the first action that meets it. */
  cache(plan: PlanReference): void;
  uncache(plan: PlanReference): void;
  write(plan: Plan, destination: unknown, request: WriteRequest, options: RunOptions): Promise<void>;
  /** The result as one file's bytes. */
  encode(plan: Plan, format: string, options: Readonly<Record<string, OptionValue>>, run: RunOptions): Promise<Blob>;
  startStream(plan: Plan, request: StreamWriteRequest): Promise<StreamingQuery>;
  saveAsTable(name: string, plan: Plan, mode: SaveMode, options: RunOptions): Promise<void>;
  insertInto(name: string, plan: Plan, overwrite: boolean, options: RunOptions): Promise<void>;
  /** Where an observation's metrics go. */
  observe(observer: (metrics: Record<string, unknown>) => void): number;
}
