// What a table that grows has been given so far, in order, for the streams that read it. Parts are never changed in place.
import type { ScanSource } from '../plan/scan-source.ts';
import type { Schema } from '../types/data-type.ts';

export type TablePart = ScanSource | ArrayBuffer;

export class TableGrowth {
  readonly schema: Schema | Promise<Schema>;
  #parts: readonly TablePart[] = [];
  readonly #readers = new Set<() => void>();
  constructor(schema: Schema | Promise<Schema>) {
    this.schema = schema;
  }
  get parts(): readonly TablePart[] {
    return this.#parts;
  }
  /** The same list may be given again, longer. */
  set(parts: readonly TablePart[]): void {
    this.#parts = parts;
    for (const wake of this.#readers) wake();
  }
  /** The result ends it. */
  subscribe(wake: () => void): () => void {
    this.#readers.add(wake);
    return () => this.#readers.delete(wake);
  }
}
