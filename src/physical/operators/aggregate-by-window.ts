// The partial aggregate over tumbling windows: one aggregate a window, by the other keys. These are few bits, so that they are looked up
// in an array, where keys with two times need a hash table: 12 ns a row less. Rows over more windows than a few go to one aggregate by all
// keys. Order: windows by first row. State: that of the aggregates.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Attribute } from '../../expr/expr.ts';
import { rowsByEnd, rowsOfWindow } from '../groups/by-end.ts';
import type { WindowRows } from '../groups/by-end.ts';
import type { Operator, OperatorContext, Output, Step } from '../operator.ts';
import type { HashAggregateNode } from '../physical.ts';

type Window = NonNullable<HashAggregateNode['window']>;
/** Each has a table of its own. */
const MOST_WINDOWS = 32;
/** A call of an aggregate that is still to be made; `endUs`: of the window it is for. */
interface Call {
  readonly aggregate: Operator;
  readonly endUs: bigint | undefined;
  run(out: Output): Step;
}

export class AggregateByWindow implements Operator {
  readonly #node: HashAggregateNode;
  readonly #window: Window;
  readonly #context: OperatorContext;
  readonly #create: (node: HashAggregateNode) => Operator;
  /** The node without the bounds of the window. */
  readonly #inner: HashAggregateNode;
  /** Of `end` in the input. */
  readonly #ordinal: number;
  readonly #aggregates = new Map<bigint, Operator>();
  /** Of all windows beyond these. */
  #others: Operator | undefined;
  #calls: Call[] = [];
  /** The one whose aggregate has more. */
  #unfinished: Call | undefined;

  constructor(node: HashAggregateNode, window: Window, context: OperatorContext, create: (node: HashAggregateNode) => Operator) {
    const { window: _, bounds: __, ...rest } = node;
    const isBound = (i: number): boolean => i === window.start || i === window.end;
    this.#node = node;
    this.#window = window;
    this.#context = context;
    this.#create = create;
    this.#inner = {
      ...rest,
      groupings: node.groupings.filter((_, i) => !isBound(i)),
      output: node.output.filter((_, i) => !isBound(i)),
    };
    const end = node.groupings[window.end]!;
    const { id } = end.kind === 'Alias' ? (end.input as Attribute) : end;
    this.#ordinal = node.input.output.findIndex((a) => a.id === id);
  }
  onBatch(_port: number, batch: Batch, out: Output): Step {
    if (batch.length === 0) return 'done';
    const { engine } = this.#context;
    const end = batch.columns[this.#ordinal]!;
    const parts: readonly WindowRows[] = batch.isOneWindow
      ? [{ endUs: engine.memory.i64(end.ptr, 1)[0]!, idsPtr: 0, count: batch.length }]
      : rowsByEnd(engine, end);
    const opened = parts.filter(({ endUs }) => !this.#aggregates.has(endUs)).length;
    this.#calls =
      this.#aggregates.size + opened > MOST_WINDOWS
        ? [{ aggregate: this.#ofOthers(), endUs: undefined, run: (to) => this.#ofOthers().onBatch(0, batch, to) }]
        : parts.map((part) => {
            const aggregate = this.#aggregateOf(part.endUs);
            return { aggregate, endUs: part.endUs, run: (to) => aggregate.onBatch(0, rowsOfWindow(engine, batch, part), to) };
          });
    return this.resume(out);
  }
  onEnd(port: number, out: Output): Step {
    const ending = (aggregate: Operator, endUs: bigint | undefined): Call => ({
      aggregate,
      endUs,
      run: (to) => aggregate.onEnd(port, to),
    });
    this.#calls = [...this.#aggregates].map(([endUs, aggregate]) => ending(aggregate, endUs));
    if (this.#others) this.#calls.push(ending(this.#others, undefined));
    return this.resume(out);
  }
  resume(out: Output): Step {
    let hasSent = false;
    while (!hasSent) {
      const call = this.#unfinished ?? this.#calls.shift();
      if (!call) return 'done';
      const to: Output = {
        emit: (batch) => {
          hasSent = true;
          return out.emit(call.endUs === undefined ? batch : this.#bounded(batch, call.endUs));
        },
      };
      const step = this.#unfinished ? call.aggregate.resume(to) : call.run(to);
      this.#unfinished = step === 'more' ? call : undefined;
    }
    return this.#unfinished || this.#calls.length > 0 ? 'more' : 'done';
  }
  close(): void {
    for (const aggregate of this.#aggregates.values()) aggregate.close();
    this.#others?.close();
  }

  #aggregateOf(endUs: bigint): Operator {
    let aggregate = this.#aggregates.get(endUs);
    if (!aggregate) this.#aggregates.set(endUs, (aggregate = this.#create(this.#inner)));
    return aggregate;
  }
  #ofOthers(): Operator {
    const { window: _, ...plain } = this.#node;
    return (this.#others ??= this.#create(plain));
  }
  /** What an aggregate sends, with the bounds of its window. */
  #bounded({ columns, length }: Batch, endUs: bigint): Batch {
    const { start, end, sizeUs } = this.#window;
    const bound = (i: number, us: bigint): Column => {
      const { memory } = this.#context.engine;
      const ptr = memory.temp(length * 8);
      memory.i64(ptr, length).fill(us);
      return makeColumn({ type: this.#node.output[i]!.type, layout: 'fixed', length, ptr });
    };
    let next = 0;
    const all = this.#node.output.map((_, i) =>
      i === start ? bound(i, endUs - sizeUs) : i === end ? bound(i, endUs) : columns[next++]!,
    );
    return makeBatch(length, all);
  }
}
