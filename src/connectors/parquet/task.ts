// What crosses to a worker: which files, which columns of them, which row groups and rows. Plain data, complete: a task needs no footer.
import type { DataType } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import type { SourceFile } from '../files.ts';
import type { ColumnChunk } from './footer.ts';
import type { Node } from './schema.ts';

/** Where a requested column comes from: the file, or one value for all rows (Hive folders, columns a file lacks). */
export type ColumnPlan =
  | {
      readonly kind: 'file';
      readonly node: Node;
      /** Where the files' types were united: what the column has to become. */
      readonly type?: DataType;
    }
  | { readonly kind: 'constant'; readonly type: DataType; readonly value: Value };
export interface TaskFile {
  readonly source: SourceFile;
  readonly columns: readonly ColumnPlan[];
}
/** Pages of a chunk by the offset index: place and first row. */
export interface PageLocation {
  readonly offset: number;
  readonly length: number;
  readonly firstRow: number;
}
export interface TaskChunk extends ColumnChunk {
  /** Present where not all rows are read and the file knows its pages. */
  readonly pages?: readonly PageLocation[];
}
/** Half-open, ascending, not touching. */
export type RowRange = readonly [from: number, to: number];
export interface TaskGroup {
  /** Ordinal in `files`, and of the row group in its file. */
  readonly file: number;
  readonly ordinal: number;
  readonly rows: number;
  readonly ranges: readonly RowRange[];
  /** Chunks of the wanted leaves, by `LeafNode.column`. */
  readonly chunks: ReadonlyMap<number, TaskChunk>;
}
export interface ParquetTask {
  readonly files: readonly TaskFile[];
  readonly groups: readonly TaskGroup[];
  readonly limit?: number;
}

export const rangeRows = (ranges: readonly RowRange[]): number => ranges.reduce((sum, [from, to]) => sum + to - from, 0);
