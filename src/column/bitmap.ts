// Bitmaps in WASM memory from TypeScript: 8192 rows are 256 words, so a JS loop costs less than it takes to notice.
// All are padded to 64 bytes with a zero tail (column.ts); results stand in what `allocate` gives.
import type { Allocate } from './builder.ts';
import { bitmapBytes } from './column.ts';
import type { Memory, Ptr } from './memory.ts';

const words = (n: number): number => Math.max(64, bitmapBytes(n)) >> 2;

/** All bits of n rows set to `value`. */
export function filledBitmap(memory: Memory, n: number, value: boolean, allocate: Allocate): Ptr {
  const count = words(n),
    ptr = allocate(count * 4);
  const view = memory.u32(ptr, count);
  view.fill(0);
  if (!value) return ptr;
  view.fill(0xffffffff, 0, n >> 5);
  if (n & 31) view[n >> 5] = 2 ** (n & 31) - 1;
  return ptr;
}
/** out = op(a, b) word by word; both of n rows. The tail stays zero as long as op(0, 0) is 0. */
export function combineBitmaps(memory: Memory, a: Ptr, b: Ptr, n: number, op: 'and' | 'or' | 'andNot', allocate: Allocate): Ptr {
  const count = words(n),
    ptr = allocate(count * 4);
  const x = memory.u32(a, count),
    y = memory.u32(b, count),
    out = memory.u32(ptr, count);
  if (op === 'and') for (let i = 0; i < count; i++) out[i] = x[i]! & y[i]!;
  else if (op === 'or') for (let i = 0; i < count; i++) out[i] = x[i]! | y[i]!;
  else for (let i = 0; i < count; i++) out[i] = x[i]! & ~y[i]!;
  return ptr;
}
/** Complement over n rows; the tail is zero. */
export function invertBitmap(memory: Memory, a: Ptr, n: number, allocate: Allocate): Ptr {
  const all = filledBitmap(memory, n, true, allocate);
  return combineBitmaps(memory, all, a, n, 'andNot', allocate);
}
/** Validity of a row-wise operation: AND of the inputs' bitmaps, 0 when none has NULLs. */
export function intersectValidity(memory: Memory, validityPtrs: readonly Ptr[], n: number, allocate: Allocate): Ptr {
  let out = 0;
  for (const ptr of validityPtrs) if (ptr !== 0) out = out === 0 ? ptr : combineBitmaps(memory, out, ptr, n, 'and', allocate);
  return out;
}
export function countBits(memory: Memory, ptr: Ptr, n: number): number {
  let count = 0;
  for (let word of memory.u32(ptr, words(n))) {
    word -= (word >>> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
/** Row numbers of the set bits, ascending, as u32. */
export function bitmapToIds(
  memory: Memory,
  ptr: Ptr,
  n: number,
  allocate: Allocate,
): { readonly idsPtr: Ptr; readonly count: number } {
  const idsPtr = allocate(Math.max(1, n) * 4);
  const bits = memory.u32(ptr, words(n)),
    ids = memory.u32(idsPtr, n);
  let count = 0;
  for (let w = 0; w < bits.length; w++) {
    for (let word = bits[w]!; word !== 0; word &= word - 1) ids[count++] = w * 32 + (31 - Math.clz32(word & -word));
  }
  return { idsPtr, count };
}
