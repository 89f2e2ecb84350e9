// TopPerGroup: the first `limit` rows of each key in the given order; groups leave in order of first appearance, rows in theirs.
// Where the order is one fixed-width column, each group's first rows are known at any time, and only rows that get among them are
// buffered; else all are, and sorted. The buffer is cut when it has grown beyond twice what it must keep. State: group table, first rows
// of each group, buffered rows.
import type { Batch } from '../../column/batch.ts';
import { makeBatch } from '../../column/batch.ts';
import { makeColumn } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { formatExpr } from '../../expr/format.ts';
import { typeOf } from '../../expr/type-of.ts';
import { INT } from '../../types/data-type.ts';
import { retainDictionaries, takeBatch } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { CompiledExprs } from '../expressions/compile.ts';
import { createGroupTable } from '../groups/group-table.ts';
import type { GroupTable } from '../groups/group-table.ts';
import { TopRows } from '../groups/top-rows.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { TopPerGroupNode } from '../physical.ts';
import { RowBuffer } from '../row-buffer.ts';
import { sortRows } from '../sort/sort-rows.ts';

/** The buffer is cut when it holds this many rows more than twice those that can stay. */
const SLACK_ROWS = 1 << 17;

export const topPerGroup: OperatorDef<'TopPerGroup'> = {
  kind: 'TopPerGroup',
  feedOrder: [0],
  explain: (node) =>
    `keys=[${node.keys.map(formatExpr).join(', ')}] order=[${node.orders.map(formatExpr).join(', ')}] limit=${node.limit}`,
  open: (node, context) => new TopPerGroup(node, context),
};

class TopPerGroup implements Operator {
  readonly #node: TopPerGroupNode;
  readonly #context: OperatorContext;
  readonly #keys: CompiledExprs;
  readonly #orders: CompiledExprs;
  readonly #groups: GroupTable;
  readonly #top: TopRows | undefined;
  /** The input's columns and, where they are to be sorted, the group ids. */
  readonly #rows: RowBuffer;
  /** Row numbers and ranks in order of output, on the heap once the input has ended. */
  #idsPtr: Ptr = 0;
  #ranksPtr: Ptr = 0;
  #count = 0;
  #sent = 0;

  constructor(node: TopPerGroupNode, context: OperatorContext) {
    const input = node.input.output;
    this.#node = node;
    this.#context = context;
    this.#keys = compileExprs(node.keys, input, context);
    this.#orders = compileExprs(
      node.orders.map((order) => order.input),
      input,
      context,
    );
    this.#groups = createGroupTable(context.engine, node.keys.map(typeOf));
    this.#top = TopRows.for(context.engine, node.orders, node.limit);
    const types = input.map((a) => a.type);
    this.#rows = new RowBuffer(context.engine, this.#top ? types : [...types, INT]);
  }
  onBatch(_port: number, batch: Batch): Step {
    if (batch.length === 0 || this.#node.limit <= 0) return 'done';
    const { memory } = this.#context.engine;
    const n = batch.length;
    const idsPtr = this.#groups.assign(this.#keys.evaluate(batch), n);
    if (this.#top) {
      const column = this.#orders.evaluate(batch)[0]!;
      const { rowsPtr, count } = this.#top.enter(column, idsPtr, this.#groups.count, n, this.#rows.length);
      const entered = takeBatch(this.#context.engine, batch, rowsPtr, count, (bytes) => memory.temp(bytes));
      this.#rows.append(entered.columns, count);
    } else this.#rows.append([...batch.columns, makeColumn({ type: INT, layout: 'fixed', length: n, ptr: idsPtr })], n);
    if (this.#rows.length > 2 * this.#node.limit * this.#groups.count + SLACK_ROWS) this.#cut();
    return 'done';
  }
  onEnd(_port: number, out: Output): Step {
    if (this.#rows.length === 0) return 'done';
    const { memory, kernels } = this.#context.engine;
    const mark = memory.mark();
    const { idsPtr, ranksPtr, count } = this.#first();
    this.#count = count;
    this.#idsPtr = memory.alloc(count * 4);
    this.#ranksPtr = memory.alloc(count * 4);
    kernels.copyBytes(idsPtr, this.#idsPtr, count * 4);
    kernels.copyBytes(ranksPtr, this.#ranksPtr, count * 4);
    memory.release(mark);
    return this.resume(out);
  }
  resume(out: Output): Step {
    const { engine, batchRows } = this.#context;
    const from = this.#sent;
    const n = Math.min(batchRows, this.#count - from);
    this.#sent += n;
    const taken = takeBatch(engine, this.#rows.whole(), this.#idsPtr + from * 4, n, (bytes) => engine.memory.temp(bytes));
    const columns = taken.columns.slice(0, this.#node.input.output.length);
    const rank = makeColumn({ type: INT, layout: 'fixed', length: n, ptr: this.#ranksPtr + from * 4 });
    const wanted = out.emit(makeBatch(n, this.#node.rank ? [...columns, rank] : columns));
    return wanted && this.#sent < this.#count ? 'more' : 'done';
  }
  close(): void {
    const { memory } = this.#context.engine;
    this.#keys.close();
    this.#orders.close();
    this.#groups.close();
    this.#top?.close();
    this.#rows.clear();
    memory.free(this.#idsPtr);
    memory.free(this.#ranksPtr);
  }

  /** Buffered rows that stay, by group and in order within it: row numbers and ranks, in temp memory. */
  #first(): { readonly idsPtr: Ptr; readonly ranksPtr: Ptr; readonly count: number } {
    if (this.#top) return this.#top.rows();
    const { engine } = this.#context;
    const { memory, kernels } = engine;
    const whole = this.#rows.whole();
    const n = whole.length;
    const groups = whole.columns.at(-1)!;
    const columns = this.#orders.evaluate(whole);
    const byGroup = { column: groups, descending: false, nullsFirst: true };
    const sortedPtr = sortRows(engine, [byGroup, ...this.#node.orders.map((order, i) => ({ ...order, column: columns[i]! }))], n);
    const idsPtr = memory.temp(n * 4);
    const ranksPtr = memory.temp(n * 4);
    return { idsPtr, ranksPtr, count: kernels.firstOfGroups(sortedPtr, groups.ptr, this.#node.limit, idsPtr, ranksPtr, n) };
  }
  /** Keeps the rows that may still be in the result; equal ones stay in order of arrival within their group. */
  #cut(): void {
    const { engine } = this.#context;
    const { memory } = engine;
    const mark = memory.mark();
    const { idsPtr, count } = this.#first();
    const kept = takeBatch(engine, this.#rows.whole(), idsPtr, count, (bytes) => memory.alloc(bytes));
    kept.columns.forEach(retainDictionaries);
    this.#rows.replace(kept.columns, count);
    memory.release(mark);
  }
}
