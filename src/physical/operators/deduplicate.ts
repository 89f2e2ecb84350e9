// Deduplicate: the first row per key over a whole stream, in order of arrival. State: the keys (state/key-state.ts). Late rows are dropped;
// at the end of an epoch's input the watermark takes away the keys that it has passed.
import type { Batch } from '../../column/batch.ts';
import { must } from '../../types/assert.ts';
import { takeBatch } from '../../wasm/move.ts';
import type { Operator, OperatorContext, OperatorDef, Output, Step } from '../operator.ts';
import type { DeduplicateNode } from '../physical.ts';
import { leastWatermark, timesOf, withoutLate } from '../state/event-times.ts';
import { KeyState } from '../state/key-state.ts';
import { END_OF_TIME_US } from '../stream.ts';
import type { PortWatermark, StreamContext } from '../stream.ts';

export const deduplicate: OperatorDef<'Deduplicate'> = {
  kind: 'Deduplicate',
  feedOrder: [0],
  explain: ({ stateId, keys, eventTime, closing }) =>
    [
      `state=${stateId} keys=[${keys.map((key) => key.name).join(', ')}]`,
      ...(eventTime ? [`late by ${eventTime.name}`] : []),
      ...(closing ? [`forgotten at ${closing.time.name} + ${closing.afterUs} us`] : []),
    ].join(' '),
  open: (node, context) => new Deduplicate(node, context),
};

class Deduplicate implements Operator {
  readonly #node: DeduplicateNode;
  readonly #context: OperatorContext;
  readonly #stream: StreamContext;
  readonly #state: KeyState;
  readonly #watermark: PortWatermark;
  #updated = 0;
  #late = 0;
  #duplicates = 0;
  #updateMs = 0;

  constructor(node: DeduplicateNode, context: OperatorContext) {
    this.#node = node;
    this.#context = context;
    this.#stream = must(context.stream, 'a stream around Deduplicate');
    this.#state = this.#stream.state(node.stateId, () => new KeyState(context.engine, node.keys));
    this.#watermark = leastWatermark(this.#stream.watermarks(node.stateId));
  }
  onBatch(_port: number, batch: Batch, out: Output): Step {
    const since = performance.now();
    const { engine } = this.#context;
    const { keys, eventTime, closing, withinWatermark } = this.#node;
    const rows = withoutLate(engine, batch, this.#ordinal(eventTime?.id), this.#watermark.lateUs);
    this.#late += batch.length - rows.length;
    if (rows.length > 0) {
      // A key without a time is kept for ever; a delay after no time is, as in Spark, one after 1970.
      const none = withinWatermark ? 0n : END_OF_TIME_US;
      const times = closing && timesOf(engine, rows.columns[this.#ordinal(closing.time.id)]!, none);
      const columns = keys.map((key) => rows.columns[this.#ordinal(key.id)]!);
      const first = this.#state.add(columns, rows.length, this.#stream.epoch.id, (row) =>
        times ? times[row]! + closing!.afterUs : END_OF_TIME_US,
      );
      this.#updated += first.length;
      this.#duplicates += rows.length - first.length;
      if (first.length > 0) out.emit(first.length === rows.length ? rows : this.#take(rows, first));
    }
    this.#updateMs += performance.now() - since;
    return 'done';
  }
  onEnd(): Step {
    const since = performance.now();
    const { evictUs } = this.#watermark;
    const { closing, stateId } = this.#node;
    const removed = closing && evictUs !== undefined ? this.#state.evict(evictUs, this.#stream.epoch.id) : 0;
    this.#stream.reportState(stateId, {
      rowsUpdated: this.#updated,
      rowsRemoved: removed,
      rowsDroppedByWatermark: this.#late,
      updateMs: this.#updateMs,
      removeMs: performance.now() - since,
      custom: { numDroppedDuplicateRows: this.#duplicates },
    });
    return 'done';
  }
  resume(): Step {
    return 'done';
  }
  close(): void {}

  #ordinal(id: number | undefined): number {
    return this.#node.input.output.findIndex((a) => a.id === id);
  }
  #take(rows: Batch, ids: Uint32Array): Batch {
    const { engine } = this.#context;
    const { memory } = engine;
    const idsPtr = memory.temp(ids.length * 4 + 32);
    memory.u32(idsPtr, ids.length).set(ids);
    return takeBatch(engine, rows, idsPtr, ids.length, (bytes) => memory.temp(bytes));
  }
}
