// parquet-deltas.test.ts: Parquet's delta encodings against an encoder written here, in pieces of any size; broken bytes end.
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { kernels, memory, pack, pieces, put, putI32, sizesArbitrary, varint } from '../helpers/parquet-bytes.ts';

afterEach(() => memory.clearArena());

const zigzag = (value: bigint): bigint => BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
/** DELTA_BINARY_PACKED: blocks of 128 in four mini-blocks. */
function encodeDelta(values: readonly bigint[], bits: 32 | 64): number[] {
  const wrap = (v: bigint): bigint => BigInt.asIntN(bits, v),
    out = [...varint(128), ...varint(4), ...varint(values.length), ...varint(zigzag(values[0] ?? 0n))];
  const deltas = values.slice(1).map((v, i) => wrap(v - values[i]!));
  for (let b = 0; b < deltas.length; b += 128) {
    const block = deltas.slice(b, b + 128),
      min = block.reduce((m, d) => (d < m ? d : m));
    const minis = [0, 1, 2, 3].map((m) => block.slice(m * 32, m * 32 + 32).map((d) => BigInt.asUintN(bits, d - min)));
    const widths = minis.map((mini) => mini.reduce((w, d) => Math.max(w, d.toString(2).length * Number(d > 0n)), 0));
    out.push(...varint(zigzag(min)), ...widths);
    minis.forEach((mini, m) => {
      if (mini.length > 0) out.push(...pack([...mini, ...new Array<bigint>(32 - mini.length).fill(0n)], widths[m]!));
    });
  }
  return out;
}

describe('deltas', () => {
  const walk = (bits: number): fc.Arbitrary<bigint[]> =>
    fc.oneof(
      fc.array(fc.bigInt({ min: -(2n ** BigInt(bits - 1)), max: 2n ** BigInt(bits - 1) - 1n }), { maxLength: 200 }),
      fc
        .array(fc.bigInt({ min: -5n, max: 900n }), { maxLength: 400 })
        .map((steps) => steps.map((_, i) => steps.slice(0, i + 1).reduce((a, b) => a + b, 0n))),
    );
  for (const bits of [32, 64] as const) {
    test(`${bits} bits come back in pieces, and the end is found`, () => {
      fc.assert(
        fc.property(walk(bits), sizesArbitrary, fc.uint8Array({ maxLength: 5 }), (values, sizes, tail) => {
          const bytes = [...encodeDelta(values, bits), ...tail],
            state = memory.temp(64),
            data = put(bytes),
            out = memory.temp(values.length * 8);
          expect(kernels.deltaOpen(state, data, data + bytes.length)).toBe(values.length);
          const read: bigint[] = [];
          for (const n of pieces(values.length, sizes)) {
            expect((bits === 32 ? kernels.deltaDecodeI32 : kernels.deltaDecodeI64)(state, out, n)).toBe(n);
            read.push(...(bits === 32 ? Array.from(memory.i32(out, n), BigInt) : memory.i64(out, n)));
          }
          expect(read).toEqual(values);
          kernels.deltaOpen(state, data, data + bytes.length);
          expect(kernels.deltaEnd(state) - data).toBe(bytes.length - tail.length);
        }),
        { numRuns: 200 },
      );
    });
  }
  test('any bytes end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const state = memory.temp(64),
          data = put(bytes),
          out = memory.temp(8000);
        if (kernels.deltaOpen(state, data, data + bytes.length) >= 0)
          expect(kernels.deltaDecodeI64(state, out, 1000)).toBeLessThanOrEqual(1000);
        if (kernels.deltaOpen(state, data, data + bytes.length) >= 0)
          expect(kernels.deltaEnd(state)).toBeLessThanOrEqual(data + bytes.length);
      }),
      { numRuns: 2000 },
    );
  });
  test('shared prefixes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.uint8Array({ maxLength: 9 })), { maxLength: 30 }), (parts) => {
        const values: number[][] = [],
          prefixes: number[] = [];
        for (const [wanted, suffix] of parts) {
          const last = values.at(-1) ?? [];
          prefixes.push(Math.min(wanted, last.length));
          values.push([...last.slice(0, prefixes.at(-1)), ...suffix]);
        }
        const suffixBytes = parts.flatMap(([, suffix]) => [...suffix]),
          data = put(suffixBytes);
        const prefixPtr = putI32(prefixes),
          suffixPtr = putI32(parts.map(([, s]) => s.length)),
          offsets = memory.temp((parts.length + 1) * 4);
        const total = kernels.prefixedOffsets(prefixPtr, suffixPtr, parts.length, 0, suffixBytes.length, offsets),
          out = memory.temp(total);
        expect(total).toBe(values.flat().length);
        expect(kernels.prefixedBytes(prefixPtr, suffixPtr, parts.length, 0, data, out) - data).toBe(suffixBytes.length);
        expect([...memory.u8(out, total)]).toEqual(values.flat());
        if (suffixBytes.length > 0)
          expect(kernels.prefixedOffsets(prefixPtr, suffixPtr, parts.length, 0, suffixBytes.length - 1, offsets)).toBe(-1);
      }),
    );
  });
});
