// Sinks of streams. An epoch may come again with the same id and the same rows, after a failure or a restart: a sink that has it skips it.
import type { DataFrame } from '../dataframe/dataframe.ts';
import type { ValueFormat } from '../dataframe/js-values.ts';
import type { StreamWriteRequest } from '../dataframe/stream-writer.ts';
import type { Platform } from '../platform/platform.ts';
import type { OutputMode } from '../plan/stream.ts';
import type { Schema } from '../types/data-type.ts';

/** Rows of one epoch, whole. complete: they replace those of the epoch before. */
export interface SinkEpoch {
  readonly id: number;
  readonly mode: OutputMode;
  readonly frames: readonly ArrayBuffer[];
  readonly rows: number;
}
export interface SinkQuery {
  /** The same at every start. */
  readonly id: string;
}
export interface StreamSink {
  /** Spark's words, for progress. */
  readonly description: string;
  /** Before the first epoch, with the columns of the result. */
  open?(schema: Schema, query: SinkQuery): void | Promise<void>;
  /** What it returns, as JSON, is committed with the epoch; rows may wait for `publish` to be seen. */
  addEpoch(epoch: SinkEpoch): unknown;
  /** The epoch is committed. Called again at a restart, for the last one. */
  publish?(epochId: number, manifest: unknown): void | Promise<void>;
  close?(error: Error | null): void | Promise<void>;
}
/** What sinks may ask of the session. */
export interface SinkHost {
  readonly valueFormat: ValueFormat;
  readonly platform: Platform;
  /** A bounded DataFrame over frames. They are read when it is used, and copied. */
  frameOf(schema: Schema, frames: () => readonly ArrayBuffer[]): DataFrame;
  /** The same for as long as `work` takes; then its rows are let go at once, not when the collector comes. */
  withFrame<T>(schema: Schema, frames: readonly ArrayBuffer[], work: (df: DataFrame) => Promise<T>): Promise<T>;
  /**
   * A table of that name whose rows are those of the frames whenever it is read. Where it `grows` streams may read it, which hear of
   * changes by the result.
   */
  publish(
    name: string,
    schema: Schema,
    frames: () => readonly ArrayBuffer[],
    grows?: true,
  ): (frames: readonly ArrayBuffer[]) => void;
}
export type SinkFactory = (request: StreamWriteRequest, host: SinkHost) => StreamSink;
/** A sink by name, with the output modes it takes. */
export interface SinkDefinition {
  readonly name: string;
  readonly modes: readonly OutputMode[];
  readonly create: SinkFactory;
}
