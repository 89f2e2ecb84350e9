// A batch: equally long columns, at most conf `caudal.batchRows` rows (16384). Passed by reference down a pipeline and borrowed:
// valid until the call that received it returns 'done'; an operator that keeps rows copies them.
import type { Column } from './column.ts';

export interface Batch {
  readonly length: number;
  readonly columns: readonly Column[];
  /** Known to whoever put the rows into windows of time: all stand in one. */
  readonly isOneWindow?: boolean;
}
export const makeBatch = (length: number, columns: readonly Column[]): Batch => ({ length, columns });
