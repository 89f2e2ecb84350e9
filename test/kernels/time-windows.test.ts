// Windows of time by kernel against their definitions over bigints: times before the epoch and at bounds, offsets, slides that divide
// nothing, keys of one row and of many.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testEngine } from '../helpers/engine.ts';

const engine = testEngine();
const { memory, kernels } = engine;
const MAX_ROWS = 40;
/** Small numbers, so that times meet bounds often. */
const time = fc.oneof(fc.bigInt({ min: -60n, max: 60n }), fc.bigInt({ min: -(1n << 62n), max: (1n << 62n) - 1n }));
const times = fc.array(time, { minLength: 1, maxLength: MAX_ROWS });
const size = fc.bigInt({ min: 1n, max: 30n });

type Window = readonly [row: number, start: bigint, end: bigint];
const floorMod = (a: bigint, b: bigint): bigint => ((a % b) + b) % b;
function put(values: readonly bigint[]): number {
  const ptr = memory.temp(values.length * 8);
  memory.i64(ptr, values.length).set(values);
  return ptr;
}
function u32s(values: readonly number[]): number {
  const ptr = memory.temp(values.length * 4);
  memory.u32(ptr, values.length).set(values);
  return ptr;
}
/** Runs a kernel that gives row numbers, starts and ends. */
function windows(most: number, run: (rows: number, starts: number, ends: number) => number): readonly Window[] {
  const [rows, starts, ends] = [memory.temp(most * 4 + 4), memory.temp(most * 8 + 8), memory.temp(most * 8 + 8)];
  const n = run(rows, starts, ends);
  return Array.from({ length: n }, (_, i) => [memory.u32(rows, n)[i]!, memory.i64(starts, n)[i]!, memory.i64(ends, n)[i]!]);
}

describe('assigned by row', () => {
  it('tumbling', () => {
    fc.assert(
      fc.property(times, size, fc.bigInt({ min: -29n, max: 29n }), (all, length, offset) => {
        memory.release(0);
        const n = all.length;
        const [starts, ends] = [memory.temp(n * 8), memory.temp(n * 8)];
        const changes = kernels.assignTumbling(put(all), n, length, offset % length, starts, ends);
        const expected = all.map((t) => t - floorMod(t - (offset % length), length));
        expect(changes).toBe(expected.filter((start, i) => start !== expected[i - 1]).length);
        expect([...memory.i64(starts, n)]).toEqual(expected);
        expect([...memory.i64(ends, n)]).toEqual(expected.map((s) => s + length));
      }),
    );
  });
  it('hopping', () => {
    fc.assert(
      fc.property(times, size, size, fc.bigInt({ min: -29n, max: 29n }), (all, a, b, offset) => {
        memory.release(0);
        const [length, slide] = a > b ? [a, b] : [b, a];
        const from = offset % slide;
        const expected = all.flatMap((t, row): Window[] => {
          const last = t - floorMod(t - from, slide);
          const starts = Array.from({ length: Number(length / slide) + 1 }, (_, i) => last - BigInt(i) * slide);
          return starts.filter((s) => s <= t && t < s + length).map((s) => [row, s, s + length]);
        });
        const most = all.length * (Number(length / slide) + 1);
        expect(windows(most, (...out) => kernels.assignHopping(put(all), all.length, length, slide, from, ...out))).toEqual(
          expected,
        );
      }),
    );
  });
  it('cumulating', () => {
    fc.assert(
      fc.property(times, size, fc.integer({ min: 1, max: 6 }), fc.bigInt({ min: -29n, max: 29n }), (all, step, steps, offset) => {
        memory.release(0);
        const length = step * BigInt(steps);
        const expected = all.flatMap((t, row): Window[] => {
          const start = t - floorMod(t - (offset % length), length);
          const ends = Array.from({ length: steps }, (_, k) => start + step * BigInt(k + 1));
          return ends.filter((end) => t < end).map((end) => [row, start, end]);
        });
        const run = (...out: [number, number, number]): number =>
          kernels.assignCumulating(put(all), all.length, step, length, offset % length, ...out);
        expect(windows(all.length * steps, run)).toEqual(expected);
      }),
    );
  });
  it('sessions: no gap, no window', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(time, fc.bigInt({ min: -5n, max: 5n })), { minLength: 1, maxLength: MAX_ROWS }), (all) => {
        memory.release(0);
        const expected = all.flatMap(([t, gap], row): Window[] => (gap > 0n ? [[row, t, t + gap]] : []));
        const [at, gaps] = [put(all.map(([t]) => t)), put(all.map(([, gap]) => gap))];
        expect(windows(all.length, (...out) => kernels.assignSessions(at, gaps, all.length, ...out))).toEqual(expected);
      }),
    );
  });
  it('rows of one window', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 3n })), fc.bigInt({ min: 0n, max: 3n }), (values, value) => {
        memory.release(0);
        const n = values.length;
        const [rows, same] = [memory.temp(n * 4 + 4), memory.temp(n * 4 + 4)];
        kernels.fillIds(rows, 0, n);
        const count = kernels.splitRows(put(values), rows, n, value, same, rows);
        const rowsWhere = (is: boolean): number[] => values.flatMap((v, row) => ((v === value) === is ? [row] : []));
        expect([...memory.u32(same, count)]).toEqual(rowsWhere(true));
        expect([...memory.u32(rows, n - count)]).toEqual(rowsWhere(false));
      }),
    );
  });
  it('refuse times whose bounds do not fit', () => {
    memory.release(0);
    const [rows, starts, ends] = [memory.temp(64), memory.temp(64), memory.temp(64)];
    for (const far of [1n << 62n, -(1n << 62n) - 1n, -(1n << 63n)]) {
      const at = put([0n, far]);
      expect(kernels.assignTumbling(at, 2, 10n, 0n, starts, ends)).toBe(-1);
      expect(kernels.assignHopping(at, 2, 10n, 10n, 0n, rows, starts, ends)).toBe(-1);
      expect(kernels.assignCumulating(at, 2, 10n, 10n, 0n, rows, starts, ends)).toBe(-1);
      expect(kernels.assignSessions(at, put([1n, 1n]), 2, rows, starts, ends)).toBe(-1);
      expect(kernels.assignSliding(at, 2, 10n, starts, ends)).toBe(1);
    }
  });
});

/** Times of several keys, each sorted, and where the keys begin. */
const keyed = fc
  .array(fc.array(fc.bigInt({ min: -20n, max: 60n }), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 4 })
  .map((keys) => keys.map((key) => [...key].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))));
const startsOf = (keys: readonly (readonly unknown[])[]): number[] =>
  keys.reduce<number[]>((at, key) => [...at, at.at(-1)! + key.length], [0]);

describe('merged by key', () => {
  it('sessions that touch are one', () => {
    fc.assert(
      fc.property(keyed, fc.infiniteStream(fc.bigInt({ min: 1n, max: 9n })), (keys, gaps) => {
        memory.release(0);
        const rows = keys.map((key) => key.map((start) => ({ start, end: start + gaps.next().value! })));
        const expected = rows.flatMap((key) => {
          // Until nothing changes: each row's session reaches over all it overlaps or touches.
          const sessions = key.map((row) => ({ ...row }));
          for (let changed = true; changed;) {
            changed = false;
            for (const a of sessions)
              for (const b of sessions) {
                if (a.start > b.end || b.start > a.end || (a.start <= b.start && a.end >= b.end)) continue;
                a.start = a.start < b.start ? a.start : b.start;
                a.end = a.end > b.end ? a.end : b.end;
                changed = true;
              }
          }
          return sessions;
        });
        const n = expected.length;
        const [starts, ends] = [memory.temp(n * 8), memory.temp(n * 8)];
        const flat = rows.flat();
        const [from, to] = [put(flat.map((r) => r.start)), put(flat.map((r) => r.end))];
        kernels.mergeSessions(from, to, u32s(startsOf(keys)), keys.length, starts, ends);
        expect([...memory.i64(starts, n)]).toEqual(expected.map((s) => s.start));
        expect([...memory.i64(ends, n)]).toEqual(expected.map((s) => s.end));
      }),
    );
  });
  it('sliding rows stand in the windows of their neighbours', () => {
    fc.assert(
      fc.property(keyed, fc.bigInt({ min: 1n, max: 12n }), (keys, length) => {
        memory.release(0);
        const first = startsOf(keys);
        const expected = keys.flatMap((key, k): Window[] => {
          const lefts = key.map((t) => (t >= 0n && t < length ? 0n : t - length));
          const starts = [...new Set([...lefts, ...key.map((t) => t + 1n)])].sort((a, b) => (a < b ? -1 : 1));
          return starts.flatMap((s) =>
            key.flatMap((t, i): Window[] => (t >= s && t <= s + length ? [[first[k]! + i, s, s + length]] : [])),
          );
        });
        const [at, begins] = [put(keys.flat()), u32s(first)];
        expect(kernels.slideRows(at, begins, keys.length, length, 1n, 0, 0, 0)).toBe(expected.length);
        const run = (...out: [number, number, number]): number => kernels.slideRows(at, begins, keys.length, length, 1n, ...out);
        expect(windows(expected.length, run)).toEqual(expected);
      }),
    );
  });
});

describe('watermarks', () => {
  const at = fc.option(fc.bigInt({ min: -(10n ** 15n), max: 4n * 10n ** 15n }), { nil: null });
  function withValidity(all: readonly (bigint | null)[]): { readonly ptr: number; readonly validity: number } {
    const validity = memory.temp(64);
    memory.u8(validity, 64).fill(0);
    all.forEach((value, i) => value !== null && (memory.u8(validity, 64)[i >> 3]! |= 1 << (i & 7)));
    // What stands under NULL is anything.
    return { ptr: put(all.map((value) => value ?? 123_456_789n)), validity };
  }
  const floorMs = (us: bigint): bigint => (us - floorMod(us, 1000n)) / 1000n;
  it('least, greatest and sum of milliseconds, NULL as 0', () => {
    fc.assert(
      fc.property(fc.array(at, { minLength: 1, maxLength: MAX_ROWS }), (all) => {
        memory.release(0);
        const { ptr, validity } = withValidity(all);
        const out = memory.temp(24);
        kernels.timeExtent(ptr, validity, out, all.length);
        const values = all.map((value) => value ?? 0n);
        const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        expect([...memory.i64(out, 2)]).toEqual([sorted[0], sorted.at(-1)]);
        expect(memory.f64(out + 16, 1)[0]).toBe(values.reduce((sum, us) => sum + Number(floorMs(us)), 0));
      }),
    );
  });
  it('the same of pairs without NULL, and of times that are no pairs for vectors', () => {
    const inside = fc.bigInt({ min: 0n, max: 2n ** 52n - 1n });
    const any = fc.oneof(
      { weight: 20, arbitrary: inside },
      { weight: 1, arbitrary: fc.constantFrom(-1n, 2n ** 52n, -(2n ** 53n)) },
    );
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: MAX_ROWS }), (all) => {
        memory.release(0);
        const ptr = put(all);
        const out = memory.temp(24);
        kernels.timeExtent(ptr, 0, out, all.length);
        const sorted = [...all].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
        expect([...memory.i64(out, 2)]).toEqual([sorted[0], sorted.at(-1)]);
        expect(memory.f64(out + 16, 1)[0]).toBe(all.reduce((sum, us) => sum + Number(floorMs(us)), 0));
      }),
    );
  });
  it('the watermark before each row', () => {
    fc.assert(
      fc.property(
        fc.array(at, { minLength: 1, maxLength: MAX_ROWS }),
        fc.bigInt({ min: 0n, max: 10n ** 6n }),
        fc.bigInt({ min: -(2n ** 63n), max: 10n ** 12n }),
        (all, lag, start) => {
          memory.release(0);
          const { ptr, validity } = withValidity(all);
          const out = memory.temp(all.length * 8);
          let watermark = start;
          const expected = all.map((value) => {
            const before = watermark;
            if (value !== null && value - lag > watermark) watermark = value - lag;
            return before;
          });
          expect(kernels.runningWatermark(ptr, validity, start, lag, out, all.length)).toBe(watermark);
          expect([...memory.i64(out, all.length)]).toEqual(expected);
        },
      ),
    );
  });
});
