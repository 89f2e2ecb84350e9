// Family core: bitmaps against arrays of booleans; every length 0..67 and one past a line.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapBytes } from '../../src/column/column.ts';
import { testEngine } from '../helpers/engine.ts';

const { memory, kernels } = testEngine();
const LENGTHS = [...Array.from({ length: 68 }, (_, n) => n), 511, 512, 513, 1000];
const lineBytes = (n: number): number => Math.max(64, bitmapBytes(n));
const randomBits = (n: number): boolean[] =>
  fc.sample(fc.array(fc.boolean(), { minLength: n, maxLength: n }), { numRuns: 1, seed: n })[0]!;

function writeBits(bits: readonly boolean[]): number {
  const ptr = memory.temp(lineBytes(bits.length));
  const view = memory.u8(ptr, lineBytes(bits.length)).fill(0);
  bits.forEach((bit, i) => (view[i >> 3]! |= bit ? 1 << (i & 7) : 0));
  return ptr;
}
/** The first n bits; also asserts that the tail of the last line is zero. */
function readBits(ptr: number, n: number): boolean[] {
  const all = Array.from(memory.u8(ptr, bitmapBytes(n))).flatMap((byte) =>
    Array.from({ length: 8 }, (_, i) => ((byte >> i) & 1) === 1),
  );
  expect(all.slice(n).some(Boolean)).toBe(false);
  return all.slice(0, n);
}
/** A result buffer full of ones, so that an unwritten tail shows. */
function dirty(n: number): number {
  const ptr = memory.temp(lineBytes(n));
  memory.u8(ptr, lineBytes(n)).fill(255);
  return ptr;
}

describe.each(LENGTHS)('bitmaps of %i bits', (n) => {
  const a = randomBits(n),
    b = randomBits(n + 1).slice(1),
    av = randomBits(n + 2).slice(2),
    bv = randomBits(n + 3).slice(3);
  it('combine', () => {
    const aPtr = writeBits(a),
      bPtr = writeBits(b),
      out = dirty(n);
    kernels.andBits(aPtr, bPtr, out, n);
    expect(readBits(out, n)).toEqual(a.map((x, i) => x && b[i]!));
    kernels.orBits(aPtr, bPtr, out, n);
    expect(readBits(out, n)).toEqual(a.map((x, i) => x || b[i]!));
    kernels.xorBits(aPtr, bPtr, out, n);
    expect(readBits(out, n)).toEqual(a.map((x, i) => x !== b[i]!));
    kernels.andNotBits(aPtr, bPtr, out, n);
    expect(readBits(out, n)).toEqual(a.map((x, i) => x && !b[i]!));
    kernels.notBits(aPtr, out, n);
    expect(readBits(out, n)).toEqual(a.map((x) => !x));
  });
  it('combine in three values', () => {
    const three = (bits: boolean[], valid: boolean[] | null): (boolean | null)[] =>
      bits.map((x, i) => (!valid || valid[i]! ? x : null));
    const and = (x: boolean | null, y: boolean | null): boolean | null =>
      x === false || y === false ? false : x === null || y === null ? null : true;
    const or = (x: boolean | null, y: boolean | null): boolean | null =>
      x === true || y === true ? true : x === null || y === null ? null : false;
    for (const aValid of [null, av])
      for (const bValid of [null, bv]) {
        const out = dirty(n),
          outValid = dirty(n);
        const args = [
          writeBits(a),
          aValid ? writeBits(aValid) : 0,
          writeBits(b),
          bValid ? writeBits(bValid) : 0,
          out,
          outValid,
          n,
        ] as const;
        const x = three(a, aValid),
          y = three(b, bValid);
        kernels.andKleene(...args);
        expect(three(readBits(out, n), readBits(outValid, n))).toEqual(x.map((v, i) => and(v, y[i]!)));
        kernels.orKleene(...args);
        expect(three(readBits(out, n), readBits(outValid, n))).toEqual(x.map((v, i) => or(v, y[i]!)));
      }
  });
  it('count, become row numbers and bytes', () => {
    const ids = a.flatMap((bit, i) => (bit ? [i + 7] : []));
    const aPtr = writeBits(a),
      out = memory.temp(n * 4 + 32),
      bytes = memory.temp(n + 16),
      back = dirty(n);
    expect(kernels.countBits(aPtr, n)).toBe(ids.length);
    expect(kernels.bitsToIds(aPtr, n, 7, out)).toBe(ids.length);
    expect(Array.from(memory.u32(out, ids.length))).toEqual(ids);
    const full = writeBits(a.map(() => true));
    expect(kernels.bitsToIds(full, n, 0, out)).toBe(n);
    expect(Array.from(memory.u32(out, n))).toEqual(a.map((_, i) => i));
    kernels.bitsToBytes(aPtr, bytes, n);
    expect(Array.from(memory.u8(bytes, n))).toEqual(a.map(Number));
    memory.u8(bytes, n).forEach((byte, i, view) => (view[i] = byte * ((i % 255) + 1)));
    kernels.bytesToBits(bytes, back, n);
    expect(readBits(back, n)).toEqual(a);
  });
});

it('copies and fills bits between any two positions', () => {
  const position = fc.nat(150);
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 300, maxLength: 300 }),
      position,
      position,
      position,
      fc.boolean(),
      (bits, from, to, n, value) => {
        memory.release(0);
        const target = bits.map((bit, i) => bit !== (i % 3 === 0));
        const ptr = writeBits(target);
        kernels.copyBits(writeBits(bits), from, ptr, to, n);
        expect(readBits(ptr, 300)).toEqual(target.map((bit, i) => (i >= to && i < to + n ? bits[i - to + from] : bit)));
        const filled = writeBits(target);
        kernels.fillBits(filled, to, n, Number(value));
        expect(readBits(filled, 300)).toEqual(target.map((bit, i) => (i >= to && i < to + n ? value : bit)));
      },
    ),
  );
});
