// Rows an operator keeps: batches copied to the heap, then joined to one whole column each. Dictionaries are merged by putting their
// values end to end, so that text stays codes. Memory: the rows once, twice for the one column that is being joined.
import type { Batch } from '../column/batch.ts';
import { makeBatch } from '../column/batch.ts';
import { makeColumn } from '../column/column.ts';
import type { Column, Dictionary } from '../column/column.ts';
import { freeColumn, makeDictionary } from '../column/dictionary.ts';
import type { Ptr } from '../column/memory.ts';
import type { DataType } from '../types/data-type.ts';
import type { Engine } from '../wasm/engine.ts';
import { concatColumns, copyColumn, retainDictionaries } from '../wasm/move.ts';

/** Merged dictionaries may hold this many entries per row; beyond, rows become plain text. */
const MAX_ENTRIES_PER_ROW = 2;

export class RowBuffer {
  readonly #engine: Engine;
  readonly #types: readonly DataType[];
  /** Pieces of each column. */
  #pieces: Column[][];
  #length = 0;

  constructor(engine: Engine, types: readonly DataType[]) {
    this.#engine = engine;
    this.#types = types;
    this.#pieces = types.map(() => []);
  }
  get length(): number {
    return this.#length;
  }
  append(columns: readonly Column[], n: number): void {
    if (n === 0) return;
    columns.forEach((column, c) => this.#pieces[c]!.push(copyColumn(this.#engine, column, this.#heap)));
    this.#length += n;
  }
  /** All rows so far as one batch of heap columns, which stay the buffer's. */
  whole(): Batch {
    this.#pieces.forEach((pieces, c) => {
      if (pieces.length === 1) return;
      this.#pieces[c] = [this.#join(pieces, this.#types[c]!)];
      for (const piece of pieces) freeColumn(this.#engine.memory, piece);
    });
    return makeBatch(
      this.#length,
      this.#pieces.map((pieces) => pieces[0]!),
    );
  }
  /** Puts other rows in the place of all: `columns` are heap columns, which become the buffer's. */
  replace(columns: readonly Column[], n: number): void {
    this.clear();
    this.#pieces = columns.map((column) => [column]);
    this.#length = n;
  }
  clear(): void {
    for (const pieces of this.#pieces) for (const piece of pieces.splice(0)) freeColumn(this.#engine.memory, piece);
    this.#length = 0;
  }

  readonly #heap = (bytes: number): Ptr => this.#engine.memory.alloc(bytes);
  #join(pieces: readonly Column[], type: DataType): Column {
    const { memory } = this.#engine;
    const mark = memory.mark();
    try {
      if (pieces.length === 0)
        return { ...concatColumns(this.#engine, [makeColumn({ type, layout: 'null', length: 0 })], this.#heap), type };
      const merged = this.#mergeDictionaries(pieces);
      const column = concatColumns(this.#engine, merged?.pieces ?? pieces, this.#heap);
      // A merged dictionary is the column's alone; others are shared with the pieces, which are about to let go.
      if (!merged) retainDictionaries(column);
      return column;
    } finally {
      memory.release(mark);
    }
  }
  /** The pieces over one dictionary that holds the values of all; undefined when they have one already, or are not worth it. */
  #mergeDictionaries(pieces: readonly Column[]): { readonly pieces: readonly Column[] } | undefined {
    const { memory, kernels } = this.#engine;
    const typed = pieces.filter((p) => p.layout !== 'null');
    const dictionaries = [...new Set(typed.map((p) => p.dictionary))];
    if (dictionaries.length < 2 || dictionaries.includes(null)) return undefined;
    const all = dictionaries as Dictionary[];
    const count = all.reduce((sum, d) => sum + d.count, 0);
    if (count > this.#length * MAX_ENTRIES_PER_ROW) return undefined;
    const base = new Map<Dictionary, number>();
    let at = 0;
    for (const d of all) {
      base.set(d, at);
      at += d.count;
    }
    const dictionary = makeDictionary(
      memory,
      concatColumns(
        this.#engine,
        all.map((d) => d.values),
        this.#heap,
      ),
      count,
      false,
    );
    return {
      pieces: pieces.map((piece) => {
        if (!piece.dictionary) return piece;
        const ptr = memory.temp(Math.max(1, piece.length * 4));
        kernels.shiftOffsets(piece.ptr, base.get(piece.dictionary)!, ptr, piece.length);
        return { ...piece, ptr, dictionary };
      }),
    };
  }
}
