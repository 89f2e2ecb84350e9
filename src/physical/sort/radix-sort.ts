// Stable sort of (u64 key, u32 id) pairs, in temp memory.
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';

export interface KeyedIds {
  readonly keysPtr: Ptr;
  readonly idsPtr: Ptr;
}
/** The sorted pairs stand in the given blocks or in fresh ones. */
export function radixSort({ memory, kernels }: Engine, { keysPtr, idsPtr }: KeyedIds, n: number): KeyedIds {
  const other = { keysPtr: memory.temp(Math.max(1, n * 8)), idsPtr: memory.temp(Math.max(1, n * 4)) };
  return kernels.radixSort(keysPtr, idsPtr, other.keysPtr, other.idsPtr, n) === 0 ? { keysPtr, idsPtr } : other;
}
