// StreamLimit: the first rows of a whole stream. State: how many have gone. Order: kept.
import { makeBatch } from '../../column/batch.ts';
import { buildColumn } from '../../column/builder.ts';
import { readValues } from '../../column/values.ts';
import { must } from '../../types/assert.ts';
import { BIGINT } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import { sliceColumn } from '../../wasm/move.ts';
import type { OperatorDef, Step } from '../operator.ts';
import type { OperatorState, StateReader, StateSize, StateWriter } from '../stream.ts';

export const streamLimit: OperatorDef<'StreamLimit'> = {
  kind: 'StreamLimit',
  feedOrder: [0],
  explain: ({ stateId, limit }) => `state=${stateId} ${limit}`,
  open({ stateId, limit }, context) {
    const { engine } = context;
    const stream = must(context.stream, 'a stream around StreamLimit');
    const sent = stream.state(stateId, () => new SentRows(engine));
    const before = sent.count;
    return {
      onBatch(_port, batch, out): Step {
        const count = Math.min(batch.length, limit - sent.count);
        if (count <= 0) return 'done';
        sent.count += count;
        const temp = (bytes: number): number => engine.memory.temp(bytes);
        out.emit(
          makeBatch(
            count,
            batch.columns.map((column) => sliceColumn(engine, column, 0, count, temp)),
          ),
        );
        return 'done';
      },
      onEnd(): Step {
        const rowsUpdated = sent.count > before ? 1 : 0;
        stream.reportState(stateId, { rowsUpdated, rowsRemoved: 0, rowsDroppedByWatermark: 0, updateMs: 0, removeMs: 0 });
        return 'done';
      },
      resume: () => 'done',
      close: () => undefined,
    };
  },
};

class SentRows implements OperatorState {
  readonly #engine: Engine;
  count = 0;
  constructor(engine: Engine) {
    this.#engine = engine;
  }
  save(writer: StateWriter): void {
    const { memory } = this.#engine;
    const column = buildColumn(memory, BIGINT, [BigInt(this.count)], (bytes) => memory.temp(bytes));
    writer.table('sent', [{ name: 'count', type: BIGINT, nullable: false }], 0).put(makeBatch(1, [column]));
  }
  load(reader: StateReader): void {
    reader.read('sent', (batch) => (this.count = Number(readValues(this.#engine.memory, batch.columns[0]!)[0])));
  }
  size(): StateSize {
    return { rows: this.count > 0 ? 1 : 0, bytes: 8 };
  }
  close(): void {}
}
