// Functions of users that keep state per key: what an operator asks of them, and the ids by which plans name them. They are closures, so
// they run on the session's thread, and never leave it. Values are the engine's; the DataFrame layer turns them into JavaScript's.
import type { Field, Schema } from '../types/data-type.ts';
import type { Value } from '../types/value.ts';
import type { OutputMode } from './stream.ts';

export interface KeyedEpoch {
  readonly id: number;
  readonly run: { readonly queryId: string; readonly runId: string };
  readonly timestampMs: number;
  /** Rows at or before it are late; state due by it is due. Microseconds; undefined: there is none. */
  readonly lateUs: bigint | undefined;
  /** What the watermark was when the epoch before ended. */
  readonly startUs: bigint | undefined;
  readonly watermarkUs: bigint | undefined;
  /** A row of the function's output. */
  emit(row: readonly Value[]): void;
  sideOutput(tag: string, row: readonly Value[]): void;
}
export interface KeyedRow {
  readonly key: readonly Value[];
  readonly row: readonly Value[];
  /** Event time, and the watermark before the row where it moves with each row; microseconds. */
  readonly timeUs: bigint | null;
  readonly watermarkUs: bigint | null;
}
export interface KeyedReport {
  readonly rowsUpdated: number;
  readonly rowsRemoved: number;
  readonly rowsDroppedByWatermark: number;
  /** Processing time at which something is due. */
  readonly wakeAtMs?: number;
}
/** A table of a function's state: one row per key, the key's columns first. */
export interface KeyedTable {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly keys: number;
  /** Rows that changed after epoch `since` (all: null), and keys that are gone since. */
  changes(since: number | null): {
    readonly puts: readonly (readonly Value[])[];
    readonly removed: readonly (readonly Value[])[];
  };
  restore(row: readonly Value[]): void;
}
/** The function at work in one query: its state lives as long. */
export interface KeyedInstance {
  readonly tables: readonly KeyedTable[];
  begin(epoch: KeyedEpoch): void;
  /** A row of the initial state, before all rows. */
  initial?(row: KeyedRow): void;
  row(row: KeyedRow): void;
  end(): KeyedReport;
  /** Rows of state. */
  size(): number;
  close(): void;
}
export interface KeyedFunction {
  /** Its name in EXPLAIN. */
  readonly name: string;
  readonly output: Schema;
  readonly sideOutputs: Readonly<Record<string, Schema>>;
  /** Event time closes state or drops rows, so watermarks matter. */
  readonly isTimed: boolean;
  /** The mode the function was written for, which the sink's must be. */
  readonly outputMode?: OutputMode;
  /** Resolves when it can be made: what runs it, and a function in a module of its own, must be loaded. */
  ready(): Promise<void>;
  /** `initial`: columns of the initial state's rows. */
  create(input: Schema, key: Schema, initial: Schema): KeyedInstance;
}

const functions = new Map<number, KeyedFunction>();
export function registerKeyedFunction(keyed: KeyedFunction): number {
  const id = functions.size + 1;
  functions.set(id, keyed);
  return id;
}
export function keyedFunction(id: number): KeyedFunction {
  const found = functions.get(id);
  if (!found) throw new Error(`no keyed function ${id}`);
  return found;
}
