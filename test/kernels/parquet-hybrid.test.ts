// parquet-hybrid.test.ts: Parquet's runs and packed groups against an encoder written here: what is encoded comes back, in pieces of any
// size; what is broken is refused without a byte written outside of the target.
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { bitmapOf, bitsAt, kernels, memory, pack, pieces, put, sizesArbitrary, varint } from '../helpers/parquet-bytes.ts';

afterEach(() => memory.clearArena());

interface Run {
  packed: boolean;
  values: number[];
}
const hybrid = fc.integer({ min: 0, max: 32 }).chain((width) => {
  const value = fc.integer({ min: 0, max: 2 ** Math.min(width, 31) - 1 }).map((v) => (width === 32 ? v * 2 : v));
  const repeated = fc
    .tuple(value, fc.integer({ min: 1, max: 100 }))
    .map(([v, n]): Run => ({ packed: false, values: new Array<number>(n).fill(v) }));
  const groups = fc
    .integer({ min: 1, max: 6 })
    .chain((n) => fc.array(value, { minLength: n * 8, maxLength: n * 8 }))
    .map((values): Run => ({ packed: true, values }));
  return fc.record({ width: fc.constant(width), runs: fc.array(fc.oneof(repeated, groups), { maxLength: 6 }) });
});
function encodeHybrid(width: number, runs: readonly Run[]): number[] {
  return runs.flatMap(({ packed, values }) => {
    if (packed) return [...varint((values.length / 8) * 2 + 1), ...pack(values.map(BigInt), width)];
    const bytes = Array.from({ length: (width + 7) >> 3 }, (_, b) => Math.floor(values[0]! / 2 ** (8 * b)) & 255);
    return [...varint(values.length * 2), ...bytes];
  });
}

describe('hybrid of runs and packed groups', () => {
  test('comes back, in pieces of any size', () => {
    fc.assert(
      fc.property(hybrid, sizesArbitrary, fc.nat(20), ({ width, runs }, sizes, skip) => {
        const values = runs.flatMap((run) => run.values),
          bytes = encodeHybrid(width, runs);
        const state = memory.temp(64),
          data = put(bytes),
          out = memory.temp(values.length * 4);
        kernels.rleOpen(state, data, data + bytes.length, width);
        const skipped = Math.min(skip, values.length),
          read: number[] = [];
        expect(kernels.rleSkip(state, skipped)).toBe(skipped);
        for (const n of pieces(values.length - skipped, sizes)) {
          expect(kernels.rleCodes(state, out, n, 0xffffffff)).toBe(n);
          read.push(...memory.u32(out, n));
        }
        expect(read).toEqual(values.slice(skipped));
        if (width > 0) expect(kernels.rleCodes(state, out, 1, 0xffffffff)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
  test('a code outside of the dictionary is seen, wherever it stands', () => {
    fc.assert(
      fc.property(hybrid, fc.nat(15), fc.integer({ min: 1, max: 40 }), ({ width, runs }, skip, n) => {
        const values = runs.flatMap((run) => run.values).slice(skip, skip + n),
          bytes = encodeHybrid(width, runs);
        const state = memory.temp(64),
          data = put(bytes),
          out = memory.temp(n * 4);
        for (const count of new Set([0, ...values, ...values.map((v) => v + 1)])) {
          kernels.rleOpen(state, data, data + bytes.length, width);
          kernels.rleSkip(state, skip);
          const bad = values.some((v) => v >= count);
          // Codes of no bits have no end.
          if (width > 0 || bad) expect(kernels.rleCodes(state, out, n, count)).toBe(bad ? -1 : values.length);
        }
      }),
      { numRuns: 500 },
    );
  });
  test('levels of one bit become a bitmap and a count', () => {
    const bit = fc.integer({ min: 0, max: 1 });
    const run = fc.oneof(
      fc
        .tuple(bit, fc.integer({ min: 1, max: 300 }))
        .map(([v, n]): Run => ({ packed: false, values: new Array<number>(n).fill(v) })),
      fc
        .integer({ min: 1, max: 20 })
        .chain((n) => fc.array(bit, { minLength: n * 8, maxLength: n * 8 }))
        .map((values): Run => ({ packed: true, values })),
    );
    fc.assert(
      fc.property(fc.array(run, { maxLength: 5 }), sizesArbitrary, fc.nat(9), (runs, sizes, before) => {
        const values = runs.flatMap((r) => r.values),
          bytes = encodeHybrid(1, runs);
        const state = memory.temp(64),
          data = put(bytes),
          bitmap = bitmapOf(new Array<boolean>(values.length + before).fill(false));
        kernels.rleOpen(state, data, data + bytes.length, 1);
        let ones = 0,
          at = before;
        for (const n of pieces(values.length, sizes)) {
          ones += kernels.rleBits(state, bitmap, at, n);
          at += n;
        }
        expect(bitsAt(bitmap, at)).toEqual([...new Array<boolean>(before).fill(false), ...values.map((v) => v === 1)]);
        expect(ones).toBe(values.filter((v) => v === 1).length);
        expect(kernels.rleBits(state, bitmap, 0, 1)).toBe(-1);
      }),
    );
  });
  test('any bytes end in a count, never outside of the target', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.integer({ min: 0, max: 32 }),
        fc.integer({ min: 0, max: 500 }),
        (bytes, width, n) => {
          const state = memory.temp(64),
            data = put(bytes),
            out = memory.temp(n * 4 + 8);
          memory.u8(out, n * 4 + 8).fill(0xab);
          kernels.rleOpen(state, data, data + bytes.length, width);
          expect(kernels.rleCodes(state, out, n, 0x7fffffff)).toBeLessThanOrEqual(n);
          expect([...memory.u8(out + n * 4, 8)]).toEqual(new Array(8).fill(0xab));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
