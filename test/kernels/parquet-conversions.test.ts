// parquet-conversions.test.ts: physical values of Parquet to those of the engine.
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { kernels, memory, put, putI32 } from '../helpers/parquet-bytes.ts';

afterEach(() => memory.clearArena());

describe('conversions', () => {
  const each = <T>(values: readonly T[], size: number, write: (view: DataView, at: number, v: T) => void): number => {
    const view = new DataView(new ArrayBuffer(values.length * size));
    values.forEach((v, i) => write(view, i * size, v));
    return put(new Uint8Array(view.buffer));
  };
  const i64s = fc.array(fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -5000n, max: 5000n })), {
    maxLength: 20,
  });
  test('units of time', () => {
    fc.assert(
      fc.property(i64s, (values) => {
        const from = each(values, 8, (v, at, x) => v.setBigInt64(at, x, true)),
          to = memory.temp(values.length * 8);
        kernels.nanosToMicros(from, to, values.length);
        expect([...memory.i64(to, values.length)]).toEqual(values.map((v) => (v - (((v % 1000n) + 1000n) % 1000n)) / 1000n));
        const overflow = values.some((v) => BigInt.asIntN(64, v * 1000n) !== v * 1000n);
        expect(kernels.millisToMicros(from, to, values.length)).toBe(Number(overflow));
        if (!overflow) expect([...memory.i64(to, values.length)]).toEqual(values.map((v) => v * 1000n));
      }),
    );
  });
  test('float16', () => {
    for (let half = 0; half < 65536; half += 1) {
      const exponent = (half >> 10) & 31,
        mantissa = half & 1023,
        sign = half >> 15 ? -1 : 1;
      const value =
        exponent === 31
          ? mantissa
            ? NaN
            : sign * Infinity
          : sign * (exponent ? (1 + mantissa / 1024) * 2 ** (exponent - 15) : mantissa * 2 ** -24);
      if (half % 64 === 0) memory.clearArena();
      const to = memory.temp(4);
      kernels.halfToFloat(put([half & 255, half >> 8]), to, 1);
      if (!Object.is(memory.f32(to, 1)[0], value)) throw new Error(`half ${half}`);
    }
  });
  test('big-endian decimals', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }).chain((width) =>
          fc.tuple(
            fc.constant(width),
            fc.array(fc.bigInt({ min: -(2n ** BigInt(width * 8 - 1)), max: 2n ** BigInt(width * 8 - 1) - 1n }), {
              maxLength: 10,
            }),
          ),
        ),
        ([width, values]) => {
          const bytes = values.flatMap((v) =>
            Array.from({ length: width }, (_, b) => Number((v >> BigInt(8 * (width - 1 - b))) & 255n)),
          );
          const from = put(bytes),
            to = memory.temp(values.length * 16),
            offsets = putI32(Array.from({ length: values.length + 1 }, (_, i) => i * width));
          const fits = values.every((v) => BigInt.asIntN(128, v) === v);
          expect(kernels.fixedDecimal128(from, width, to, values.length)).toBe(Number(!fits));
          expect(kernels.bytesDecimal128(offsets, from, to, values.length)).toBe(Number(!fits));
          if (fits)
            expect(values.map((_, i) => (memory.i64(to + i * 16 + 8, 1)[0]! << 64n) | memory.u64(to + i * 16, 1)[0]!)).toEqual(
              values,
            );
          const narrow = memory.temp(values.length * 8),
            fits64 = values.every((v) => BigInt.asIntN(64, v) === v);
          if (fits) expect(kernels.decimal128To64(to, narrow, values.length)).toBe(Number(!fits64));
          if (fits64) expect([...memory.i64(narrow, values.length)]).toEqual(values);
        },
      ),
    );
  });
  test('widths of integers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 20 }), (values) => {
        const n = values.length,
          from = putI32(values),
          to = memory.temp(n * 8),
          wide = memory.temp(n * 16);
        kernels.widenI32(from, to, n);
        expect([...memory.i64(to, n)]).toEqual(values.map(BigInt));
        kernels.widenI64(to, wide, n);
        expect([...memory.i64(wide, n * 2)]).toEqual(values.flatMap((v) => [BigInt(v), v < 0 ? -1n : 0n]));
        kernels.widenU64(to, wide, n);
        expect([...memory.u64(wide, n * 2)]).toEqual(values.flatMap((v) => [BigInt.asUintN(64, BigInt(v)), 0n]));
        kernels.widenU32(from, to, n);
        expect([...memory.i64(to, n)]).toEqual(values.map((v) => BigInt(v >>> 0)));
        kernels.narrowToI16(from, to, n);
        expect([...memory.i16(to, n)]).toEqual(values.map((v) => (v << 16) >> 16));
        kernels.narrowToI8(from, to, n);
        expect([...memory.i8(to, n)]).toEqual(values.map((v) => (v << 24) >> 24));
      }),
    );
  });
});
