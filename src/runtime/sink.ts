// Where a task's rows go: one frame, one frame per partition, or frames of a result, in the order of the rows.
import { makeBatch } from '../column/batch.ts';
import { FrameWriter, batchBytes } from '../column/frame-writer.ts';
import type { FramePool } from '../column/frame-pool.ts';
import type { Attribute } from '../expr/expr.ts';
import type { Engine } from '../wasm/engine.ts';
import { plainColumn } from '../wasm/move.ts';
import { HashSink } from './hash-sink.ts';
import type { StageRun } from './message.ts';
import type { Sink } from './pipeline.ts';

export interface FrameSink extends Sink {
  finish(): { frames: (ArrayBuffer | null)[]; rows: number[] };
  close(): void;
}
const LARGE_BYTES = 1 << 18;

export function openSink(engine: Engine, { stage, internal, plainText }: StageRun, pool: FramePool): FrameSink {
  const { root, partitioning } = stage;
  const newWriter = (): FrameWriter => new FrameWriter(engine.memory, root.output, { external: internal, pool });
  if (partitioning.kind === 'hash') {
    const ordinals = partitioning.keys.map((key) => root.output.findIndex((a) => a.id === key.id));
    const writers = Array.from({ length: partitioning.partitions }, newWriter);
    return new HashSink(engine, ordinals, writers, pool.limitBytes);
  }
  return internal ? singleSink(newWriter()) : resultSink(engine, plainText, newWriter, root.output);
}
function singleSink(writer: FrameWriter): FrameSink {
  return {
    accept(batch) {
      writer.append(batch);
      return true;
    },
    finish: () => ({ rows: [writer.rows], frames: [writer.rows === 0 ? null : writer.finish()] }),
    close: () => writer.close(),
  };
}
/** Large batches become frames of their own, written once into a buffer of their size; small ones are gathered. */
function resultSink(engine: Engine, plainText: boolean, newWriter: () => FrameWriter, output: readonly Attribute[]): FrameSink {
  const { memory } = engine;
  const temp = (bytes: number): number => memory.temp(bytes);
  const frames: ArrayBuffer[] = [];
  const rows: number[] = [];
  let gathering = newWriter();
  const finish = (writer: FrameWriter): void => {
    if (writer.rows === 0) return;
    rows.push(writer.rows);
    frames.push(writer.finish());
  };
  return {
    accept({ length, columns }) {
      const batch = makeBatch(length, plainText ? columns.map((column) => plainColumn(engine, column, temp)) : columns);
      if (batchBytes(memory, batch) < LARGE_BYTES || batch.columns.some((column) => column.dictionary)) gathering.append(batch);
      else {
        finish(gathering);
        gathering = newWriter();
        const writer = new FrameWriter(memory, output);
        writer.append(batch);
        finish(writer);
      }
      return true;
    },
    finish() {
      finish(gathering);
      return { frames, rows };
    },
    close: () => gathering.close(),
  };
}
