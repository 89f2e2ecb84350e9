// parquet-bytes.ts: bytes of Parquet pages written by hand, and what tests of their kernels put into memory and look at.
import fc from 'fast-check';
import { testEngine } from './engine.ts';

export const { memory, kernels } = testEngine();

export const put = (bytes: Uint8Array | readonly number[]): number => {
  const ptr = memory.temp(bytes.length);
  memory.u8(ptr, bytes.length).set(bytes);
  return ptr;
};
export const putI32 = (values: readonly number[]): number => {
  const ptr = memory.temp(values.length * 4);
  memory.i32(ptr, values.length).set(values);
  return ptr;
};
export const bitmapOf = (bits: readonly boolean[]): number => {
  const ptr = memory.temp(bits.length + 64),
    view = memory.u8(ptr, bits.length + 64).fill(0);
  bits.forEach((bit, i) => {
    if (bit) view[i >> 3]! |= 1 << (i & 7);
  });
  return ptr;
};
export const bitsAt = (ptr: number, n: number): boolean[] =>
  Array.from({ length: n }, (_, i) => ((memory.u8(ptr + (i >> 3), 1)[0]! >> (i & 7)) & 1) === 1);
export function varint(value: bigint | number): number[] {
  const out: number[] = [];
  let v = BigInt.asUintN(64, BigInt(value));
  for (; v >= 128n; v >>= 7n) out.push(Number(v & 127n) | 128);
  return [...out, Number(v)];
}
/** Values of `width` bits, packed from the low bit on. */
export function pack(values: readonly bigint[], width: number): number[] {
  const out = new Array<number>(Math.ceil((values.length * width) / 8)).fill(0);
  values.forEach((v, i) => {
    for (let b = 0; b < width; b++) if ((v >> BigInt(b)) & 1n) out[(i * width + b) >> 3]! |= 1 << ((i * width + b) & 7);
  });
  return out;
}
/** Splits n into random pieces. */
export const pieces = (n: number, sizes: readonly number[]): number[] => {
  const out: number[] = [];
  for (let left = n, i = 0; left > 0; i++) {
    const k = Math.min(left, sizes[i % sizes.length]! || 1);
    out.push(k);
    left -= k;
  }
  return out;
};
export const sizesArbitrary = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 4 });
