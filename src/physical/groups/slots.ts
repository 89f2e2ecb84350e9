// The tables of assembly/hash/table.ts and which one a layout gets.
import type { Ptr } from '../../column/memory.ts';
import type { Kernels } from '../../wasm/kernels.gen.ts';
import type { KeyLayout } from './key-layout.ts';

export interface Slots {
  readonly slotBytes: number;
  /** Rows [from, n) of the packed words; `step` bytes from one word's array to the next. Returns rows consumed. */
  assign(k: Kernels, state: Ptr, words: Ptr, step: number, ids: Ptr, from: number, n: number): number;
  lookup(k: Kernels, state: Ptr, words: Ptr, step: number, ids: Ptr, n: number): void;
  rehash(k: Kernels, state: Ptr): void;
}
export const DENSE: Slots = {
  slotBytes: 4,
  assign: (k, state, words, _step, ids, from, n) => k.assignDense(state, words, ids, from, n),
  lookup: (k, state, words, _step, ids, n) => k.lookupDense(state, words, ids, n),
  rehash: (k, state) => k.rehashDense(state),
};
const NARROW: Slots = {
  slotBytes: 8,
  assign: (k, state, words, _step, ids, from, n) => k.assignNarrow(state, words, ids, from, n),
  lookup: (k, state, words, _step, ids, n) => k.lookupNarrow(state, words, ids, n),
  rehash: (k, state) => k.rehashNarrow(state),
};
const WORD: Slots = {
  slotBytes: 16,
  assign: (k, state, words, _step, ids, from, n) => k.assignWord(state, words, ids, from, n),
  lookup: (k, state, words, _step, ids, n) => k.lookupWord(state, words, ids, n),
  rehash: (k, state) => k.rehashWord(state),
};
const WORDS: Slots = {
  slotBytes: 8,
  assign: (k, state, words, step, ids, from, n) => k.assignWords(state, words, step, ids, from, n),
  lookup: (k, state, words, step, ids, n) => k.lookupWords(state, words, step, ids, n),
  rehash: (k, state) => k.rehashWords(state),
};
const PAIR: Slots = {
  ...WORDS,
  assign: (k, state, words, step, ids, from, n) => k.assignPair(state, words, step, ids, from, n),
};

const ALWAYS_DENSE_BITS = 10;
const MAX_DENSE_BITS = 20;
/** Slots of a dense table per row of the first batch: a large array for few rows costs more to clear than it saves. */
const DENSE_SLOTS_PER_ROW = 128;

export function chooseSlots(layout: KeyLayout, firstRows: number): Slots {
  const dense =
    layout.bits <= ALWAYS_DENSE_BITS || (layout.bits <= MAX_DENSE_BITS && 2 ** layout.bits <= firstRows * DENSE_SLOTS_PER_ROW);
  if (dense) return DENSE;
  if (layout.wordBytes === 4) return NARROW;
  return layout.width === 1 ? WORD : layout.width === 2 ? PAIR : WORDS;
}
