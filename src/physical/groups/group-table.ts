// Rows -> group ids, numbered in order of first appearance: keys are encoded (strings to codes), packed into words, found in a table.
// The layout is chosen from the first batch (or given bounds); a value that does not fit widens it and the stored keys are packed anew.
// Used by aggregation, distinct, joins and set operations. NULL equals NULL here; a join masks NULL keys itself.
// Memory: slots (2 to 8 per group), keys (8 bytes x words per group), interned strings. Cost: 1-3 ns a row dense, 5-50 hashed.
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { must } from '../../types/assert.ts';
import { storageOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { Engine } from '../../wasm/engine.ts';
import { createKeyEncoder } from './key-encoder.ts';
import { areBounds, fitField, fixedField, widenField } from './key-field.ts';
import type { Bounds, KeyField, RangedStorage } from './key-field.ts';
import { KeyLayout } from './key-layout.ts';
import { zeroedTemp } from './key-source.ts';
import type { KeyEncoder, KeySource } from './key-source.ts';
import { DENSE, chooseSlots } from './slots.ts';
import type { Slots } from './slots.ts';

export interface GroupTable {
  /** Groups seen so far. */
  readonly count: number;
  /** Group id (u32) of each row, in temp memory; new keys get the next ids. */
  assign(columns: readonly Column[], n: number): Ptr;
  /** Group id of each row, 0xffffffff where the key is unknown; nothing is added. In temp memory. */
  lookup(columns: readonly Column[], n: number): Ptr;
  /** Keys of groups [from, from + n), in temp memory; strings as dictionary columns borrowed from the table. */
  keys(from: number, n: number): Column[];
  close(): void;
}
/** `bounds`: known range of a key's integers or codes, if any; no promise, only a hint. */
export function createGroupTable(engine: Engine, keyTypes: readonly DataType[], bounds?: readonly (Bounds | null)[]): GroupTable {
  return new PackedGroupTable(engine, keyTypes, bounds ?? []);
}

/** The kernels' state: u32 fields at `statePtr`. */
const enum At {
  Slots,
  Shift,
  Mask,
  Keys,
  Count,
  Limit,
  Width,
  Size,
}
const FIRST_LIMIT = 1024;
const MAX_GROUPS = 2 ** 28;
const REPACK_ROWS = 8192;
const BOUNDS = { i8: 'boundsOfI8', i16: 'boundsOfI16', i32: 'boundsOfI32', i64: 'boundsOfI64' } as const;

class PackedGroupTable implements GroupTable {
  readonly #engine: Engine;
  readonly #encoders: readonly KeyEncoder[];
  readonly #storages: readonly (RangedStorage | undefined)[];
  readonly #types: readonly DataType[];
  readonly #bounds: readonly (Bounds | null)[];
  readonly #statePtr: Ptr;
  #layout: KeyLayout | undefined;
  #slots: Slots = DENSE;
  /** Ids the keys block has room for. */
  #capacity = 0;
  #firstRows = 0;
  #rows = 0;

  constructor(engine: Engine, keyTypes: readonly DataType[], bounds: readonly (Bounds | null)[]) {
    this.#engine = engine;
    this.#types = keyTypes;
    this.#bounds = bounds;
    this.#encoders = keyTypes.map((type) => createKeyEncoder(engine, type));
    this.#storages = keyTypes.map(rangedStorage);
    this.#statePtr = engine.memory.alloc(At.Size * 4);
    this.#state().fill(0);
  }
  get count(): number {
    return this.#state()[At.Count]!;
  }

  assign(columns: readonly Column[], n: number): Ptr {
    const { memory, kernels } = this.#engine;
    const idsPtr = memory.temp(n * 4);
    if (n === 0) return idsPtr;
    const sources = this.#encoders.map((encoder, c) => encoder.encode(columns[c]!));
    if (!this.#layout) this.#start(sources, n);
    if (this.#assignDirect(sources, idsPtr, n)) return idsPtr;
    let layout = this.#layout!;
    let wordsPtr = memory.temp(n * layout.width * layout.wordBytes);
    for (let misfit; (misfit = layout.pack(sources, n, wordsPtr, 0)) >= 0;) {
      layout = this.#widen(misfit, sources[misfit]!, n);
      wordsPtr = memory.temp(n * layout.width * layout.wordBytes);
    }
    let row = 0;
    while ((row = this.#slots.assign(kernels, this.#statePtr, wordsPtr, n * 8, idsPtr, row, n)) < n) this.#grow(this.#rows + row);
    this.#rows += n;
    return idsPtr;
  }
  /** Without packing, where the table allows it and all rows fit; ids given until then stand. */
  #assignDirect(sources: readonly KeySource[], idsPtr: Ptr, n: number): boolean {
    const direct = this.#slots === DENSE ? this.#layout!.directRange(sources) : undefined;
    if (!direct) return false;
    const { kernels } = this.#engine;
    const { ptr } = sources[0]!;
    for (let row = 0; ;) {
      row = kernels.assignDenseI32(this.#statePtr, ptr, direct.min, direct.range, idsPtr, row, n);
      if (row === n) break;
      const { count } = this;
      if (count < this.#capacity) return false;
      this.#grow(this.#rows + row);
    }
    this.#rows += n;
    return true;
  }
  lookup(columns: readonly Column[], n: number): Ptr {
    const { memory, kernels } = this.#engine;
    const idsPtr = memory.temp(n * 4);
    const layout = this.#layout;
    if (!layout) {
      memory.u32(idsPtr, n).fill(0xffffffff);
      return idsPtr;
    }
    const sources = this.#encoders.map((encoder, c) => encoder.lookup(columns[c]!));
    const wordsPtr = memory.temp(n * layout.width * layout.wordBytes);
    const missPtr = zeroedTemp(this.#engine, n);
    layout.pack(sources, n, wordsPtr, missPtr);
    this.#slots.lookup(kernels, this.#statePtr, wordsPtr, n * 8, idsPtr, n);
    kernels.maskMisses(idsPtr, missPtr, n);
    return idsPtr;
  }
  keys(from: number, n: number): Column[] {
    const layout = this.#layout;
    if (!layout) return this.#encoders.map((encoder) => encoder.decode({ ptr: 0, validityPtr: 0 }, 0));
    const keysPtr = this.#state()[At.Keys]! + from * layout.width * 8;
    return this.#encoders.map((encoder, k) => encoder.decode(layout.unpack(k, keysPtr, n), n));
  }
  close(): void {
    const { memory } = this.#engine;
    for (const encoder of this.#encoders) encoder.close();
    const state = this.#state();
    memory.free(state[At.Slots]!);
    memory.free(state[At.Keys]!);
    memory.free(this.#statePtr);
  }

  /** Layout and table for the first rows. */
  #start(sources: readonly KeySource[], n: number): void {
    const fields = sources.map((source, k): KeyField => {
      const storage = this.#storages[k];
      if (!storage) return must(fixedField(storageOf(this.#types[k]!)), 'field of a key');
      const codes = this.#encoders[k]!.codeCount();
      if (codes !== undefined) return fitField(storage, { min: 0n, max: BigInt(Math.max(codes - 1, 0)) });
      const hint = this.#bounds[k];
      return fitField(storage, hint && areBounds(storage, hint) ? hint : this.#measure(storage, source, n));
    });
    this.#firstRows = n;
    this.#layout = new KeyLayout(this.#engine, fields);
    this.#state()[At.Width] = this.#layout.width;
    this.#reserveKeys(FIRST_LIMIT);
    this.#makeSlots();
  }
  #measure(storage: RangedStorage, { ptr, validityPtr }: KeySource, n: number): Bounds {
    const { memory, kernels } = this.#engine;
    const outPtr = memory.temp(16);
    if (kernels[BOUNDS[storage]](ptr, validityPtr, outPtr, n) === 0) return { min: 0n, max: 0n };
    const [min, max] = memory.i64(outPtr, 2);
    return { min: min!, max: max! };
  }
  /** A layout in which the rows of `source` fit field `misfit`; stored keys are packed anew, ids stay. */
  #widen(misfit: number, source: KeySource, n: number): KeyLayout {
    const { memory } = this.#engine;
    const old = this.#layout!;
    const field = old.fields[misfit]!;
    if (field.kind !== 'ranged') throw new Error(`a ${field.kind} field holds every value`);
    const wider = widenField(field, this.#measure(field.storage, source, n));
    const layout = new KeyLayout(
      this.#engine,
      old.fields.map((f, k) => (k === misfit ? wider : f)),
    );
    const oldKeysPtr = this.#state()[At.Keys]!;
    const keysPtr = memory.alloc(this.#capacity * layout.width * 8);
    for (let from = 0; from < this.count; from += REPACK_ROWS)
      this.#repack(old, oldKeysPtr, layout, keysPtr, from, Math.min(REPACK_ROWS, this.count - from));
    memory.free(oldKeysPtr);
    const state = this.#state();
    state[At.Keys] = keysPtr;
    state[At.Width] = layout.width;
    this.#layout = layout;
    this.#makeSlots();
    return layout;
  }
  #repack(old: KeyLayout, oldKeysPtr: Ptr, layout: KeyLayout, keysPtr: Ptr, from: number, n: number): void {
    const { memory, kernels } = this.#engine;
    const mark = memory.mark();
    const sources = old.fields.map((_, k) => old.unpack(k, oldKeysPtr + from * old.width * 8, n));
    const wordsPtr = memory.temp(n * layout.width * layout.wordBytes);
    layout.pack(sources, n, wordsPtr, 0);
    if (layout.wordBytes === 4) kernels.storeNarrowKeys(wordsPtr, keysPtr + from * 8, n);
    else kernels.storeKeys(wordsPtr, n * 8, layout.width, keysPtr + from * layout.width * 8, n);
    memory.release(mark);
  }
  /** More room: fourfold while most rows bring a new group, else double. `rows`: seen so far. */
  #grow(rows: number): void {
    const { count } = this;
    if (count >= MAX_GROUPS)
      throw new CaudalError('OUT_OF_MEMORY', `More than ${MAX_GROUPS} groups in one task.`, { hint: 'Use more partitions.' });
    this.#reserveKeys(Math.min(MAX_GROUPS, this.#capacity * (count * 2 > rows ? 4 : 2)));
    if (this.#slots !== DENSE) this.#makeSlots();
  }
  #reserveKeys(capacity: number): void {
    const keysPtr = this.#engine.memory.realloc(this.#state()[At.Keys]!, capacity * this.#layout!.width * 8);
    const state = this.#state();
    state[At.Keys] = keysPtr;
    state[At.Limit] = capacity;
    this.#capacity = capacity;
  }
  /** A fresh table of the kind and size that the layout and capacity ask for, filled from the stored keys. */
  #makeSlots(): void {
    const { memory, kernels } = this.#engine;
    const layout = this.#layout!;
    this.#slots = chooseSlots(layout, this.#firstRows);
    const slots = this.#slots === DENSE ? 2 ** layout.bits : this.#capacity * 2;
    const state = this.#state();
    memory.free(state[At.Slots]!);
    state[At.Slots] = 0;
    const slotsPtr = memory.alloc(slots * this.#slots.slotBytes);
    memory.u8(slotsPtr, slots * this.#slots.slotBytes).fill(0);
    const fresh = this.#state();
    fresh[At.Slots] = slotsPtr;
    fresh[At.Shift] = 33 + Math.clz32(slots);
    fresh[At.Mask] = slots - 1;
    this.#slots.rehash(kernels, this.#statePtr);
  }
  #state(): Uint32Array {
    return this.#engine.memory.u32(this.#statePtr, At.Size);
  }
}
/** Storage of a key's ranged field; codes are i32. undefined: its field needs no bounds. */
function rangedStorage(type: DataType): RangedStorage | undefined {
  const storage = storageOf(type);
  switch (storage) {
    case 'i8':
    case 'i16':
    case 'i32':
    case 'i64':
      return storage;
    case 'bytes':
    case 'nested':
      return 'i32';
    default:
      return undefined;
  }
}
