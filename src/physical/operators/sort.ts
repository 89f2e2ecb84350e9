// Sort: all rows of the task in order; ties keep arrival order. With a limit only the first rows are kept: whenever the buffer has
// grown well beyond them it is sorted and cut, and from then on rows behind the last one kept are not buffered at all.
// State: the kept rows, on the heap.
import type { Batch } from '../../column/batch.ts';
import { readValue } from '../../column/values.ts';
import { formatExpr } from '../../expr/format.ts';
import { retainDictionaries, takeBatch } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { CompiledExprs } from '../expressions/compile.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { SortNode } from '../physical.ts';
import { RowBuffer } from '../row-buffer.ts';
import { boundFilter } from '../sort/bound-filter.ts';
import type { BoundFilter } from '../sort/bound-filter.ts';
import { sortRows } from '../sort/sort-rows.ts';

/** The buffer is cut when it holds this many rows more than twice the limit. */
const SLACK_ROWS = 32768;

export const sort: OperatorDef<'Sort'> = {
  kind: 'Sort',
  feedOrder: [0],
  explain: (node) => node.orders.map(formatExpr).join(', ') + (node.limit === undefined ? '' : ` limit ${node.limit}`),
  open: (node, context) => new Sort(node, context),
};

class Sort implements Operator {
  readonly #node: SortNode;
  readonly #context: OperatorContext;
  readonly #keys: CompiledExprs;
  readonly #rows: RowBuffer;
  #bound: BoundFilter | undefined;
  #idsPtr = 0;
  #count = 0;
  #at = 0;

  constructor(node: SortNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#keys = compileExprs(
      node.orders.map((order) => order.input),
      node.input.output,
      context,
    );
    this.#rows = new RowBuffer(
      context.engine,
      node.input.output.map((a) => a.type),
    );
  }
  onBatch(_port: number, batch: Batch): Step {
    const { limit } = this.#node;
    const rows = this.#bound ? this.#bound.apply(batch) : batch;
    if (rows) this.#rows.append(rows.columns, rows.length);
    if (limit !== undefined && this.#rows.length > 2 * limit + SLACK_ROWS) this.#cut(limit);
    return 'done';
  }
  onEnd(_port: number, out: Output): Step {
    const { memory } = this.#context.engine;
    const total = this.#rows.length;
    this.#count = Math.min(total, this.#node.limit ?? total);
    if (this.#count === 0) return 'done';
    const mark = memory.mark();
    const sorted = this.#sorted();
    this.#idsPtr = memory.alloc(this.#count * 4);
    this.#context.engine.kernels.copyBytes(sorted, this.#idsPtr, this.#count * 4);
    memory.release(mark);
    return this.resume(out);
  }
  resume(out: Output): Step {
    const { engine, batchRows } = this.#context;
    const n = Math.min(batchRows, this.#count - this.#at);
    const ids = this.#idsPtr + this.#at * 4;
    this.#at += n;
    const wanted = out.emit(takeBatch(engine, this.#rows.whole(), ids, n, (bytes) => engine.memory.temp(bytes)));
    return wanted && this.#at < this.#count ? 'more' : 'done';
  }
  close(): void {
    this.#keys.close();
    this.#bound?.close();
    this.#rows.clear();
    this.#context.engine.memory.free(this.#idsPtr);
    this.#idsPtr = 0;
  }

  /** Row numbers of all kept rows in order, in temp memory. */
  #sorted(): number {
    const whole = this.#rows.whole();
    const columns = this.#keys.evaluate(whole);
    const { orders } = this.#node;
    return sortRows(
      this.#context.engine,
      columns.map((column, i) => ({ column, ...orders[i]! })),
      whole.length,
    );
  }
  #setBound(kept: Batch, limit: number): void {
    const { orders, input } = this.#node;
    const last = readValue(this.#context.engine.memory, this.#keys.evaluate(kept)[0]!, limit - 1);
    this.#bound?.close();
    this.#bound = boundFilter(orders, last, input.output, this.#context);
  }
  /** Keeps the first `limit` rows. */
  #cut(limit: number): void {
    const { engine } = this.#context;
    const mark = engine.memory.mark();
    const ids = this.#sorted();
    const kept = takeBatch(engine, this.#rows.whole(), ids, limit, (bytes) => engine.memory.alloc(bytes));
    // Before the old rows let go of the dictionaries that the kept ones share.
    kept.columns.forEach(retainDictionaries);
    this.#rows.replace(kept.columns, limit);
    if (limit > 0) this.#setBound(kept, limit);
    engine.memory.release(mark);
  }
}
