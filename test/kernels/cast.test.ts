// Family cast: every pair of number storages, booleans, dates.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  STORAGES,
  inRange,
  read,
  readBits,
  dirtyBits,
  scalarOf,
  suffix,
  write,
  type Scalar,
  type Storage,
} from '../helpers/numbers.ts';
import { testEngine } from '../helpers/engine.ts';

const { memory, kernels } = testEngine();
const run = kernels as unknown as Record<string, (...args: number[]) => number | undefined>;
const isFloat = (s: Storage): boolean => s[0] === 'f';

/** The value in the other storage, or null when ANSI says it does not fit. */
function castScalar(value: Scalar, from: Storage, to: Storage): Scalar | null {
  if (to === 'f64') return Number(value);
  if (to === 'f32') return from === 'i64' ? nearestFloat(value as bigint) : Math.fround(Number(value));
  const x = isFloat(from) ? (Number.isFinite(Number(value)) ? BigInt(Math.trunc(Number(value))) : null) : BigInt(value);
  return x === null || !inRange(to, x) ? null : to === 'i64' ? x : Number(x);
}
/** i64 -> f32 in one rounding; through f64 it would be rounded twice. */
function nearestFloat(v: bigint): number {
  const near = Math.fround(Number(v));
  if (v > -(2n ** 53n) && v < 2n ** 53n) return near;
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, near);
  const bits = view.getInt32(0);
  const candidates = [-1, 0, 1]
    .map((d) => {
      view.setInt32(0, bits + d);
      return view.getFloat32(0);
    })
    .filter(Number.isFinite);
  const distance = (x: number): bigint => {
    const d = BigInt(x) - v;
    return d < 0n ? -d : d;
  };
  const mantissa = (x: number): number => {
    view.setFloat32(0, x);
    return view.getInt32(0) & 1;
  };
  return candidates.reduce(
    (best, x) => (distance(x) < distance(best) || (distance(x) === distance(best) && mantissa(x) < mantissa(best)) ? x : best),
    near,
  );
}

describe.each(STORAGES)('casts of %s', (from) => {
  it.each(STORAGES.filter((to) => to !== from))('to %s', (to) => {
    fc.assert(
      fc.property(fc.array(scalarOf(from), { maxLength: 67 }), (raw) => {
        memory.release(0);
        const column = from === 'f32' ? raw.map((x) => Math.fround(Number(x))) : raw;
        const expected = column.map((x) => castScalar(x, from, to));
        const out = memory.temp(column.length * 8 + 16);
        const status = run[`cast${suffix(from)}${suffix(to)}`]!(write(memory, from, column), out, column.length);
        expect(status ?? 0).toBe(Number(expected.includes(null)));
        const actual = read(memory, to, out, column.length);
        expected.forEach((v, i) => {
          if (v !== null) expect(actual[i]).toBe(v);
        });
      }),
    );
  });
  it('to boolean and back', () => {
    fc.assert(
      fc.property(fc.array(scalarOf(from), { maxLength: 67 }), (column) => {
        memory.release(0);
        const n = column.length,
          bits = dirtyBits(memory, n),
          out = memory.temp(n * 8 + 16);
        run[`cast${suffix(from)}Bits`]!(write(memory, from, column), bits, n);
        const expected = column.map((x) => Number(x) !== 0);
        expect(readBits(memory, bits, n)).toEqual(expected);
        run[`castBits${suffix(from)}`]!(bits, out, n);
        expect(read(memory, from, out, n)).toEqual(expected.map((b) => (from === 'i64' ? BigInt(b) : Number(b))));
      }),
    );
  });
});
it('dates and timestamps', () => {
  const DAY = 86400000000n;
  fc.assert(
    fc.property(fc.array(scalarOf('i64'), { maxLength: 67 }), fc.array(scalarOf('i32'), { maxLength: 67 }), (us, days) => {
      memory.release(0);
      const out = memory.temp(600);
      const floorDay = (v: bigint): bigint => v / DAY - (v % DAY < 0n ? 1n : 0n);
      kernels.castTimestampDate(write(memory, 'i64', us), out, us.length);
      expect(read(memory, 'i32', out, us.length)).toEqual(us.map((v) => Number(floorDay(v as bigint))));
      const expected = days.map((d) => BigInt(d) * DAY);
      expect(kernels.castDateTimestamp(write(memory, 'i32', days), out, days.length)).toBe(
        Number(expected.some((v) => !inRange('i64', v))),
      );
      const actual = read(memory, 'i64', out, days.length);
      expected.forEach((v, i) => {
        if (inRange('i64', v)) expect(actual[i]).toBe(v);
      });
    }),
  );
});
