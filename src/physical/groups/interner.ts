// Byte strings -> u32 codes in order of first appearance: an open-addressing hash table in WASM over values kept as a plain column.
// Memory: slots (16 bytes, at most half full), offsets and bytes on the heap; doubled when a kernel stops for lack of room.
import { makeColumn } from '../../column/column.ts';
import type { Column, Dictionary } from '../../column/column.ts';
import { makeDictionary } from '../../column/dictionary.ts';
import type { Ptr } from '../../column/memory.ts';
import type { DataType } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { Engine } from '../../wasm/engine.ts';

/** The kernels' state: u32 fields at `statePtr`. */
const enum At {
  Slots,
  Shift,
  Mask,
  Offsets,
  Bytes,
  Count,
  Limit,
  BytesLimit,
  Size,
}
const SLOT_BYTES = 16;
const FIRST_LIMIT = 512;
const FIRST_BYTES = 8192;
const MAX_BYTES = 2 ** 31 - 1;

export class Interner {
  readonly #engine: Engine;
  readonly #type: DataType;
  readonly #statePtr: Ptr;
  #snapshot: Dictionary | undefined;

  constructor(engine: Engine, type: DataType) {
    this.#engine = engine;
    this.#type = type;
    this.#statePtr = engine.memory.alloc(At.Size * 4);
    this.#state().fill(0);
    this.#grow(FIRST_LIMIT, FIRST_BYTES);
    engine.memory.i32(this.#state()[At.Offsets]!, 1)[0] = 0;
  }
  get count(): number {
    return this.#state()[At.Count]!;
  }

  /** Codes of the rows of a plain column, at codesPtr; new strings get new codes. */
  intern(column: Column, codesPtr: Ptr): void {
    const { kernels } = this.#engine;
    let row = 0;
    while (
      (row = kernels.intern(this.#statePtr, column.ptr, column.bytesPtr, column.validityPtr, codesPtr, row, column.length)) <
      column.length
    )
      this.#makeRoom(column, row);
  }
  /** Codes of known strings, 0xffffffff for others. */
  lookup(column: Column, codesPtr: Ptr): void {
    this.#engine.kernels.lookupBytes(this.#statePtr, column.ptr, column.bytesPtr, column.validityPtr, codesPtr, column.length);
  }
  /** The values as a dictionary: a copy, kept until more strings come. The caller borrows it. */
  dictionary(): Dictionary {
    const { memory } = this.#engine;
    const count = this.count;
    if (this.#snapshot?.count === count) return this.#snapshot;
    this.#snapshot?.release();
    const state = this.#state();
    const used = memory.i32(state[At.Offsets]! + count * 4, 1)[0]!;
    const ptr = memory.alloc((count + 1) * 4),
      bytesPtr = memory.alloc(used);
    memory.i32(ptr, count + 1).set(memory.i32(this.#state()[At.Offsets]!, count + 1));
    memory.u8(bytesPtr, used).set(memory.u8(this.#state()[At.Bytes]!, used));
    const values = makeColumn({ type: this.#type, layout: 'plain', length: count, ptr, bytesPtr });
    return (this.#snapshot = makeDictionary(memory, values, count, true));
  }
  close(): void {
    const { memory } = this.#engine;
    const state = this.#state();
    for (const field of [At.Slots, At.Offsets, At.Bytes]) memory.free(state[field]!);
    memory.free(this.#statePtr);
    this.#snapshot?.release();
  }

  /** Room for the string at `row`, at which the kernel stopped. */
  #makeRoom(column: Column, row: number): void {
    const state = this.#state();
    const [from, to] = this.#engine.memory.i32(column.ptr + row * 4, 2);
    const used = this.#engine.memory.i32(state[At.Offsets]! + state[At.Count]! * 4, 1)[0]!;
    const needed = used + (to! - from!);
    if (needed > MAX_BYTES)
      throw new CaudalError('OUT_OF_MEMORY', 'The distinct strings of one key exceed 2 GiB.', {
        hint: 'Group by a shorter key.',
      });
    let bytesLimit = state[At.BytesLimit]!;
    while (bytesLimit < needed) bytesLimit *= 2;
    const limit = state[At.Count]! === state[At.Limit]! ? state[At.Limit] * 2 : state[At.Limit]!;
    this.#grow(limit, Math.min(bytesLimit, MAX_BYTES));
  }
  #grow(limit: number, bytesLimit: number): void {
    const { memory, kernels } = this.#engine;
    const [oldLimit, oldBytesLimit] = [this.#state()[At.Limit]!, this.#state()[At.BytesLimit]!];
    if (bytesLimit !== oldBytesLimit) this.#set(At.Bytes, memory.realloc(this.#state()[At.Bytes]!, bytesLimit));
    this.#set(At.BytesLimit, bytesLimit);
    if (limit === oldLimit) return;
    this.#set(At.Offsets, memory.realloc(this.#state()[At.Offsets]!, (limit + 1) * 4));
    const slots = limit * 2;
    memory.free(this.#state()[At.Slots]!);
    this.#set(At.Slots, 0);
    const slotsPtr = memory.alloc(slots * SLOT_BYTES);
    memory.u8(slotsPtr, slots * SLOT_BYTES).fill(0);
    this.#set(At.Slots, slotsPtr);
    this.#set(At.Shift, 32 + Math.clz32(slots) + 1);
    this.#set(At.Mask, slots - 1);
    this.#set(At.Limit, limit);
    kernels.rehashBytes(this.#statePtr);
  }
  #set(field: At, value: number): void {
    this.#state()[field] = value;
  }
  #state(): Uint32Array {
    return this.#engine.memory.u32(this.#statePtr, At.Size);
  }
}
