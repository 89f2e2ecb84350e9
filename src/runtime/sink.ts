// Where a task's rows go: one frame, or one frame per partition by the hash of the key values.
// The hash sink puts the rows of each batch in order of partition while they are in the cache, and keeps up to 256 Ki of them before it
// writes, so that partitions get long pieces.
import { makeBatch } from '../column/batch.ts';
import type { Batch } from '../column/batch.ts';
import type { Column } from '../column/column.ts';
import { FrameWriter } from '../column/frame-writer.ts';
import type { FramePool } from '../column/frame-pool.ts';
import { freeColumn } from '../column/dictionary.ts';
import type { Partitioning } from '../physical/physical.ts';
import { Partitioner } from '../physical/partition.ts';
import type { Engine } from '../wasm/engine.ts';
import { concatColumns, plainColumn, retainDictionaries, sliceColumn, takeColumn } from '../wasm/move.ts';
import type { StageRun } from './message.ts';
import type { Sink } from './pipeline.ts';

export interface FrameSink extends Sink {
  finish(): { frames: (ArrayBuffer | null)[]; rows: number[] };
  close(): void;
}
const BUFFERED_ROWS = 1 << 18;
type HashPartitioning = Extract<Partitioning, { kind: 'hash' }>;

export function openSink(engine: Engine, { stage, internal, plainText }: StageRun, pool: FramePool): FrameSink {
  const { root, partitioning } = stage;
  const newWriter = (): FrameWriter => new FrameWriter(engine.memory, root.output, { external: internal, pool });
  if (partitioning.kind === 'single') return singleSink(engine, newWriter(), plainText);
  const ordinals = partitioning.keys.map((key) => root.output.findIndex((a) => a.id === key.id));
  return hashSink(engine, ordinals, partitioning, newWriter);
}
function singleSink(engine: Engine, writer: FrameWriter, plainText: boolean): FrameSink {
  const temp = (bytes: number): number => engine.memory.temp(bytes);
  const plain = (batch: Batch): Batch =>
    makeBatch(
      batch.length,
      batch.columns.map((column) => plainColumn(engine, column, temp)),
    );
  return {
    accept: (batch) => {
      writer.append(plainText ? plain(batch) : batch);
      return true;
    },
    finish: () => ({ rows: [writer.rows], frames: [writer.rows === 0 ? null : writer.finish()] }),
    close: () => writer.close(),
  };
}

/** A batch in order of partition: partition p is rows [starts[p], starts[p + 1]). */
interface Piece {
  readonly batch: Batch;
  readonly starts: Uint32Array;
}
function hashSink(
  engine: Engine,
  ordinals: readonly number[],
  { partitions }: HashPartitioning,
  newWriter: () => FrameWriter,
): FrameSink {
  const { memory } = engine;
  const writers = Array.from({ length: partitions }, newWriter);
  const partitioner = new Partitioner(engine, partitions);
  const pieces: Piece[] = [];
  let rows = 0;
  const heap = (bytes: number): number => memory.alloc(bytes);
  const temp = (bytes: number): number => memory.temp(bytes);
  const clear = (): void => {
    for (const { batch } of pieces.splice(0)) for (const column of batch.columns) freeColumn(memory, column);
    rows = 0;
  };
  const columnOf = (c: number, p: number): Column => {
    const slices = pieces.map(({ batch, starts }) =>
      sliceColumn(engine, batch.columns[c]!, starts[p]!, starts[p + 1]! - starts[p]!, temp),
    );
    return slices.length === 1 ? slices[0]! : concatColumns(engine, slices, temp);
  };
  const flush = (): void => {
    for (let p = 0; p < partitions; p++) {
      const count = pieces.reduce((sum, { starts }) => sum + starts[p + 1]! - starts[p]!, 0);
      if (count === 0) continue;
      const mark = memory.mark();
      const columns = pieces[0]!.batch.columns.map((_, c) => columnOf(c, p));
      writers[p]!.append(makeBatch(count, columns));
      memory.release(mark);
    }
    clear();
  };
  return {
    accept(batch) {
      const keys = ordinals.map((i) => batch.columns[i]!);
      const { idsPtr, starts } = partitioner.partition(keys, batch.length);
      const columns = batch.columns.map((column) => takeColumn(engine, column, idsPtr, batch.length, heap));
      columns.forEach(retainDictionaries);
      pieces.push({ batch: makeBatch(batch.length, columns), starts });
      rows += batch.length;
      if (rows >= BUFFERED_ROWS) flush();
      return true;
    },
    finish() {
      flush();
      return { rows: writers.map((w) => w.rows), frames: writers.map((w) => (w.rows === 0 ? null : w.finish())) };
    },
    close() {
      clear();
      partitioner.close();
      for (const writer of writers) writer.close();
    },
  };
}
