// parquet-values.test.ts: byte arrays and values of one width as Parquet's pages hold them, and how they move to their rows.
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { bitmapOf, bitsAt, kernels, memory, put, putI32 } from '../helpers/parquet-bytes.ts';

afterEach(() => memory.clearArena());

describe('byte arrays and fixed widths', () => {
  test('PLAIN strings', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 40 }), fc.nat(5), (values, cut) => {
        const bytes = values.flatMap((v) => [v.length, 0, 0, 0, ...v]),
          data = put(bytes),
          offsets = memory.temp((values.length + 1) * 4);
        const total = kernels.plainOffsets(data, data + bytes.length, values.length, offsets, 7),
          out = memory.temp(total);
        expect(total - 7).toBe(values.reduce((sum, v) => sum + v.length, 0));
        kernels.plainBytes(data, values.length, out);
        expect([...memory.u8(out, total - 7)]).toEqual(values.flatMap((v) => [...v]));
        if (cut > 0 && values.length > 0)
          expect(kernels.plainOffsets(data, data + bytes.length - cut, values.length, offsets, 0)).toBe(-1);
      }),
    );
  });
  test('BYTE_STREAM_SPLIT', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 17 }),
        fc.integer({ min: 0, max: 67 }),
        fc.nat(9),
        fc.nat(9),
        (width, n, start, rest) => {
          const count = start + n + rest,
            values = Array.from({ length: count * width }, (_, i) => (i * 31) & 255);
          const split = Array.from({ length: count * width }, (_, at) => values[(at % count) * width + Math.floor(at / count)]!);
          const out = memory.temp(n * width);
          kernels.joinStreams(put(split), count, width, start, n, out);
          expect([...memory.u8(out, n * width)]).toEqual(values.slice(start * width, (start + n) * width));
        },
      ),
    );
  });
  test('values move to their rows', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 300 }), fc.boolean(), (some, full) => {
        const valid = full ? some.map((v, i) => v || i % 190 !== 0) : some,
          n = valid.length,
          dense = valid.filter(Boolean).length,
          bitmap = bitmapOf(valid);
        const expected = valid.map((v, i) => (v ? valid.slice(0, i).filter(Boolean).length + 1 : null));
        for (const [width, kernel] of [
          [1, kernels.spread8],
          [2, kernels.spread16],
          [4, kernels.spread32],
          [8, kernels.spread64],
          [16, kernels.spread128],
        ] as const) {
          const ptr = memory.temp(n * width),
            bytes = memory.u8(ptr, n * width).fill(0);
          for (let i = 0; i < dense; i++) bytes[i * width] = (i + 1) & 255;
          kernel(ptr, bitmap, dense, n);
          expect(valid.map((v, i) => (v ? memory.u8(ptr, n * width)[i * width] : null))).toEqual(
            expected.map((v) => v && v & 255),
          );
        }
        const offsets = putI32([...Array.from({ length: dense + 1 }, (_, i) => i * 3), ...new Array<number>(n - dense).fill(0)]);
        kernels.spreadOffsets(offsets, bitmap, dense, n);
        const ends = memory.i32(offsets, n + 1);
        expect(valid.map((_, i) => ends[i + 1]! - ends[i]!)).toEqual(valid.map((v) => (v ? 3 : 0)));
        const denseBits = bitmapOf(Array.from({ length: dense }, (_, i) => i % 3 === 0)),
          out = bitmapOf(new Array<boolean>(n).fill(false));
        kernels.spreadBits(denseBits, bitmap, out, n);
        expect(bitsAt(out, n)).toEqual(expected.map((v) => v !== null && (v - 1) % 3 === 0));
      }),
    );
  });
});
