// String keys -> codes. The first dictionary's codes are used as they are while only that dictionary comes; after that, an interner's:
// it takes over that dictionary's values in order, so that codes given out stay right. Other dictionaries are remapped once each.
import { makeColumn } from '../../column/column.ts';
import type { Column, Dictionary } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { assert } from '../../types/assert.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import { Interner } from './interner.ts';
import { allNull } from './key-source.ts';
import type { KeyEncoder, KeySource } from './key-source.ts';

/** Remap tables kept; beyond, all are dropped: a stream of one-off dictionaries must not pile them up. */
const MAX_REMAPS = 32;
/** A dictionary this many times as large as a batch of keys does not travel with it. */
const SPARSE_FACTOR = 2;
/** Short values are copied as whole vectors. */
const COPY_SLACK = 16;
interface Remap {
  readonly ptr: Ptr;
  readonly count: number;
}
const identity = (dictionary: Dictionary): string | number => dictionary.sharedId ?? dictionary.id;

export class StringEncoder implements KeyEncoder {
  readonly #engine: Engine;
  readonly #type: DataType;
  readonly #remaps = new Map<string | number, Remap>();
  /** The one dictionary seen so far, while there is no interner. */
  #adopted: Dictionary | undefined;
  #interner: Interner | undefined;
  /** Codes when the remaps of `lookup` were made; they are stale when more have come. */
  #lookupCount = -1;

  constructor(engine: Engine, type: DataType) {
    this.#engine = engine;
    this.#type = type;
  }
  codeCount(): number {
    return this.#interner?.count ?? this.#adopted?.count ?? 0;
  }

  encode(column: Column): KeySource {
    if (column.layout === 'null') return allNull(this.#engine, column.length);
    if (column.dictionary && this.#adopts(column.dictionary)) return column;
    const interner = this.#interned();
    if (this.#lookupCount >= 0) this.#dropRemaps();
    return this.#code(column, (values, codesPtr) => interner.intern(values, codesPtr));
  }
  lookup(column: Column): KeySource {
    if (column.layout === 'null') return allNull(this.#engine, column.length);
    if (column.dictionary && this.#adopted && identity(column.dictionary) === identity(this.#adopted)) return column;
    const interner = this.#interned();
    if (this.#lookupCount !== interner.count) this.#dropRemaps();
    this.#lookupCount = interner.count;
    return this.#code(column, (values, codesPtr) => interner.lookup(values, codesPtr));
  }
  decode({ ptr, validityPtr }: KeySource, n: number): Column {
    const dictionary = this.#adopted ?? this.#interned().dictionary();
    const isSparse = dictionary.sharedId === undefined && dictionary.count > n * SPARSE_FACTOR && validityPtr === 0;
    return (
      (isSparse && this.#texts(dictionary.values, ptr, n)) ||
      makeColumn({ type: this.#type, layout: 'dict', length: n, ptr, validityPtr, dictionary })
    );
  }
  close(): void {
    this.#adopted?.release();
    this.#interner?.close();
    this.#dropRemaps();
  }

  /** What codes stand for, value by value: of a large dictionary few rows would carry all. undefined: that is more than 2 GiB. */
  #texts(values: Column, codesPtr: Ptr, n: number): Column | undefined {
    const { memory, kernels } = this.#engine;
    const ptr = memory.temp((n + 1) * 4);
    const total = kernels.gatherOffsets(values.ptr, codesPtr, n, ptr, 0);
    if (total < 0) return undefined;
    const bytesPtr = memory.temp(total + COPY_SLACK);
    kernels.gatherBytes(values.ptr, values.bytesPtr, codesPtr, n, bytesPtr);
    return makeColumn({ type: this.#type, layout: 'plain', length: n, ptr, bytesPtr });
  }
  #adopts(dictionary: Dictionary): boolean {
    if (this.#adopted) return identity(this.#adopted) === identity(dictionary);
    if (this.#interner || !dictionary.unique) return false;
    dictionary.retain();
    this.#adopted = dictionary;
    return true;
  }
  #interned(): Interner {
    if (this.#interner) return this.#interner;
    this.#interner = new Interner(this.#engine, this.#type);
    if (this.#adopted) {
      const { values, count } = this.#adopted;
      const { memory } = this.#engine;
      const mark = memory.mark();
      this.#interner.intern(values, memory.temp(count * 4));
      memory.release(mark);
      assert(this.#interner.count === count, 'a dictionary said to be unique repeats a value');
      this.#adopted.release();
      this.#adopted = undefined;
    }
    return this.#interner;
  }
  #code(column: Column, code: (values: Column, codesPtr: Ptr) => void): KeySource {
    const { memory, kernels } = this.#engine;
    const ptr = memory.temp(column.length * 4);
    if (column.dictionary) {
      const remap = this.#remap(column.dictionary, code);
      // Codes under NULL may be anything; all others are in the dictionary.
      if (column.validityPtr === 0) kernels.gatherCodes32(remap.ptr, column.ptr, ptr, column.length);
      else kernels.remapCodes(column.ptr, remap.ptr, remap.count, ptr, column.length);
    } else code(column, ptr);
    return { ptr, validityPtr: column.validityPtr };
  }
  #remap(dictionary: Dictionary, code: (values: Column, codesPtr: Ptr) => void): Remap {
    const known = this.#remaps.get(identity(dictionary));
    if (known) return known;
    if (this.#remaps.size >= MAX_REMAPS) this.#dropRemaps();
    const remap = { ptr: this.#engine.memory.alloc(dictionary.count * 4), count: dictionary.count };
    this.#remaps.set(identity(dictionary), remap);
    code(dictionary.values, remap.ptr);
    return remap;
  }
  #dropRemaps(): void {
    for (const { ptr } of this.#remaps.values()) this.#engine.memory.free(ptr);
    this.#remaps.clear();
    this.#lookupCount = -1;
  }
}
