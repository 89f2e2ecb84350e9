// parquet.test.ts: the kernels of Parquet pages against encoders written here: whatever is encoded comes back, in pieces of any size;
// whatever is broken is refused without a byte written outside of the target.

import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { testEngine } from '../helpers/engine.ts';

const { memory, kernels } = testEngine();
afterEach(() => memory.clearArena());

const put = (bytes: Uint8Array | readonly number[]): number => {
  const ptr = memory.temp(bytes.length);
  memory.u8(ptr, bytes.length).set(bytes);
  return ptr;
};
const putI32 = (values: readonly number[]): number => {
  const ptr = memory.temp(values.length * 4);
  memory.i32(ptr, values.length).set(values);
  return ptr;
};
const bitmapOf = (bits: readonly boolean[]): number => {
  const ptr = memory.temp(bits.length + 64),
    view = memory.u8(ptr, bits.length + 64).fill(0);
  bits.forEach((bit, i) => {
    if (bit) view[i >> 3]! |= 1 << (i & 7);
  });
  return ptr;
};
const bitsAt = (ptr: number, n: number): boolean[] =>
  Array.from({ length: n }, (_, i) => ((memory.u8(ptr + (i >> 3), 1)[0]! >> (i & 7)) & 1) === 1);
function varint(value: bigint | number): number[] {
  const out: number[] = [];
  let v = BigInt.asUintN(64, BigInt(value));
  for (; v >= 128n; v >>= 7n) out.push(Number(v & 127n) | 128);
  return [...out, Number(v)];
}
const zigzag = (value: bigint): bigint => BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
/** Values of `width` bits, packed from the low bit on. */
function pack(values: readonly bigint[], width: number): number[] {
  const out = new Array<number>(Math.ceil((values.length * width) / 8)).fill(0);
  values.forEach((v, i) => {
    for (let b = 0; b < width; b++) if ((v >> BigInt(b)) & 1n) out[(i * width + b) >> 3]! |= 1 << ((i * width + b) & 7);
  });
  return out;
}
/** Splits n into random pieces. */
const pieces = (n: number, sizes: readonly number[]): number[] => {
  const out: number[] = [];
  for (let left = n, i = 0; left > 0; i++) {
    const k = Math.min(left, sizes[i % sizes.length]! || 1);
    out.push(k);
    left -= k;
  }
  return out;
};
const sizesArbitrary = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 4 });

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

describe('levels', () => {
  /** Lists of lists, any of them NULL: optional list (def 1), elements from 2, optional inner list (3), elements from 4, optional value (5). */
  type Lists = ((number | null)[] | null)[] | null;
  const lists: fc.Arbitrary<Lists> = fc.option(
    fc.array(fc.option(fc.array(fc.option(fc.nat(9), { nil: null }), { maxLength: 3 }), { nil: null }), { maxLength: 3 }),
    { nil: null },
  );
  function shred(rows: readonly Lists[]): { reps: number[]; defs: number[] } {
    const reps: number[] = [],
      defs: number[] = [];
    const entry = (rep: number, def: number): void => void (reps.push(rep), defs.push(def));
    for (const row of rows) {
      if (row === null || row.length === 0) {
        entry(0, row === null ? 0 : 1);
        continue;
      }
      row.forEach((inner, i) => {
        if (inner === null || inner.length === 0) return entry(i ? 1 : 0, inner === null ? 2 : 3);
        inner.forEach((v, j) => entry(j ? 2 : i ? 1 : 0, v === null ? 4 : 5));
      });
    }
    return { reps, defs };
  }
  test('give back the lists they were made from', () => {
    fc.assert(
      fc.property(fc.array(lists, { maxLength: 20 }), (rows) => {
        const { reps, defs } = shred(rows),
          m = reps.length,
          r = put(reps),
          d = put(defs);
        const level = (maxRep: number, slotDef: number, ownDef: number): boolean[] => {
          const bitmap = bitmapOf(new Array<boolean>(m).fill(false));
          return bitsAt(bitmap, kernels.slotValidity(r, d, m, maxRep, slotDef, ownDef, bitmap));
        };
        const lengths = (maxRep: number, slotDef: number, elementDef: number, slots: number): number[] => {
          const offsets = memory.temp((slots + 1) * 4);
          kernels.slotOffsets(r, d, m, maxRep, slotDef, elementDef, offsets);
          return Array.from(
            { length: slots },
            (_, i) => memory.i32(offsets, slots + 1)[i + 1]! - memory.i32(offsets, slots + 1)[i]!,
          );
        };
        const inner = rows.flatMap((row) => row ?? []),
          values = inner.flatMap((list) => list ?? []);
        expect(level(0, 0, 1)).toEqual(rows.map((row) => row !== null));
        expect(lengths(0, 0, 2, rows.length)).toEqual(rows.map((row) => row?.length ?? 0));
        expect(level(1, 2, 3)).toEqual(inner.map((list) => list !== null));
        expect(lengths(1, 2, 4, inner.length)).toEqual(inner.map((list) => list?.length ?? 0));
        expect(level(2, 4, 5)).toEqual(values.map((v) => v !== null));
        expect(kernels.rowCount(r, m)).toBe(rows.length);
        expect(kernels.countLevels(d, m, 5)).toBe(values.filter((v) => v !== null).length);
        const half = rows.length >> 1;
        expect(kernels.rowEntries(r, m, half)).toBe(shred(rows.slice(0, half)).reps.length);
        expect(kernels.levelsOutside(d, m, 4) !== 0).toBe(defs.some((v) => v > 4));
      }),
      { numRuns: 300 },
    );
  });
});
