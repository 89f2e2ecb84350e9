// The rows of each window. Most batches hold those of one, or of a few: a pass over the rest for each of these.
import type { Batch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { readValues } from '../../column/values.ts';
import type { Engine } from '../../wasm/engine.ts';
import { takeBatch } from '../../wasm/move.ts';

/** The end of windows that never close: of rows whose end is NULL. */
const NEVER = 2n ** 63n - 1n;
const MOST_PASSES = 32;

export interface WindowRows {
  readonly endUs: bigint;
  /** 0: all of the batch. */
  readonly idsPtr: Ptr;
  readonly count: number;
}
/** In order of first appearance; row numbers in temp memory. */
export function rowsByEnd({ memory, kernels }: Engine, end: Column): readonly WindowRows[] {
  const n = end.length;
  const found: WindowRows[] = [];
  if (end.layout !== 'fixed' || end.validityPtr !== 0) return rowsByValue({ memory, kernels }, end, undefined, n);
  const restPtr = memory.temp(n * 4);
  kernels.fillIds(restPtr, 0, n);
  for (let left = n; left > 0;) {
    if (found.length === MOST_PASSES) return [...found, ...rowsByValue({ memory, kernels }, end, restPtr, left)];
    const endUs = memory.i64(end.ptr + memory.u32(restPtr, 1)[0]! * 8, 1)[0]!;
    const idsPtr = memory.temp(left * 4 + 32);
    const count = kernels.splitRows(end.ptr, restPtr, left, endUs, idsPtr, restPtr);
    found.push({ endUs, idsPtr: count === n ? 0 : idsPtr, count });
    left -= count;
  }
  return found;
}
/** Value by value. `idsPtr`: the rows; all when absent. */
function rowsByValue({ memory }: Engine, end: Column, idsPtr: Ptr | undefined, n: number): readonly WindowRows[] {
  const values = readValues(memory, end) as (bigint | null)[];
  const rowsOf = new Map<bigint, number[]>();
  for (const row of idsPtr === undefined ? values.keys() : memory.u32(idsPtr, n)) {
    const value = values[row] ?? NEVER;
    const rows = rowsOf.get(value);
    if (rows) rows.push(row);
    else rowsOf.set(value, [row]);
  }
  return [...rowsOf].map(([endUs, rows]) => {
    const ptr = memory.temp(rows.length * 4 + 32);
    memory.u32(ptr, rows.length).set(rows);
    return { endUs, idsPtr: ptr, count: rows.length };
  });
}
/** In temp memory. */
export const rowsOfWindow = (engine: Engine, batch: Batch, { idsPtr, count }: WindowRows): Batch =>
  idsPtr === 0 ? batch : takeBatch(engine, batch, idsPtr, count, (bytes) => engine.memory.temp(bytes));
