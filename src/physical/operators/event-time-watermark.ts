// EventTimeWatermark: passes rows on and reports the event times among them. State: four numbers. NULL counts as time 0, as in Spark.
import type { Batch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
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

  constructor(node: EventTimeWatermarkNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#stream = must(context.stream, 'a stream around EventTimeWatermark');
    this.#ordinal = node.input.output.findIndex((a) => a.id === node.column.id);
  }
  onBatch(_port: number, batch: Batch, out: Output): Step {
    this.#observe(batch.columns[this.#ordinal]!);
    out.emit(batch);
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
