// Sources of streams. A definition stands in plans; a query that starts opens a reader of its own. The driver cuts epochs by offsets
// (any JSON value): an epoch's rows are those in (start, end], the same at every call until `commit`, so that an epoch can be replayed.
import type { InputRows } from '../column/encode-frame.ts';
import type { ConnectorContext, FindConnector } from '../connectors/connector.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import type { StreamDefinition } from '../plan/stream.ts';
import type { Clock } from './clock.ts';

/** JSON of the source's own shape; null: before everything. */
export type Offset = null | number | string | readonly Offset[] | { readonly [field: string]: Offset };
export interface CutLimits {
  /** Rows the epoch should not pass; at least one piece is always taken. */
  readonly maxRows?: number;
  /** Not past this offset (trigger availableNow). */
  readonly upTo?: Offset;
}
/** watermark: no rows, but the source's own watermark has moved. */
export interface Cut {
  readonly end: Offset;
  readonly brings: 'rows' | 'watermark' | 'nothing';
  /** What the source wants to know again when it gives these rows after a restart, as JSON. */
  readonly detail?: unknown;
}
/** Rows of the asked columns, or files that a connector reads: the asked columns are `columns` of it. */
export type EpochRows =
  | { readonly kind: 'rows'; readonly pieces: readonly InputRows[] }
  | { readonly kind: 'scan'; readonly source: ScanSource; readonly columns: readonly number[] };

/** For sources that read files. */
export interface FileAccess {
  readonly context: ConnectorContext;
  readonly find: FindConnector;
}
export interface SourceContext {
  readonly files: FileAccess;
  readonly clock: Clock;
  readonly timeZone: string;
  /** Where the checkpoint left off; null at a first start. */
  readonly start: Offset;
  /** Where the last commit did: epochs since `start` are run again if their rows can be had. */
  readonly committed: Offset;
  /** Details of the epochs that earlier starts of the query have planned, ascending. */
  readonly details: readonly unknown[];
  /** Something may have come. */
  wake(): void;
}
export interface SourceDefinition extends StreamDefinition {
  open(context: SourceContext): SourceReader | Promise<SourceReader>;
}
export interface SourceReader {
  /** Spark's words, for progress. */
  readonly description: string;
  /** All there is now. */
  latest(): Offset | Promise<Offset>;
  /** The epoch that begins at `start`. */
  cut(start: Offset, limits: CutLimits): Cut | Promise<Cut>;
  read(start: Offset, end: Offset, columns: readonly number[]): EpochRows | Promise<EpochRows>;
  /** Whether rows that an earlier start has planned can be given again; absent: always. */
  holds?(start: Offset, end: Offset): boolean;
  /** The watermark that the source itself declares for all rows up to `end`, microseconds. */
  watermark?(end: Offset): bigint | undefined;
  /** Processing time at which something comes of itself. */
  nextAtMs?(start: Offset): number | undefined;
  /** Nothing will come after `end`. */
  isEnded(end: Offset): boolean;
  /** Rows up to `end` are not asked for again. */
  commit(end: Offset): void | Promise<void>;
  /** Details of epochs that are committed, as fewer that say the same to the next start; absent: they are kept. */
  condense?(details: readonly unknown[]): readonly unknown[];
  close(): void | Promise<void>;
}

let nextStreamId = 1;
export const newStreamId = (): number => nextStreamId++;
