// All rows of a window operator in window order: partitions in order of first appearance, rows by the ORDER BY within, ties as they came.
// The rows are heap columns; where partitions and peers (rows equal in the ORDER BY) begin stands in JavaScript arrays.
import type { Batch } from '../../column/batch.ts';
import { makeBatch } from '../../column/batch.ts';
import { bitmapBytes, makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { INT } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import { takeColumn } from '../../wasm/move.ts';
import type { SortKey } from '../sort/sort-fields.ts';
import { sortIds, sortWords } from '../sort/sort-rows.ts';

export interface SortedRows {
  readonly batch: Batch;
  /** First rows of the partitions, and n behind them. */
  readonly partitions: Uint32Array;
  /** First rows of the peer groups, and n behind them. Every partition begins one. */
  readonly peers: Uint32Array;
}
/** `groupIdsPtr`: the partition of each row. Results are heap columns of the caller; scratch stands in temp memory. */
export function sortPartitions(engine: Engine, rows: Batch, groupIdsPtr: Ptr, orders: readonly SortKey[]): SortedRows {
  const { memory } = engine;
  const n = rows.length;
  const group = makeColumn({ type: INT, layout: 'fixed', length: n, ptr: groupIdsPtr });
  const partitionWords = sortWords(engine, [{ column: group, descending: false, nullsFirst: true }], n);
  const orderWords = sortWords(engine, orders, n);
  const ids = sortIds(engine, [...partitionWords, ...orderWords], n);
  const partitions = startsOf(engine, partitionWords, ids, n);
  const peers = orders.length === 0 ? partitions : startsOf(engine, [...partitionWords, ...orderWords], ids, n);
  const heap = (bytes: number): Ptr => memory.alloc(bytes);
  const columns = rows.columns.map((column): Column => takeColumn(engine, column, ids, n, heap));
  return { batch: makeBatch(n, columns), partitions, peers };
}
/** Rows whose words differ from the row before, then n. */
function startsOf({ memory, kernels }: Engine, words: readonly Ptr[], idsPtr: Ptr, n: number): Uint32Array {
  const bits = memory.temp(bitmapBytes(n));
  memory.u8(bits, bitmapBytes(n)).fill(0);
  memory.u8(bits, 1)[0] = 1;
  for (const word of words) kernels.markChanges(word, idsPtr, bits, n);
  const out = memory.temp(n * 4 + 32);
  const count = kernels.bitsToIds(bits, n, 0, out);
  const starts = new Uint32Array(count + 1);
  starts.set(memory.u32(out, count));
  starts[count] = n;
  return starts;
}
/** Calls f with each partition's bounds. */
export function forEachPartition({ partitions }: SortedRows, f: (start: number, end: number, index: number) => void): void {
  for (let p = 0; p + 1 < partitions.length; p++) f(partitions[p]!, partitions[p + 1]!, p);
}
