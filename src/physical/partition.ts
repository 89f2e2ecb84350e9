// Rows to partitions by the hash of key values: equal values meet in any layout, on any worker. Dictionary entries are hashed once per dictionary.
import type { Column } from '../column/column.ts';
import type { Ptr } from '../column/memory.ts';
import { storageOf } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Engine } from '../wasm/engine.ts';

/** Row ids grouped by partition, in temp memory; partition p is ids[starts[p] .. starts[p + 1]). `partitions` is a power of two. */
export function partitionRows(
  engine: Engine,
  keys: readonly Column[],
  n: number,
  partitions: number,
): { idsPtr: Ptr; starts: Uint32Array } {
  const { memory, kernels } = engine;
  const hashesPtr = memory.temp(Math.max(1, n) * 4);
  keys.forEach((key, i) => hashColumn(engine, key, n, hashesPtr, i === 0));
  if (keys.length === 0) memory.u32(hashesPtr, n).fill(0);
  const idsPtr = memory.temp(Math.max(1, n) * 4),
    startsPtr = memory.temp((partitions + 1) * 4);
  memory.u32(startsPtr, partitions + 1).fill(0);
  kernels.partitionIds(hashesPtr, n, Math.log2(partitions), idsPtr, startsPtr);
  return { idsPtr, starts: memory.u32(startsPtr, partitions + 1).slice() };
}
/** Combines the column's value hashes into n u32 at hashesPtr. */
function hashColumn(engine: Engine, column: Column, n: number, hashesPtr: Ptr, first: boolean): void {
  const { memory, kernels } = engine;
  const { ptr, validityPtr } = column;
  switch (column.layout) {
    case 'null':
      if (first) memory.u32(hashesPtr, n).fill(0);
      return;
    case 'bits':
      kernels.hashPartitionBits(ptr, validityPtr, n, hashesPtr, first);
      return;
    case 'plain':
      kernels.hashPartitionPlain(ptr, column.bytesPtr, validityPtr, n, hashesPtr, first);
      return;
    case 'dict': {
      const { values, count } = column.dictionary!;
      const entriesPtr = memory.temp(Math.max(1, count) * 4);
      kernels.hashDictionaryEntries(values.ptr, values.bytesPtr, count, entriesPtr);
      kernels.hashPartitionCodes(ptr, validityPtr, n, entriesPtr, hashesPtr, first);
      return;
    }
    case 'fixed':
      hashFixed(engine, column, n, hashesPtr, first);
      return;
    case 'list':
    case 'struct':
      throw new CaudalError('UNSUPPORTED_FEATURE', `Rows cannot be exchanged by a key of type ${column.type.kind} yet.`);
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
