// A batch: equally long columns, at most conf `caudal.batchRows` rows (16384). Passed by reference down a pipeline and borrowed:
// valid until the call that received it returns 'done'; an operator that keeps rows copies them.
// `weightsPtr`: changelog weights (i32 per row) for streams; 0 = every row +1.
import type { Column } from './column.ts';
import type { Ptr } from './memory.ts';

export interface Batch {
  readonly length: number;
  readonly columns: readonly Column[];
  readonly weightsPtr: Ptr;
}
export const makeBatch = (length: number, columns: readonly Column[], weightsPtr: Ptr = 0): Batch => ({
  length,
  columns,
  weightsPtr,
});
