// Window: every row with the values of its window functions. Input holds whole partitions; they leave in order of first appearance,
// rows in window order. State: all rows, then their sorted form and one column per call, on the heap.
import type { Batch } from '../../column/batch.ts';
import { makeBatch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import { freeColumn } from '../../column/dictionary.ts';
import type { Ptr } from '../../column/memory.ts';
import { readValue } from '../../column/values.ts';
import type { AggregateCall, Call, Expr, WindowCall } from '../../expr/expr.ts';
import { formatExpr } from '../../expr/format.ts';
import { typeOf } from '../../expr/type-of.ts';
import { findFunction } from '../../functions/index.ts';
import { must, unreachable } from '../../types/assert.ts';
import type { Value } from '../../types/value.ts';
import { copyColumn, retainDictionaries, sliceColumn } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import { createGroupTable } from '../groups/group-table.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { WindowNode } from '../physical.ts';
import { RowBuffer } from '../row-buffer.ts';
import { aggregateFrames } from '../window/aggregate-frames.ts';
import { framesOf } from '../window/frames.ts';
import type { Frames } from '../window/frames.ts';
import { nthOfFrame, shiftRows } from '../window/pick.ts';
import { rankRows } from '../window/ranking.ts';
import { sortPartitions } from '../window/sorted-rows.ts';
import type { SortedRows } from '../window/sorted-rows.ts';

export const window: OperatorDef<'Window'> = {
  kind: 'Window',
  feedOrder: [0],
  explain: (node) => node.calls.map(({ call }) => formatExpr(call)).join(', '),
  open: (node, context) => new Window(node, context),
};

class Window implements Operator {
  readonly #node: WindowNode;
  readonly #context: OperatorContext;
  readonly #rows: RowBuffer;
  /** Input columns and results, in window order. */
  #columns: Column[] = [];
  #count = 0;
  #at = 0;

  constructor(node: WindowNode, context: OperatorContext) {
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
    this.#count = this.#rows.length;
    if (this.#count === 0) return 'done';
    const { memory } = this.#context.engine;
    const mark = memory.mark();
    const sorted = this.#sort();
    memory.release(mark);
    for (const { call } of this.#node.calls) {
      const result = this.#evaluate(call, sorted);
      this.#columns.push(result);
      memory.release(mark);
    }
    return this.resume(out);
  }
  resume(out: Output): Step {
    const { engine, batchRows } = this.#context;
    const from = this.#at,
      n = Math.min(batchRows, this.#count - from);
    this.#at += n;
    const { input, calls, output } = this.#node;
    const made = [...input.output, ...calls.map((c) => c.result)];
    const columns = output.map((a) => this.#columns[made.findIndex((b) => b.id === a.id)]!);
    const wanted = out.emit(
      makeBatch(
        n,
        columns.map((column) => sliceColumn(engine, column, from, n, (bytes) => engine.memory.temp(bytes))),
      ),
    );
    return wanted && this.#at < this.#count ? 'more' : 'done';
  }
  close(): void {
    this.#rows.clear();
    for (const column of this.#columns) freeColumn(this.#context.engine.memory, column);
    this.#columns = [];
  }

  /** Evaluates expressions over rows. Results in temp memory. */
  #columnsOf(exprs: readonly Expr[], batch: Batch): Column[] {
    const compiled = compileExprs(exprs, this.#node.input.output, this.#context);
    try {
      // Literals live as long as their compilation; what is kept must not be one.
      return compiled.evaluate(batch).map((column, i) => (exprs[i]!.kind === 'Attribute' ? column : this.#copy(column)));
    } finally {
      compiled.close();
    }
  }
  #copy(column: Column): Column {
    const { memory } = this.#context.engine;
    const copy = copyColumn(this.#context.engine, column, (bytes) => memory.alloc(bytes));
    this.#scratch.push(copy);
    return copy;
  }
  readonly #scratch: Column[] = [];
  #freeScratch(): void {
    for (const column of this.#scratch.splice(0)) freeColumn(this.#context.engine.memory, column);
  }

  #sort(): SortedRows {
    const { engine } = this.#context;
    const { partitionBy, orderBy } = this.#node.calls[0]!.call.spec;
    const rows = this.#rows.whole();
    const table = createGroupTable(engine, partitionBy.map(typeOf));
    try {
      const groups =
        partitionBy.length > 0 ? table.assign(this.#columnsOf(partitionBy, rows), rows.length) : this.#zeros(rows.length);
      const keys = this.#columnsOf(
        orderBy.map((o) => o.input),
        rows,
      ).map((column, i) => ({ column, ...orderBy[i]! }));
      const sorted = sortPartitions(engine, rows, groups, keys);
      for (const column of sorted.batch.columns) retainDictionaries(column);
      this.#columns.push(...sorted.batch.columns);
      this.#rows.clear();
      return sorted;
    } finally {
      table.close();
      this.#freeScratch();
    }
  }
  #zeros(n: number): Ptr {
    const ptr = this.#context.engine.memory.temp(n * 4);
    this.#context.engine.memory.u32(ptr, n).fill(0);
    return ptr;
  }
  /** The call's value for every row, on the heap. */
  #evaluate(call: WindowCall, rows: SortedRows): Column {
    const frames = (): Frames =>
      framesOf(
        this.#context.engine.memory,
        rows,
        call.spec,
        this.#columnsOf(
          call.spec.orderBy.map((o) => o.input),
          rows.batch,
        ),
      );
    try {
      return call.function.kind === 'AggregateCall'
        ? this.#aggregate(call.function, call, rows, frames())
        : this.#rank(call.function, call, rows, frames);
    } finally {
      this.#freeScratch();
    }
  }
  #aggregate(f: AggregateCall, call: WindowCall, rows: SortedRows, frames: Frames): Column {
    const { engine } = this.#context;
    const ignoreNulls = call.ignoreNulls || f.ignoreNulls;
    if (!f.filter && (f.name === 'first' || f.name === 'any_value' || f.name === 'last')) {
      const [column, flag] = this.#columnsOf(f.args, rows.batch);
      const skips = ignoreNulls || (flag !== undefined && readValue(engine.memory, flag, 0) === true);
      return nthOfFrame(engine, rows, column!, frames, f.name === 'last' ? -1 : 0, skips);
    }
    return aggregateFrames({ ...f, ignoreNulls }, this.#node.input.output, rows, frames, this.#context);
  }
  #rank(f: Call, call: WindowCall, rows: SortedRows, frames: () => Frames): Column {
    const { engine } = this.#context;
    const { memory } = engine;
    const definition = findFunction(f.name);
    if (definition?.kind !== 'window') throw new Error(`${f.name} is not a window function`);
    const args = this.#columnsOf(f.args, rows.batch);
    const constant = (i: number, otherwise: Value): Value => (args[i] ? readValue(memory, args[i], 0) : otherwise);
    const count = (i: number, otherwise: number): number =>
      Number(must(constant(i, otherwise), `argument ${i + 1} of ${f.name}`));
    switch (definition.evaluate) {
      case 'row_number':
      case 'rank':
      case 'dense_rank':
      case 'percent_rank':
      case 'cume_dist':
        return rankRows(memory, rows, definition.evaluate, 1);
      case 'ntile':
        return rankRows(memory, rows, 'ntile', count(0, 1));
      case 'lag':
        return shiftRows(engine, rows, args[0]!, -count(1, 1), args[2], call.ignoreNulls);
      case 'lead':
        return shiftRows(engine, rows, args[0]!, count(1, 1), args[2], call.ignoreNulls);
      case 'nth_value':
        return nthOfFrame(engine, rows, args[0]!, frames(), count(1, 1) - 1, call.ignoreNulls || constant(2, false) === true);
      case 'first_value':
        return nthOfFrame(engine, rows, args[0]!, frames(), 0, call.ignoreNulls || constant(1, false) === true);
      case 'last_value':
        return nthOfFrame(engine, rows, args[0]!, frames(), -1, call.ignoreNulls || constant(1, false) === true);
      default:
        return unreachable(definition.evaluate);
    }
  }
}
