// What the bench asks of any engine. One engine per process: its memory and warm-up are its own.
import type { H2oFiles } from '../data/h2o.ts';

export type DataSource = 'memory' | 'parquet' | 'csv';
/** A result as columns of plain values, for the equality check only. */
export interface ResultTable {
  readonly names: readonly string[];
  readonly columns: readonly (readonly unknown[])[];
}
export interface Engine {
  readonly name: string;
  /** Which sources it can read without a network. */
  readonly sources: readonly DataSource[];
  /** Imports the engine's code; memory is counted from here. */
  prepare(): Promise<void>;
  /** Opens the engine with so many threads or workers. */
  open(threads: number): Promise<void>;
  /** Makes `x` ready: a table in memory, or a view over the file. */
  load(source: DataSource, files: H2oFiles): Promise<void>;
  /** Text to the whole result on the caller; what is returned stays opaque until `read`. */
  query(sql: string): Promise<unknown>;
  read(result: unknown): ResultTable;
  close(): Promise<void>;
}
