// What a Scan reads, as data: cloned to workers and printed by EXPLAIN. `format` names the connector that opens it; `spec` is that
// connector's own clonable description (files, options, row groups, block ids); everything the planner needs is in the open fields.
import type { Schema } from '../types/data-type.ts';
import type { Value } from '../types/value.ts';

/** Bounds of a column over the whole source; absent fields are unknown. Bounds may be wider than the data, never narrower when `exact`. */
export interface ColumnStatistics {
  readonly min?: Value;
  readonly max?: Value;
  readonly nullCount?: number;
  readonly distinctCount?: number;
}
export interface ScanSource {
  readonly format: string;
  /** What EXPLAIN calls it: a path, `memory`, … */
  readonly label: string;
  readonly schema: Schema;
  /** Rows if known exactly, else an estimate; undefined when unknown. */
  readonly rows?: number;
  readonly rowsExact?: boolean;
  readonly bytes?: number;
  readonly columns?: readonly ColumnStatistics[];
  /** Only the session's thread can read it (a custom fetch): its tasks run there. */
  readonly onDriver?: boolean;
  readonly spec: unknown;
}
