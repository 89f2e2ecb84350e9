// numbers.ts: packed numbers in and out of WASM memory by storage, for kernel tests; f32 values are rounded by the array itself.

import fc from 'fast-check';
import { bitmapBytes } from '../../src/column/column.ts';
import type { Memory } from '../../src/column/memory.ts';

// Lengths up to what a test names, not fast-check's usual ten.
fc.configureGlobal({ ...fc.readConfigureGlobal(), baseSize: 'medium' });

export type Storage = 'i8' | 'i16' | 'i32' | 'i64' | 'f32' | 'f64';
export type Scalar = number | bigint;
export const INTEGERS = ['i8', 'i16', 'i32', 'i64'] as const;
export const FLOATS = ['f32', 'f64'] as const;
export const STORAGES = [...INTEGERS, ...FLOATS] as const;
export const BITS = { i8: 8, i16: 16, i32: 32, i64: 64, f32: 32, f64: 64 } as const;
/** i8 and i64 make I8 and I64: the suffix of a kernel's name. */
export const suffix = <S extends string>(storage: S): Uppercase<S> => storage.toUpperCase() as Uppercase<S>;

export const minOf = (s: Storage): bigint => -(2n ** BigInt(BITS[s] - 1));
export const maxOf = (s: Storage): bigint => 2n ** BigInt(BITS[s] - 1) - 1n;
export const inRange = (s: Storage, v: bigint): boolean => v >= minOf(s) && v <= maxOf(s);

/** Numbers of a storage: small ones, extremes, anything. */
export function scalarOf(storage: Storage): fc.Arbitrary<Scalar> {
  if (storage === 'f32')
    return fc.oneof(fc.float(), fc.constantFrom(NaN, 0, -0, 1, Infinity, -Infinity, 2 ** 31, -(2 ** 31), 127.5));
  if (storage === 'f64')
    return fc.oneof(fc.double(), fc.constantFrom(NaN, 0, -0, 1, Infinity, -Infinity, 2 ** 63, -(2 ** 63), 2147483647.9, -128.9));
  const min = minOf(storage),
    max = maxOf(storage);
  const big = fc.oneof(fc.bigInt({ min: -12n, max: 12n }), fc.bigInt({ min, max }), fc.constantFrom(min, max, min + 1n, 0n, -1n));
  return storage === 'i64' ? big : big.map(Number);
}
export function write(memory: Memory, storage: Storage, values: readonly Scalar[]): number {
  const ptr = memory.temp(Math.max(1, (values.length * BITS[storage]) / 8));
  if (storage === 'i64') memory.i64(ptr, values.length).set(values as bigint[]);
  else memory[storage](ptr, values.length).set(values as number[]);
  return ptr;
}
export const read = (memory: Memory, storage: Storage, ptr: number, n: number): Scalar[] =>
  Array.from<Scalar>(memory[storage](ptr, n));

/** n bits, and that the rest of the last line is zero. */
export function readBits(memory: Memory, ptr: number, n: number): boolean[] {
  const bytes = memory.u8(ptr, bitmapBytes(n));
  const all = Array.from({ length: bytes.length * 8 }, (_, i) => ((bytes[i >> 3]! >> (i & 7)) & 1) === 1);
  if (all.slice(n).some(Boolean)) throw new Error(`bits beyond ${n} are set`);
  return all.slice(0, n);
}
/** A bitmap to write into, full of ones so that a missed tail shows. */
export function dirtyBits(memory: Memory, n: number): number {
  const bytes = Math.max(64, bitmapBytes(n)),
    ptr = memory.temp(bytes);
  memory.u8(ptr, bytes).fill(255);
  return ptr;
}
