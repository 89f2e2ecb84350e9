// A connector reads (and writes) one kind of data. `resolve` and `tasks` run on the session's thread, `open` where the task runs.
// Everything that crosses (ScanSource, ScanTask) is clonable data. Built-in ones are listed in `connectors/index.ts`.
import type { Batch } from '../column/batch.ts';
import type { Attribute, Expr } from '../expr/expr.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import type { FoundFile, Platform, SourceHandle } from '../platform/platform.ts';
import type { Schema } from '../types/data-type.ts';
import type { Engine } from '../wasm/engine.ts';
import type { BlockStore } from '../column/block-store.ts';
import type { TableRegistry } from '../column/memory-table.ts';

/** What a user asked to read. `paths` are unexpanded text; `handles` everything else. Options as given (Spark's names, case-insensitive keys lowered). */
export interface ReadRequest {
  readonly paths: readonly string[];
  readonly handles: readonly SourceHandle[];
  /** Files that were looked up before, with their Hive folders. */
  readonly found?: readonly FoundFile[];
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly schema?: Schema;
}
export interface ConnectorContext {
  readonly platform: Platform;
  readonly timeZone: string;
  readonly signal?: AbortSignal;
  /** For looking at samples on the session's thread; a connector that finds none makes its own. */
  readonly engine?: Engine;
  /** In-memory tables of the session; on its thread only. */
  readonly tables?: TableRegistry;
}
/** What a scan needs of a source: column ordinals of source.schema, pruning filters over attributes (attribute i = columns[i]), row limit. */
export interface ScanRequest {
  readonly columns: readonly number[];
  readonly output: readonly Attribute[];
  readonly filters: readonly Expr[];
  readonly limit?: number;
}
/** A unit of work: independent of worker count. `rows`/`bytes` are estimates for progress and scheduling; `worker` pins to where the data is. */
export interface ScanTask {
  readonly spec: unknown;
  readonly rows?: number;
  readonly bytes?: number;
  readonly worker?: number;
}
/** Pruning facts for EXPLAIN ANALYZE: `row groups 1/11`, `pages 3/40`. */
export type ScanMetrics = Record<string, number>;

export interface TaskContext extends ConnectorContext {
  readonly engine: Engine;
  readonly batchRows: number;
  /** Blocks of in-memory tables that stand in this engine. */
  readonly blocks?: BlockStore;
}
export interface TaskReader {
  /** The next batch, in temp or reader-owned memory, valid until the next call; null at the end. Synchronous where bytes are at hand. */
  next(): Batch | null | Promise<Batch | null>;
  readonly bytesRead: number;
  readonly metrics: ScanMetrics;
  close(): void;
}
/** Turns batches into a file's bytes. */
export interface FormatWriter {
  write(batch: Batch, engine: Engine): Promise<readonly Uint8Array[]>;
  finish(): Promise<readonly Uint8Array[]>;
}
export interface Connector {
  readonly name: string;
  resolve(request: ReadRequest, context: ConnectorContext): Promise<ScanSource>;
  tasks(
    source: ScanSource,
    request: ScanRequest,
    context: ConnectorContext,
  ): Promise<{ readonly tasks: readonly ScanTask[]; readonly metrics: ScanMetrics }>;
  open(source: ScanSource, task: ScanTask, request: ScanRequest, context: TaskContext): TaskReader;
  /** Absent: read-only. */
  readonly writer?: (
    schema: Schema,
    options: Readonly<Record<string, string | number | boolean>>,
    timeZone: string,
  ) => FormatWriter;
  readonly extension?: string;
}
/** How runtime and session come by a connector; throws DATA_SOURCE_NOT_FOUND. Only composition roots know the list. */
export type FindConnector = (format: string) => Connector;
