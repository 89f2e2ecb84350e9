// Blocks of in-memory tables in one engine: engine layout, loaded once, read without copying. Owner: the worker; freed by `drop`.
// Memory: heap blocks per segment and column; a dictionary shared by all blocks of a column is held once.
import type { Batch } from './batch.ts';
import type { Column, Dictionary } from './column.ts';
import { freeColumn, makeDictionary } from './dictionary.ts';
import { FrameReader } from './frame-reader.ts';
import type { SharedDictionaries } from './frame-reader.ts';
import type { Memory } from './memory.ts';

export class BlockStore implements SharedDictionaries {
  readonly #memory: Memory;
  readonly #blocks = new Map<string, readonly Batch[]>();
  readonly #dictionaries = new Map<string, Dictionary>();
  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Loads a frame as block `id`. Its dict columns retain their dictionaries. */
  load(id: string, frame: ArrayBuffer): void {
    if (this.#blocks.has(id)) return;
    const reader = new FrameReader(this.#memory, frame, this);
    const batches: Batch[] = [];
    for (let i = 0; i < reader.segments; i++) {
      const batch = reader.load(i, (bytes) => this.#memory.alloc(bytes));
      for (const column of batch.columns) this.#retain(column);
      batches.push(batch);
    }
    reader.close();
    this.#blocks.set(id, batches);
  }
  has(id: string): boolean {
    return this.#blocks.has(id);
  }
  batches(id: string): readonly Batch[] {
    const batches = this.#blocks.get(id);
    if (!batches) throw new Error(`block ${id} is not loaded here`);
    return batches;
  }
  /** Frees every block of a table (ids begin with `prefix`). */
  drop(prefix: string): void {
    for (const [id, batches] of this.#blocks) {
      if (!id.startsWith(prefix)) continue;
      for (const batch of batches) for (const column of batch.columns) freeColumn(this.#memory, column);
      this.#blocks.delete(id);
    }
    for (const [id, dictionary] of this.#dictionaries) {
      if (!id.startsWith(prefix)) continue;
      dictionary.release();
      this.#dictionaries.delete(id);
    }
  }
  find(sharedId: string): Dictionary | undefined {
    return this.#dictionaries.get(sharedId);
  }

  /** Registers a frame's only column, plain text, as the dictionary of a table's column. */
  loadDictionary(sharedId: string, frame: ArrayBuffer): void {
    if (this.#dictionaries.has(sharedId)) return;
    const reader = new FrameReader(this.#memory, frame);
    const values = reader.load(0, (bytes) => this.#memory.alloc(bytes)).columns[0]!;
    reader.close();
    this.#dictionaries.set(sharedId, makeDictionary(this.#memory, values, values.length, true, sharedId));
  }

  #retain(column: Column): void {
    column.dictionary?.retain();
    for (const child of column.children) this.#retain(child);
  }
}
