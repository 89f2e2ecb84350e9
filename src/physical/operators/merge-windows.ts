// MergeWindows: rows of a key under the windows that its other rows decide: sessions that touch become one, sliding rows stand in each of
// their neighbours' windows. Keys leave in order of first appearance, rows by time. State: all rows, then their sorted form, on the heap.
import type { Batch } from '../../column/batch.ts';
import { makeBatch } from '../../column/batch.ts';
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import { freeColumn } from '../../column/dictionary.ts';
import type { Ptr } from '../../column/memory.ts';
import { formatExpr } from '../../expr/format.ts';
import { typeOf } from '../../expr/type-of.ts';
import { CaudalError } from '../../types/error.ts';
import { retainDictionaries, sliceColumn, takeColumn } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import { createGroupTable } from '../groups/group-table.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { MergeWindowsNode } from '../physical.ts';
import { RowBuffer } from '../row-buffer.ts';
import { sortPartitions } from '../window/sorted-rows.ts';
import type { SortedRows } from '../window/sorted-rows.ts';

const MILLISECOND = 1000n;

export const mergeWindows: OperatorDef<'MergeWindows'> = {
  kind: 'MergeWindows',
  feedOrder: [0],
  explain: (node) => `${node.how} keys=[${node.keys.map(formatExpr).join(', ')}]`,
  open: (node, context) => new MergeWindows(node, context),
};

class MergeWindows implements Operator {
  readonly #node: MergeWindowsNode;
  readonly #context: OperatorContext;
  readonly #rows: RowBuffer;
  /** Once the input has ended: its columns by key and time, and of each row that leaves its number there (0: all, as they stand). */
  #columns: readonly Column[] = [];
  #idsPtr: Ptr = 0;
  #startsPtr: Ptr = 0;
  #endsPtr: Ptr = 0;
  #count = 0;
  #sent = 0;

  constructor(node: MergeWindowsNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#rows = new RowBuffer(
      context.engine,
      node.input.output.map((a) => a.type),
    );
  }
  onBatch(_port: number, batch: Batch): Step {
    this.#rows.append(batch.columns, batch.length);
    return 'done';
  }
  onEnd(_port: number, out: Output): Step {
    if (this.#rows.length === 0) return 'done';
    const { memory } = this.#context.engine;
    const mark = memory.mark();
    const sorted = this.#sort();
    if (this.#node.how === 'session') this.#mergeSessions(sorted);
    else this.#slideRows(sorted);
    memory.release(mark);
    return this.resume(out);
  }
  resume(out: Output): Step {
    const { engine, batchRows } = this.#context;
    const from = this.#sent,
      n = Math.min(batchRows, this.#count - from);
    if (n === 0) return 'done';
    this.#sent += n;
    const { input, output, mergedStart, mergedEnd } = this.#node;
    const temp = (bytes: number): Ptr => engine.memory.temp(Math.max(1, bytes));
    const columns = output.map((a) => {
      const ptr = a.id === mergedStart.id ? this.#startsPtr : a.id === mergedEnd.id ? this.#endsPtr : 0;
      if (ptr) return makeColumn({ type: a.type, layout: 'fixed', length: n, ptr: ptr + from * 8 });
      const column = this.#columns[input.output.findIndex((b) => b.id === a.id)]!;
      return this.#idsPtr
        ? takeColumn(engine, column, this.#idsPtr + from * 4, n, temp)
        : sliceColumn(engine, column, from, n, temp);
    });
    const wanted = out.emit(makeBatch(n, columns));
    return wanted && this.#sent < this.#count ? 'more' : 'done';
  }
  close(): void {
    const { memory } = this.#context.engine;
    this.#rows.clear();
    for (const column of this.#columns) freeColumn(memory, column);
    for (const ptr of [this.#idsPtr, this.#startsPtr, this.#endsPtr]) memory.free(ptr);
  }

  /** All rows by key and start, as heap columns of this operator. */
  #sort(): SortedRows {
    const { engine } = this.#context;
    const { keys, start, input } = this.#node;
    const rows = this.#rows.whole();
    const table = createGroupTable(engine, keys.map(typeOf));
    const compiled = compileExprs([...keys, start], input.output, this.#context);
    try {
      const columns = compiled.evaluate(rows);
      const groups = keys.length > 0 ? table.assign(columns.slice(0, -1), rows.length) : this.#zeros(rows.length);
      const sorted = sortPartitions(engine, rows, groups, [{ column: columns.at(-1)!, descending: false, nullsFirst: true }]);
      for (const column of sorted.batch.columns) retainDictionaries(column);
      this.#columns = sorted.batch.columns;
      this.#rows.clear();
      return sorted;
    } finally {
      compiled.close();
      table.close();
    }
  }
  #zeros(n: number): Ptr {
    const { memory } = this.#context.engine;
    const ptr = memory.temp(n * 4);
    memory.u32(ptr, n).fill(0);
    return ptr;
  }
  #mergeSessions(sorted: SortedRows): void {
    const { kernels } = this.#context.engine;
    const { start, end } = this.#node;
    this.#makeRoom(sorted.batch.length);
    const { ptr, count } = this.#keyStarts(sorted);
    kernels.mergeSessions(this.#ptrOf(start.id), this.#ptrOf(end.id), ptr, count, this.#startsPtr, this.#endsPtr);
  }
  #slideRows(sorted: SortedRows): void {
    const { kernels, memory } = this.#context.engine;
    const { window, end } = { window: this.#size(sorted), end: this.#ptrOf(this.#node.end.id) };
    const { ptr, count } = this.#keyStarts(sorted);
    const total = kernels.slideRows(end, ptr, count, window, MILLISECOND, 0, 0, 0);
    if (total > MAX_ROWS)
      throw new CaudalError('OUT_OF_MEMORY', `The rows stand in ${total} sliding windows in all, more than one task can hold.`, {
        hint: 'Take a smaller window, or group by more keys.',
      });
    this.#makeRoom(total);
    this.#idsPtr = memory.alloc(Math.max(1, total * 4));
    kernels.slideRows(end, ptr, count, window, MILLISECOND, this.#idsPtr, this.#startsPtr, this.#endsPtr);
  }
  /** Every row's own window is as long as the others'. */
  #size({ batch }: SortedRows): bigint {
    const { memory } = this.#context.engine;
    const first = (ptr: Ptr): bigint => memory.i64(ptr, 1)[0]!;
    return batch.length === 0 ? 0n : first(this.#ptrOf(this.#node.end.id)) - first(this.#ptrOf(this.#node.start.id));
  }
  #makeRoom(rows: number): void {
    const { memory } = this.#context.engine;
    this.#count = rows;
    this.#startsPtr = memory.alloc(Math.max(1, rows * 8));
    this.#endsPtr = memory.alloc(Math.max(1, rows * 8));
  }
  #ptrOf(id: number): Ptr {
    return this.#columns[this.#node.input.output.findIndex((a) => a.id === id)]!.ptr;
  }
  #keyStarts({ partitions }: SortedRows): { readonly ptr: Ptr; readonly count: number } {
    const { memory } = this.#context.engine;
    const ptr = memory.temp(partitions.length * 4);
    memory.u32(ptr, partitions.length).set(partitions);
    return { ptr, count: partitions.length - 1 };
  }
}
/** 20 bytes each, in a memory of 4 GiB. */
const MAX_ROWS = 1 << 27;
