// A top-level column of a row group, batch by batch: n rows at a time, whatever the pages look like.
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { LeafCursor } from './leaf-cursor.ts';
import { makeSink, zeroBitmap } from './leaf-sink.ts';
import type { LeafSink } from './leaf-sink.ts';

export interface ColumnReader {
  /** The next n rows, in temp memory or in the page, so good until the next call. */
  read(n: number): Column;
  skip(n: number): void;
  readonly bytesRead: number;
  close(): void;
}
/** Rows decoded and thrown away per step when a page cannot be skipped whole. */
export const SKIP_ROWS = 8192;

/** A leaf outside of lists and structs: one entry per row. */
export class FlatReader implements ColumnReader {
  readonly #engine: Engine;
  readonly #cursor: LeafCursor;
  constructor(engine: Engine, cursor: LeafCursor) {
    this.#engine = engine;
    this.#cursor = cursor;
  }
  get bytesRead(): number {
    return this.#cursor.bytesRead;
  }
  read(n: number): Column {
    const cursor = this.#cursor;
    const validity = cursor.maxDef > 0 ? zeroBitmap(this.#engine, n) : 0;
    let sink: LeafSink | undefined,
      valid = 0;
    for (let row = 0; row < n;) {
      this.#enterPage();
      const k = Math.min(n - row, cursor.left);
      const values = this.#takeEntries(validity, row, k);
      // All of them from one page and none NULL: they may stay there.
      const ptr = values === n ? cursor.passValues(n) : 0;
      if (ptr !== 0) return makeColumn({ type: cursor.node.type, layout: 'fixed', length: n, ptr });
      sink ??= makeSink(this.#engine, cursor.node, n);
      cursor.takeValues(sink, values);
      valid += values;
      row += k;
    }
    return sink!.finish(n, valid < n ? validity : 0);
  }
  skip(n: number): void {
    const { memory } = this.#engine;
    for (let left = n; left > 0;) {
      this.#enterPage();
      const cursor = this.#cursor;
      if (!cursor.opened && cursor.left <= left) {
        left -= cursor.left;
        cursor.skipPage();
        continue;
      }
      const mark = memory.mark(),
        k = Math.min(left, cursor.left, SKIP_ROWS);
      this.read(k);
      memory.release(mark);
      left -= k;
    }
  }
  close(): void {
    this.#cursor.close();
  }

  #enterPage(): void {
    if (this.#cursor.left === 0 && !this.#cursor.nextPage())
      throw this.#cursor.fail('the column has fewer rows than its row group');
  }
  #takeEntries(validity: Ptr, row: number, k: number): number {
    if (validity !== 0) return this.#cursor.takeValidity(validity, row, k);
    this.#cursor.takeRequired(k);
    return k;
  }
}
