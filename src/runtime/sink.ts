// Where a task's rows go: one frame, or one frame per partition by the hash of the key values.
// The hash sink copies batches into a buffer of up to 256 Ki rows before it scatters, so that partitions get long pieces.
import { makeBatch } from '../column/batch.ts';
import type { Batch } from '../column/batch.ts';
import { FrameWriter } from '../column/frame-writer.ts';
import { freeColumn } from '../column/dictionary.ts';
import type { Attribute } from '../expr/expr.ts';
import type { Partitioning } from '../physical/physical.ts';
import { partitionRows } from '../physical/partition.ts';
import type { Engine } from '../wasm/engine.ts';
import { concatColumns, copyColumn, takeColumn } from '../wasm/move.ts';
import type { Sink } from './pipeline.ts';

export interface FrameSink extends Sink {
  finish(): { frames: (ArrayBuffer | null)[]; rows: number[] };
  close(): void;
}
const BUFFERED_ROWS = 1 << 18;

/** `external`: the frames stay inside the session, whose engines hold the tables' dictionaries. */
export function openSink(engine: Engine, output: readonly Attribute[], partitioning: Partitioning, external: boolean): FrameSink {
  return partitioning.kind === 'single' ? singleSink(engine, output, external) : hashSink(engine, output, partitioning, external);
}
function singleSink(engine: Engine, output: readonly Attribute[], external: boolean): FrameSink {
  const writer = new FrameWriter(engine.memory, output, { external });
  return {
    accept: (batch) => {
      writer.append(batch);
      return true;
    },
    finish: () => ({ frames: [writer.rows === 0 ? null : writer.finish()], rows: [writer.rows] }),
    close: () => undefined,
  };
}
function hashSink(
  engine: Engine,
  output: readonly Attribute[],
  { keys, partitions }: Extract<Partitioning, { kind: 'hash' }>,
  external: boolean,
): FrameSink {
  const { memory } = engine;
  const ordinals = keys.map((key) => output.findIndex((a) => a.id === key.id));
  const writers = Array.from({ length: partitions }, () => new FrameWriter(memory, output, { external }));
  const buffered: Batch[] = [];
  let rows = 0;
  const heap = (bytes: number): number => memory.alloc(bytes);
  const temp = (bytes: number): number => memory.temp(bytes);
  const clear = (): void => {
    for (const batch of buffered.splice(0)) for (const column of batch.columns) freeColumn(memory, column);
    rows = 0;
  };
  const flush = (): void => {
    if (rows === 0) return;
    const mark = memory.mark();
    const whole = makeBatch(
      rows,
      output.map((_, c) =>
        concatColumns(
          engine,
          buffered.map((batch) => batch.columns[c]!),
          temp,
        ),
      ),
    );
    const { idsPtr, starts } = partitionRows(
      engine,
      ordinals.map((i) => whole.columns[i]!),
      rows,
      partitions,
    );
    for (let p = 0; p < partitions; p++) {
      const from = starts[p]!,
        count = starts[p + 1]! - from;
      if (count === 0) continue;
      const pieceMark = memory.mark();
      writers[p]!.append(
        makeBatch(
          count,
          whole.columns.map((column) => takeColumn(engine, column, idsPtr + from * 4, count, temp)),
        ),
      );
      memory.release(pieceMark);
    }
    memory.release(mark);
    clear();
  };
  return {
    accept(batch) {
      buffered.push(
        makeBatch(
          batch.length,
          batch.columns.map((column) => copyColumn(engine, column, heap)),
        ),
      );
      rows += batch.length;
      if (rows >= BUFFERED_ROWS) flush();
      return true;
    },
    finish() {
      flush();
      return { frames: writers.map((w) => (w.rows === 0 ? null : w.finish())), rows: writers.map((w) => w.rows) };
    },
    close: clear,
  };
}
