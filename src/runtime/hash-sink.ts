// Rows to one frame per partition, by the hash of key values. While all columns are plain values rows go straight to arrays per partition
// (partition-buffers.ts). From the first other batch on, the rows of each batch are put in order of partition while they are in the
// cache; up to 256 Ki of them are kept before they are written, so that partitions get long pieces. Memory: the kept rows, on the heap.
import { makeBatch } from '../column/batch.ts';
import type { Batch } from '../column/batch.ts';
import type { Column } from '../column/column.ts';
import { freeColumn } from '../column/dictionary.ts';
import type { FrameWriter } from '../column/frame-writer.ts';
import type { Ptr } from '../column/memory.ts';
import { PartitionBuffers } from './partition-buffers.ts';
import { Partitioner } from '../physical/partition.ts';
import type { Engine } from '../wasm/engine.ts';
import { concatColumns, retainDictionaries, sliceColumn, takeColumn, widthOf } from '../wasm/move.ts';

const KEPT_ROWS = 1 << 18;
/** A batch in order of partition: partition p is rows [starts[p], starts[p + 1]). */
interface Piece {
  readonly batch: Batch;
  readonly starts: Uint32Array;
}

export class HashSink {
  readonly #engine: Engine;
  readonly #ordinals: readonly number[];
  /** One per partition; their number is a power of two. */
  readonly #writers: readonly FrameWriter[];
  readonly #partitioner: Partitioner;
  /** Until a batch comes that it does not take: partitions keep the order of rows. */
  #buffers: PartitionBuffers | undefined;
  readonly #pieces: Piece[] = [];
  #rows = 0;

  /** `ordinals`: the keys' columns. `bufferBytes`: what arrays per partition may take. */
  constructor(engine: Engine, ordinals: readonly number[], writers: readonly FrameWriter[], bufferBytes: number) {
    this.#engine = engine;
    this.#ordinals = ordinals;
    this.#writers = writers;
    this.#partitioner = new Partitioner(engine, writers.length);
    this.#buffers = new PartitionBuffers(engine, writers.length, bufferBytes, (p, batch) => writers[p]!.append(batch));
  }
  accept(batch: Batch): boolean {
    const { memory } = this.#engine;
    const keys = this.#ordinals.map((i) => batch.columns[i]!);
    const { idsPtr, starts } = this.#partitioner.partition(keys, batch.length);
    if (this.#buffers?.takes(batch)) {
      this.#buffers.add(batch, idsPtr, starts);
      return true;
    }
    this.#endBuffers();
    const heap = (bytes: number): Ptr => memory.alloc(bytes);
    const columns = batch.columns.map((column) => takeColumn(this.#engine, column, idsPtr, batch.length, heap));
    columns.forEach(retainDictionaries);
    this.#pieces.push({ batch: makeBatch(batch.length, columns), starts });
    this.#rows += batch.length;
    if (this.#rows >= KEPT_ROWS) this.#write();
    return true;
  }
  finish(): { frames: (ArrayBuffer | null)[]; rows: number[] } {
    this.#endBuffers();
    this.#write();
    const rows = this.#writers.map((writer) => writer.rows);
    return { rows, frames: this.#writers.map((writer, p) => (rows[p] === 0 ? null : writer.finish())) };
  }
  close(): void {
    this.#buffers?.close();
    this.#clear();
    this.#partitioner.close();
    for (const writer of this.#writers) writer.close();
  }

  #endBuffers(): void {
    this.#buffers?.finish();
    this.#buffers = undefined;
  }
  #clear(): void {
    for (const { batch } of this.#pieces.splice(0)) for (const column of batch.columns) freeColumn(this.#engine.memory, column);
    this.#rows = 0;
  }
  #write(): void {
    const { memory } = this.#engine;
    this.#writers.forEach((writer, p) => {
      const count = this.#pieces.reduce((sum, { starts }) => sum + starts[p + 1]! - starts[p]!, 0);
      if (count === 0) return;
      const mark = memory.mark();
      const columns = this.#pieces[0]!.batch.columns.map((_, c) => this.#packed(c, p, count) ?? this.#joined(c, p));
      writer.append(makeBatch(count, columns));
      memory.release(mark);
    });
    this.#clear();
  }
  /**
   * Column c of partition p where values have one width and none is NULL: no columns need to be made of its slices, of which a task
   * with eight columns and 16 partitions has 4,000.
   */
  #packed(c: number, p: number, count: number): Column | undefined {
    const first = this.#pieces[0]!.batch.columns[c]!;
    if (first.layout !== 'fixed' && first.layout !== 'dict') return undefined;
    const { memory, kernels } = this.#engine;
    const width = widthOf(first),
      ptr = memory.temp(count * width);
    let at = ptr;
    for (const { batch, starts } of this.#pieces) {
      const piece = batch.columns[c]!;
      if (piece.layout !== first.layout || piece.dictionary !== first.dictionary || piece.validityPtr !== 0) return undefined;
      const bytes = (starts[p + 1]! - starts[p]!) * width;
      kernels.copyBytes(piece.ptr + starts[p]! * width, at, bytes);
      at += bytes;
    }
    return { ...first, length: count, ptr };
  }
  #joined(c: number, p: number): Column {
    const { memory } = this.#engine;
    const temp = (bytes: number): Ptr => memory.temp(bytes);
    const slices = this.#pieces.map(({ batch, starts }) =>
      sliceColumn(this.#engine, batch.columns[c]!, starts[p]!, starts[p + 1]! - starts[p]!, temp),
    );
    return slices.length === 1 ? slices[0]! : concatColumns(this.#engine, slices, temp);
  }
}
