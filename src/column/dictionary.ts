// A counted dictionary over a heap column of distinct values; frees the column when the last holder releases it.
import type { Column, Dictionary } from './column.ts';
import type { Memory } from './memory.ts';

let nextId = 1;
/** Starts with one holder. `values`: plain column in heap memory, which the dictionary owns from now on. */
export function makeDictionary(memory: Memory, values: Column, count: number, unique: boolean, sharedId?: string): Dictionary {
  let holders = 1;
  const dictionary = {
    id: nextId++,
    values,
    count,
    unique,
    retain(): void {
      holders++;
    },
    release(): void {
      if (--holders > 0) return;
      if (holders < 0) throw new Error('dictionary released too often');
      freeColumn(memory, values);
    },
  };
  return sharedId === undefined ? dictionary : { ...dictionary, sharedId };
}
/** Frees the buffers of a heap column, children included, and lets go of its dictionary. */
export function freeColumn(memory: Memory, column: Column): void {
  memory.free(column.ptr);
  memory.free(column.validityPtr);
  memory.free(column.bytesPtr);
  column.dictionary?.release();
  for (const child of column.children) freeColumn(memory, child);
}
