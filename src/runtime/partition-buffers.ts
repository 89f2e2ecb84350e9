// Rows on their way to partitions, each column of a partition one array: rows go straight to where they are written from, without a copy
// of the batch in order of partition. For columns whose values have one width, none NULL, codes of one dictionary.
// Memory: CAPACITY rows on the heap, fewer where that is too much. A partition that is full is handed on alone.
import { makeBatch } from '../column/batch.ts';
import type { Batch } from '../column/batch.ts';
import type { Column } from '../column/column.ts';
import { freeColumn } from '../column/dictionary.ts';
import type { Engine } from '../wasm/engine.ts';
import { retainDictionaries, takeValues, widthOf } from '../wasm/move.ts';

/** Rows of all partitions: each gets pieces of this share, long enough to be read as a batch. */
const CAPACITY = 5 << 16;
/** Fewer in the first batch: there is not much to come. */
const LEAST_ROWS = 8192;
/** Shorter pieces than this cost more than a copy. */
const LEAST_ROOM = 1024;
const isPlainValues = ({ layout, validityPtr }: Column): boolean =>
  (layout === 'fixed' || layout === 'dict') && validityPtr === 0;

export class PartitionBuffers {
  readonly #engine: Engine;
  readonly #partitions: number;
  readonly #maxBytes: number;
  readonly #emit: (partition: number, batch: Batch) => void;
  /** Rows a partition has room for, and those it has. */
  #room = 0;
  readonly #counts: Uint32Array;
  /** One array of `partitions` x `room` values per column; its type and dictionary are those of the first batch. */
  #columns: readonly Column[] = [];

  /** `emit` gets rows that are valid until it returns. */
  constructor(engine: Engine, partitions: number, maxBytes: number, emit: (partition: number, batch: Batch) => void) {
    this.#engine = engine;
    this.#partitions = partitions;
    this.#maxBytes = maxBytes;
    this.#emit = emit;
    this.#counts = new Uint32Array(partitions);
  }
  /** Whether it can hold the rows of a batch like this beside those it has. */
  takes({ length, columns }: Batch): boolean {
    if (!columns.every(isPlainValues)) return false;
    if (this.#columns.length === 0) return length >= LEAST_ROWS && this.#roomFor(columns) >= LEAST_ROOM;
    return columns.every(
      ({ layout, dictionary }, c) => layout === this.#columns[c]!.layout && dictionary === this.#columns[c]!.dictionary,
    );
  }
  /** Rows in order of partition: ids[starts[p] .. starts[p + 1]) belong to p. */
  add(batch: Batch, idsPtr: number, starts: Uint32Array): void {
    if (this.#columns.length === 0) this.#start(batch);
    const room = this.#room;
    for (let p = 0; p < this.#partitions; p++) {
      const end = starts[p + 1]!;
      for (let from = starts[p]!; from < end;) {
        if (this.#counts[p] === room) this.#hand(p);
        const count = this.#counts[p]!,
          n = Math.min(end - from, room - count);
        batch.columns.forEach((column, c) =>
          takeValues(this.#engine, column, idsPtr + from * 4, this.#at(c, p) + count * widthOf(column), n),
        );
        this.#counts[p] = count + n;
        from += n;
      }
    }
  }
  /** Hands on what there is, and lets go of the memory. */
  finish(): void {
    for (let p = 0; p < this.#partitions; p++) if (this.#counts[p]! > 0) this.#hand(p);
    this.close();
  }
  close(): void {
    for (const column of this.#columns) freeColumn(this.#engine.memory, column);
    this.#columns = [];
  }

  #roomFor(columns: readonly Column[]): number {
    const rowBytes = columns.reduce((sum, column) => sum + widthOf(column), 0);
    return Math.floor(Math.min(CAPACITY, this.#maxBytes / rowBytes) / this.#partitions);
  }
  #start({ columns }: Batch): void {
    const { memory } = this.#engine;
    this.#room = this.#roomFor(columns);
    this.#columns = columns.map((column) => {
      retainDictionaries(column);
      return { ...column, ptr: memory.alloc(this.#partitions * this.#room * widthOf(column)) };
    });
  }
  #at(c: number, partition: number): number {
    const column = this.#columns[c]!;
    return column.ptr + partition * this.#room * widthOf(column);
  }
  #hand(partition: number): void {
    const length = this.#counts[partition]!;
    this.#counts[partition] = 0;
    this.#emit(
      partition,
      makeBatch(
        length,
        this.#columns.map((column, c) => ({ ...column, length, ptr: this.#at(c, partition) })),
      ),
    );
  }
}
