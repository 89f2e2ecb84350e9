// EventTimeWatermark: passes rows on and reports the event times among them; NULL counts as time 0, as in Spark. Where the watermark moves
// with each row, a column says what it was before the row. State: four numbers.
import type { Batch } from '../../column/batch.ts';
import { makeBatch } from '../../column/batch.ts';
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import { NO_WATERMARK, watermarkLagMs } from '../../plan/row-watermarks.ts';
import { BIGINT } from '../../types/data-type.ts';
import { must } from '../../types/assert.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { EventTimeWatermarkNode } from '../physical.ts';
import type { RowWatermark, StreamContext } from '../stream.ts';

export const eventTimeWatermark: OperatorDef<'EventTimeWatermark'> = {
  kind: 'EventTimeWatermark',
  feedOrder: [0],
  explain: ({ column, delayMs }) => `${column.name} ${delayMs === null ? 'by the source' : `delay=${delayMs} ms`}`,
  open: (node, context) => new EventTimeWatermark(node, context),
};

class EventTimeWatermark implements Operator {
  readonly #node: EventTimeWatermarkNode;
  readonly #context: OperatorContext;
  readonly #stream: StreamContext;
  readonly #ordinal: number;
  #count = 0;
  #min = Infinity;
  #max = -Infinity;
  #sum = 0;
  /** The watermark so far. */
  #watermarkUs: bigint | undefined;
  readonly #others: RowWatermark['others'];

  constructor(node: EventTimeWatermarkNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#stream = must(context.stream, 'a stream around EventTimeWatermark');
    this.#ordinal = node.input.output.findIndex((a) => a.id === node.column.id);
    const before = this.#stream.rowWatermark(node.watermarkId);
    this.#watermarkUs = before?.us;
    this.#others = before?.others;
  }
  onBatch(_port: number, batch: Batch, out: Output): Step {
    const column = batch.columns[this.#ordinal]!;
    this.#observe(column);
    out.emit(this.#node.rowWatermark ? makeBatch(batch.length, [...batch.columns, this.#rowWatermarks(column)]) : batch);
    return 'done';
  }
  onEnd(): Step {
    if (this.#count > 0) {
      const stats = { count: this.#count, min: this.#min, max: this.#max, sum: this.#sum };
      this.#stream.reportEventTime(this.#node.watermarkId, stats);
    }
    return 'done';
  }
  resume(): Step {
    return 'done';
  }
  close(): void {}

  #rowWatermarks(column: Column): Column {
    const { memory, kernels } = this.#context.engine;
    const n = column.length;
    const before = this.#watermarkUs;
    const ptr = memory.temp(Math.max(8, n * 8));
    const lagUs = watermarkLagMs(this.#stream.semantics, this.#node.delayMs ?? 0) * 1000n;
    if (column.layout !== 'fixed') memory.i64(ptr, n).fill(before ?? NO_WATERMARK);
    else {
      const after = kernels.runningWatermark(column.ptr, column.validityPtr, before ?? NO_WATERMARK, lagUs, ptr, n);
      if (after > NO_WATERMARK) this.#watermarkUs = after;
    }
    this.#meetOthers(memory.i64(ptr, n));
    return makeColumn({ type: BIGINT, layout: 'fixed', length: n, ptr });
  }
  /** The marks ascend. */
  #meetOthers(marks: BigInt64Array): void {
    if (!this.#others) return;
    const us = this.#others.us ?? NO_WATERMARK;
    const from = marks.findIndex((mark) => mark > us);
    if (this.#others.policy === 'max') marks.fill(us, 0, from < 0 ? marks.length : from);
    else if (from >= 0) marks.fill(us, from);
  }
  #observe(column: Column): void {
    const { memory, kernels } = this.#context.engine;
    const n = column.length;
    if (n === 0) return;
    this.#count += n;
    if (column.layout !== 'fixed') return this.#note(0, 0, 0);
    const out = memory.temp(24);
    kernels.timeExtent(column.ptr, column.validityPtr, out, n);
    const [least, greatest] = memory.i64(out, 2);
    this.#note(millisecondsOf(least!), millisecondsOf(greatest!), memory.f64(out + 16, 1)[0]!);
  }
  #note(min: number, max: number, sum: number): void {
    this.#min = Math.min(this.#min, min);
    this.#max = Math.max(this.#max, max);
    this.#sum += sum;
  }
}
const millisecondsOf = (us: bigint): number => Number(us >= 0n ? us / 1000n : -((-us + 999n) / 1000n));
