// What the bench asks of any engine, in Node or on a page. One engine per process: its memory and warm-up are its own.

/** What queries run over: a table in memory, or a file read anew by every query. */
export type DataSource = 'memory' | 'parquet' | 'csv';
/** What a table is brought into memory from. */
export type FileForm = 'arrow' | 'parquet' | 'csv';
/** Where the data is in each form: paths, or on a page URLs. */
export type DataFiles = Readonly<Record<FileForm, string>>;

export interface Query {
  readonly name: string;
  readonly sql: string;
}
/** A result as columns of plain values, for the equality check only. */
export interface ResultTable {
  readonly names: readonly string[];
  readonly columns: readonly (readonly unknown[])[];
}
export interface Engine {
  /** What it can query without a network. */
  readonly sources: readonly DataSource[];
  /** What it can load from without a network; the first is used for queries from memory. */
  readonly loads: readonly FileForm[];
  /** Imports the engine's code; memory is counted from here. */
  prepare(): Promise<void>;
  /** Opens the engine with so many threads or workers. */
  open(threads: number): Promise<void>;
  /** Makes `x` a table in memory, in the place of any before. */
  load(form: FileForm, files: DataFiles): Promise<void>;
  /** Makes `x` a view over a file. */
  scan(form: 'parquet' | 'csv', files: DataFiles): Promise<void>;
  /** Text to the whole result on the caller; what is returned stays opaque until `read`. */
  query(query: Query): Promise<unknown>;
  /** The same as JavaScript objects, one per row. */
  rows(query: Query): Promise<readonly object[]>;
  read(result: unknown): ResultTable;
  close(): Promise<void>;
}
/** What differs between Node and a page for an engine that runs in both. */
export interface Host {
  bytes(path: string): Promise<Uint8Array>;
  /** A file as Caudal reads it: a path, or a Blob as a file picker gives it. */
  file(path: string): Promise<string | Blob>;
}
/** A column of the table. */
export interface EntrantLane {
  readonly title: string;
  readonly threads: number;
  /** On a page with the headers that allow shared memory. */
  readonly isIsolated?: true;
}
export interface Entrant {
  readonly lanes: readonly EntrantLane[];
  create(): Engine;
}
