// Per-group state on the heap: entries of a fixed size, one after the other in group order, doubled as groups come.
import { makeColumn } from '../../../column/column.ts';
import type { Column } from '../../../column/column.ts';
import type { Memory, Ptr } from '../../../column/memory.ts';
import type { DataType } from '../../../types/data-type.ts';
import type { Engine } from '../../../wasm/engine.ts';

/** Writes the start value of `bytes` bytes of entries at ptr. */
export type FillState = (memory: Memory, ptr: Ptr, bytes: number) => void;
export const fillZero: FillState = (memory, ptr, bytes) => void memory.u8(ptr, bytes).fill(0);
const FIRST_GROUPS = 64;

export class GroupState {
  readonly #engine: Engine;
  readonly #entryBytes: number;
  readonly #fill: FillState;
  #ptr: Ptr = 0;
  #capacity = 0;
  #count = 0;

  constructor(engine: Engine, entryBytes: number, fill: FillState = fillZero) {
    this.#engine = engine;
    this.#entryBytes = entryBytes;
    this.#fill = fill;
  }
  get ptr(): Ptr {
    return this.#ptr;
  }
  get count(): number {
    return this.#count;
  }
  reserve(groupCount: number): void {
    if (groupCount > this.#capacity) {
      const capacity = Math.max(groupCount, this.#capacity * 2, FIRST_GROUPS);
      this.#ptr = this.#engine.memory.realloc(this.#ptr, capacity * this.#entryBytes);
      this.#capacity = capacity;
    }
    if (groupCount > this.#count) {
      this.#fill(this.#engine.memory, this.#ptr + this.#count * this.#entryBytes, (groupCount - this.#count) * this.#entryBytes);
      this.#count = groupCount;
    }
  }
  /** Entries [from, from + n) as a fixed-width column that borrows them. */
  column(type: DataType, from: number, n: number, validityPtr: Ptr): Column {
    return makeColumn({ type, layout: 'fixed', length: n, ptr: this.#ptr + from * this.#entryBytes, validityPtr });
  }
  close(): void {
    this.#engine.memory.free(this.#ptr);
    this.#ptr = 0;
  }
}
