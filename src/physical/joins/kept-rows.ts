// Rows that an operator must keep whole: copies of batches in heap memory, put end to end once the input has ended.
// Memory: pieces until `seal`, then one column each; for a moment both.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import { freeColumn } from '../../column/dictionary.ts';
import type { Attribute } from '../../expr/expr.ts';
import type { Engine } from '../../wasm/engine.ts';
import { concatColumns, copyColumn, retainDictionaries } from '../../wasm/move.ts';

export class KeptRows {
  readonly #engine: Engine;
  readonly #fields: readonly Attribute[];
  #pieces: Batch[] = [];
  #whole: Batch | null = null;
  #rows = 0;

  constructor(engine: Engine, fields: readonly Attribute[]) {
    this.#engine = engine;
    this.#fields = fields;
  }
  get rows(): number {
    return this.#rows;
  }
  append(batch: Batch): void {
    const heap = (bytes: number): number => this.#engine.memory.alloc(bytes);
    this.#pieces.push(
      makeBatch(
        batch.length,
        batch.columns.map((column) => copyColumn(this.#engine, column, heap)),
      ),
    );
    this.#rows += batch.length;
  }
  /** All rows as one batch; heap memory of this object. */
  seal(): Batch {
    if (this.#whole) return this.#whole;
    if (this.#pieces.length === 1) {
      this.#whole = this.#pieces.pop()!;
      return this.#whole;
    }
    const heap = (bytes: number): number => this.#engine.memory.alloc(bytes);
    const columns: Column[] = [];
    for (const [c, field] of this.#fields.entries()) {
      const pieces = this.#pieces.map((piece) => piece.columns[c]!);
      const column =
        pieces.length === 0
          ? makeColumn({ type: field.type, layout: 'null', length: 0 })
          : concatColumns(this.#engine, pieces, heap);
      retainDictionaries(column);
      columns.push(column);
      for (const piece of pieces) freeColumn(this.#engine.memory, piece);
    }
    this.#pieces = [];
    this.#whole = makeBatch(this.#rows, columns);
    return this.#whole;
  }
  close(): void {
    const { memory } = this.#engine;
    for (const piece of this.#pieces) for (const column of piece.columns) freeColumn(memory, column);
    if (this.#whole) for (const column of this.#whole.columns) freeColumn(memory, column);
    this.#pieces = [];
    this.#whole = null;
  }
}
