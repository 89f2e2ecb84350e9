// PaneAggregate: aggregation by window, row by row, for all that the plain StatefulAggregate is not for: sessions, sliding windows by
// record, triggers, allowed lateness, an update per record. State: a PaneTable. Rows come in arrival order with their window's
// bounds (and, where the semantics want it, the watermark before each row); results leave in the order in which they fire.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import { readValues } from '../../column/values.ts';
import { formatExpr } from '../../expr/format.ts';
import { typeOf } from '../../expr/type-of.ts';
import { attributeOf } from '../../plan/output.ts';
import { NO_WATERMARK } from '../../plan/row-watermarks.ts';
import { must } from '../../types/assert.ts';
import type { Value } from '../../types/value.ts';
import { takeBatch } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { CompiledExprs } from '../expressions/compile.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import { PaneTable } from '../panes/pane-table.ts';
import { PaneWindows } from '../panes/pane-windows.ts';
import type { Fired } from '../panes/pane-firing.ts';
import type { PaneAggregateNode } from '../physical.ts';
import type { StreamContext } from '../stream.ts';

export const paneAggregate: OperatorDef<'PaneAggregate'> = {
  kind: 'PaneAggregate',
  feedOrder: [0],
  explain: (node) =>
    `keys=[${node.keys.map(formatExpr).join(', ')}]${node.window ? ` window=${node.window.kind}` : ''} functions=[${node.aggregates.map((a) => formatExpr(a.call)).join(', ')}]${node.firing ? ` trigger=${node.firing.kind}` : ''}`,
  open: (node, context) => new PaneAggregate(node, context),
};

class PaneAggregate implements Operator {
  readonly #node: PaneAggregateNode;
  readonly #context: OperatorContext;
  readonly #stream: StreamContext;
  readonly #keys: CompiledExprs;
  readonly #table: PaneTable;
  readonly #windows: PaneWindows;
  /** Where start, end, and the watermark before each row stand in the input; -1: nowhere. */
  readonly #bounds: readonly [number, number];
  readonly #watermark: number;
  readonly #time: CompiledExprs;
  #sent = 0;

  constructor(node: PaneAggregateNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#stream = must(context.stream, 'a stream around PaneAggregate');
    const input = node.input.output;
    const ordinal = (id: number | undefined): number => input.findIndex((a) => a.id === id);
    this.#bounds = [ordinal(node.start?.id), ordinal(node.end?.id)];
    this.#watermark = ordinal(node.watermark?.id);
    this.#keys = compileExprs(node.keys, input, context);
    this.#time = compileExprs(node.time ? [node.time] : [], input, context);
    this.#table = this.#stream.state(node.stateId, () => new PaneTable(node.keys.map(typeOf), node.aggregates, context));
    this.#table.contents.beginEpoch(input, context);
    this.#windows = new PaneWindows(node, this.#table, this.#stream);
    this.#windows.firing.wake();
  }

  onBatch(_port: number, batch: Batch, out: Output): Step {
    const { memory } = this.#context.engine;
    const times = (at: number): readonly (bigint | null)[] | undefined =>
      at < 0 ? undefined : (readValues(memory, batch.columns[at]!) as (bigint | null)[]);
    const keys = this.#keys.evaluate(batch).map((column) => readValues(memory, column));
    const [starts, ends, marks] = [times(this.#bounds[0]), times(this.#bounds[1]), times(this.#watermark)];
    const [time] = this.#time.evaluate(batch).map((column) => readValues(memory, column) as (bigint | null)[]);
    this.#table.contents.begin(batch);
    const late: number[] = [];
    for (let row = 0; row < batch.length; row++) {
      const mark = marks?.[row] ?? NO_WATERMARK;
      if (mark > NO_WATERMARK) this.#windows.firing.advance(mark);
      const key = this.#table.keyOf(keys.map((column) => column[row]!));
      const [start, end] = [starts?.[row] ?? 0n, ends?.[row] ?? 0n];
      const at = time?.[row] ?? start;
      if (!this.#windows.row(key, start, end, at, row) && this.#isLastWindow(start, end, at)) late.push(row);
    }
    this.#table.contents.flush();
    this.#sideOutput(batch, late);
    return this.#send(out);
  }
  onEnd(_port: number, out: Output): Step {
    this.#windows.endEpoch();
    this.#stream.reportState(this.#node.stateId, this.#windows.report());
    return this.#send(out);
  }
  resume(out: Output): Step {
    return this.#send(out);
  }
  close(): void {
    this.#keys.close();
    this.#time.close();
    this.#table.contents.endEpoch();
  }

  /** A row that stands in several windows is late as a row when it is for the last of them. */
  #isLastWindow(startUs: bigint, endUs: bigint, timeUs: bigint): boolean {
    const { window } = this.#node;
    if (window?.kind === 'hop') return startUs + window.slide > timeUs;
    return window?.kind !== 'cumulate' || endUs === startUs + window.size;
  }
  #sideOutput(batch: Batch, rows: readonly number[]): void {
    if (this.#node.lateTag === null || rows.length === 0) return;
    const { engine } = this.#context;
    const ptr = engine.memory.temp(rows.length * 4);
    engine.memory.u32(ptr, rows.length).set(rows);
    const taken = takeBatch(engine, batch, ptr, rows.length, (bytes) => engine.memory.temp(bytes));
    const { lateTag, lateColumns } = this.#node;
    const input = this.#node.input.output;
    const columns = lateColumns.map((a) => taken.columns[input.findIndex((b) => b.id === a.id)]!);
    this.#stream.sideOutput(lateTag, lateColumns, makeBatch(taken.length, columns));
  }
  /** The next results. */
  #send(out: Output): Step {
    const all = this.#windows.firing.out;
    const fired = all.slice(this.#sent, this.#sent + this.#context.batchRows);
    if (fired.length === 0) return 'done';
    this.#sent += fired.length;
    const { memory } = this.#context.engine;
    const temp = (bytes: number): number => memory.temp(bytes);
    const { keys, start, end, weight } = this.#node;
    const keyIds = keys.map((key) => attributeOf(key).id);
    const columns = this.#node.output.map((attribute) => {
      const key = keyIds.indexOf(attribute.id);
      const of = (one: Fired): Value => {
        if (key >= 0) return one.key[key]!;
        if (attribute.id === start?.id) return one.startUs;
        if (attribute.id === end?.id) return one.endUs;
        if (attribute.id === weight?.id) return one.weight;
        return one.results[this.#node.aggregates.findIndex((spec) => spec.result.id === attribute.id)]!;
      };
      return buildColumn(memory, attribute.type, fired.map(of), temp);
    });
    const wanted = out.emit(makeBatch(fired.length, columns));
    if (wanted && this.#sent < all.length) return 'more';
    all.length = 0;
    this.#sent = 0;
    return 'done';
  }
}
