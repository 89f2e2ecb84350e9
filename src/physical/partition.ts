// Rows to partitions by the hash of key values: equal values meet in any layout, on any worker. Dictionary entries are hashed once per dictionary.
import { bitmapBytes } from '../column/column.ts';
import type { Column, Dictionary } from '../column/column.ts';
import type { Ptr } from '../column/memory.ts';
import { storageOf } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Engine } from '../wasm/engine.ts';
import { zeroedTemp } from './groups/key-source.ts';

/** Row ids in order of partition, in temp memory; partition p is ids[starts[p] .. starts[p + 1]). */
interface PartitionedRows {
  readonly idsPtr: Ptr;
  readonly starts: Uint32Array;
}
/** Hashes of a dictionary's entries, on the heap. */
interface EntryHashes {
  readonly dictionary: Dictionary;
  readonly ptr: Ptr;
}
/** Kept for this many dictionaries; those of one-off dictionaries must not pile up. */
const MAX_DICTIONARIES = 16;
/** Goes up when the hash of any type changes: what a stream has saved by another hash is then spread anew. */
export const PARTITION_HASH = 1;

export class Partitioner {
  readonly #engine: Engine;
  readonly #bits: number;
  readonly #entries: EntryHashes[] = [];

  /** `partitions` is a power of two. */
  constructor(engine: Engine, partitions: number) {
    this.#engine = engine;
    this.#bits = Math.log2(partitions);
  }
  partition(keys: readonly Column[], n: number): PartitionedRows {
    const { memory, kernels } = this.#engine;
    const hashesPtr = memory.temp(Math.max(1, n) * 4);
    keys.forEach((key, i) => this.#hash(key, n, hashesPtr, i === 0));
    if (keys.length === 0) memory.u32(hashesPtr, n).fill(0);
    const count = 2 ** this.#bits + 1;
    const idsPtr = memory.temp(Math.max(1, n) * 4),
      startsPtr = memory.temp(count * 4);
    memory.u32(startsPtr, count).fill(0);
    kernels.partitionIds(hashesPtr, n, this.#bits, idsPtr, startsPtr);
    return { idsPtr, starts: memory.u32(startsPtr, count).slice() };
  }
  close(): void {
    for (const entries of this.#entries.splice(0)) this.#drop(entries);
  }

  /** Combines the column's value hashes into n u32 at hashesPtr. */
  #hash(column: Column, n: number, hashesPtr: Ptr, first: boolean): void {
    const { kernels } = this.#engine;
    const { ptr, validityPtr } = column;
    switch (column.layout) {
      case 'null': {
        // As NULLs of any other layout: tasks may differ in what they know of a column.
        const none = zeroedTemp(this.#engine, bitmapBytes(n));
        kernels.hashPartitionBits(none, none, n, hashesPtr, first);
        return;
      }
      case 'bits':
        kernels.hashPartitionBits(ptr, validityPtr, n, hashesPtr, first);
        return;
      case 'plain':
        kernels.hashPartitionPlain(ptr, column.bytesPtr, validityPtr, n, hashesPtr, first);
        return;
      case 'dict':
        kernels.hashPartitionCodes(ptr, validityPtr, n, this.#entryHashes(column.dictionary!), hashesPtr, first);
        return;
      case 'fixed':
        hashFixed(this.#engine, column, n, hashesPtr, first);
        return;
      case 'list':
      case 'struct':
        throw new CaudalError('UNSUPPORTED_FEATURE', `Rows cannot be exchanged by a key of type ${column.type.kind} yet.`);
    }
  }
  #entryHashes(dictionary: Dictionary): Ptr {
    const known = this.#entries.find((entries) => entries.dictionary === dictionary);
    if (known) return known.ptr;
    if (this.#entries.length === MAX_DICTIONARIES) this.#drop(this.#entries.shift()!);
    const { memory, kernels } = this.#engine;
    const ptr = memory.alloc(Math.max(1, dictionary.count) * 4);
    dictionary.retain();
    this.#entries.push({ dictionary, ptr });
    kernels.hashDictionaryEntries(dictionary.values.ptr, dictionary.values.bytesPtr, dictionary.count, ptr);
    return ptr;
  }
  #drop({ dictionary, ptr }: EntryHashes): void {
    this.#engine.memory.free(ptr);
    dictionary.release();
  }
}
function hashFixed({ kernels }: Engine, { type, ptr, validityPtr }: Column, n: number, hashesPtr: Ptr, first: boolean): void {
  const storage = storageOf(type);
  switch (storage) {
    case 'i8':
      kernels.hashPartition8(ptr, validityPtr, n, hashesPtr, first);
      return;
    case 'i16':
      kernels.hashPartition16(ptr, validityPtr, n, hashesPtr, first);
      return;
    case 'i32':
      kernels.hashPartition32(ptr, validityPtr, n, hashesPtr, first);
      return;
    case 'i64':
      kernels.hashPartition64(ptr, validityPtr, n, hashesPtr, first);
      return;
    case 'i128':
      kernels.hashPartition128(ptr, validityPtr, n, hashesPtr, first);
      return;
    case 'f32':
      kernels.hashPartitionF32(ptr, validityPtr, n, hashesPtr, first);
      return;
    case 'f64':
      kernels.hashPartitionF64(ptr, validityPtr, n, hashesPtr, first);
      return;
    default:
      throw new Error(`${storage} is not a fixed-width storage`);
  }
}
