// EventTimeWatermark: passes rows on and reports the event times among them; NULL counts as time 0, as in Spark. Where the watermark moves
// with each row, a column says what it was before the row. State: four numbers.
import type { Batch } from '../../column/batch.ts';
import { makeBatch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import type { Column } from '../../column/column.ts';
import { readValues } from '../../column/values.ts';
import { watermarkLagMs } from '../../plan/row-watermarks.ts';
import { BIGINT } from '../../types/data-type.ts';
import { must } from '../../types/assert.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { EventTimeWatermarkNode } from '../physical.ts';
import type { StreamContext } from '../stream.ts';

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

  constructor(node: EventTimeWatermarkNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#stream = must(context.stream, 'a stream around EventTimeWatermark');
    this.#ordinal = node.input.output.findIndex((a) => a.id === node.column.id);
    this.#watermarkUs = this.#stream.rowWatermark(node.watermarkId);
  }
  onBatch(_port: number, batch: Batch, out: Output): Step {
    const column = batch.columns[this.#ordinal]!;
    this.#observe(column);
    out.emit(
      this.#node.rowWatermark
        ? makeBatch(batch.length, [...batch.columns, this.#rowWatermarks(column)], batch.weightsPtr)
        : batch,
    );
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
    const { memory } = this.#context.engine;
    const lagUs = watermarkLagMs(this.#stream.semantics, this.#node.delayMs ?? 0) * 1000n;
    const marks = readValues(memory, column).map((time) => {
      const before = this.#watermarkUs ?? null;
      const made = time === null ? undefined : (time as bigint) - lagUs;
      if (made !== undefined && (before === null || made > before)) this.#watermarkUs = made;
      return before;
    });
    return buildColumn(memory, BIGINT, marks, (bytes) => memory.temp(bytes));
  }
  #observe(column: Column): void {
    const { memory } = this.#context.engine;
    const n = column.length;
    this.#count += n;
    const words = column.layout === 'fixed' ? memory.u32(column.ptr, n * 2) : undefined;
    const bits = column.validityPtr ? memory.u8(column.validityPtr, (n + 7) >> 3) : undefined;
    for (let i = 0; i < n; i++) {
      const isNull = !words || (bits && ((bits[i >> 3]! >> (i & 7)) & 1) === 0);
      const ms = isNull ? 0 : millisecondsAt(words, i * 2);
      if (ms < this.#min) this.#min = ms;
      if (ms > this.#max) this.#max = ms;
      this.#sum += ms;
    }
  }
}
/** floor(µs / 1000) without BigInt: 2^32 µs are 4,294,967 ms and 296 µs. */
const millisecondsAt = (words: Uint32Array, at: number): number =>
  (words[at + 1]! | 0) * 4_294_967 + Math.floor(((words[at + 1]! | 0) * 296 + words[at]!) / 1000);
