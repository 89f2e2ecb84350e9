// Family move, and src/wasm/move.ts over it: every type and layout against arrays of values.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeColumn } from '../../src/column/dictionary.ts';
import { readValues } from '../../src/column/values.ts';
import { formatType } from '../../src/types/format-type.ts';
import { concatColumns, copyColumn, plainColumn, sliceColumn, takeColumn, takeNullable } from '../../src/wasm/move.ts';
import { ALL_TYPES, columnOf, specOf } from '../helpers/columns.ts';
import { testEngine } from '../helpers/engine.ts';

const engine = testEngine();
const { memory, kernels } = engine;
const temp = (bytes: number): number => memory.temp(bytes);
const LENGTHS = [...Array.from({ length: 68 }, (_, n) => n), 511, 512, 513];
const NONE = 0xffffffff;

function idsOf(ids: readonly number[]): number {
  const ptr = temp(Math.max(1, ids.length * 4));
  memory.u32(ptr, ids.length).set(ids);
  return ptr;
}

describe.each(ALL_TYPES.map((type) => ({ type, name: formatType(type) })))('columns of $name', ({ type }) => {
  const spec = specOf(type, { maxLength: 70 });
  it('take, with rows of an outer join', () => {
    fc.assert(
      fc.property(spec, fc.array(fc.nat(), { maxLength: 70 }), (s, picks) => {
        memory.release(0);
        const column = columnOf(memory, s, temp);
        const ids = s.values.length ? picks.map((p) => p % s.values.length) : [];
        const taken = takeColumn(engine, column, idsOf(ids), ids.length, temp);
        expect(readValues(memory, taken)).toEqual(ids.map((id) => s.values[id]));
        const withNone = picks.map((p) => (p % 3 === 0 || !s.values.length ? NONE : p % s.values.length));
        const nullable = takeNullable(engine, column, idsOf(withNone), withNone.length, temp);
        expect(readValues(memory, nullable)).toEqual(withNone.map((id) => (id === NONE ? null : s.values[id])));
        column.dictionary?.release();
      }),
    );
  });
  it('slice, concatenate, decode', () => {
    fc.assert(
      fc.property(fc.array(spec, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), (specs, a, b) => {
        memory.release(0);
        const columns = specs.map((s) => columnOf(memory, s, temp));
        const values = specs.flatMap((s) => s.values);
        const all = concatColumns(engine, columns, temp);
        expect(readValues(memory, all)).toEqual(values);
        const from = a % (values.length + 1),
          n = b % (values.length - from + 1);
        const slice = sliceColumn(engine, all, from, n, temp);
        expect(readValues(memory, slice)).toEqual(values.slice(from, from + n));
        expect(readValues(memory, concatColumns(engine, [slice, all, slice], temp))).toEqual([
          ...values.slice(from, from + n),
          ...values,
          ...values.slice(from, from + n),
        ]);
        for (const column of columns) expect(plainColumn(engine, column, temp).dictionary).toBe(null);
        expect(columns.flatMap((column) => readValues(memory, plainColumn(engine, column, temp)))).toEqual(values);
        for (const column of columns) column.dictionary?.release();
      }),
    );
  });
  it('copy to the heap, and give everything back', () => {
    fc.assert(
      fc.property(spec, (s) => {
        memory.clearArena();
        const before = memory.liveBytes;
        const column = columnOf(memory, s, temp);
        const copy = copyColumn(engine, column, (bytes) => memory.alloc(bytes));
        column.dictionary?.release();
        memory.release(0);
        expect(readValues(memory, copy)).toEqual(s.values);
        freeColumn(memory, copy);
        memory.clearArena();
        expect(memory.liveBytes).toBe(before);
      }),
    );
  });
});

it('concatenates untyped NULLs with typed columns', () => {
  const typed = columnOf(memory, { type: ALL_TYPES[4]!, values: [1, null, 3], isDict: false }, temp);
  const untyped = columnOf(memory, { type: ALL_TYPES[0]!, values: [null, null], isDict: false }, temp);
  expect(readValues(memory, concatColumns(engine, [untyped, typed, untyped], temp))).toEqual([
    null,
    null,
    1,
    null,
    3,
    null,
    null,
  ]);
});

it.each(LENGTHS)('fills, numbers, scatters and blends %i rows', (n) => {
  memory.release(0);
  const value = temp(16),
    out = temp(n * 16),
    other = temp(n * 16),
    mask = temp(128);
  memory.u8(value, 16).set(Array.from({ length: 16 }, (_, i) => i * 13 + 1));
  const chosen = Array.from({ length: n }, (_, i) => (i * 7) % 3 === 0);
  const bits = memory.u8(mask, 128).fill(0);
  chosen.forEach((c, i) => (bits[i >> 3]! |= c ? 1 << (i & 7) : 0));
  for (const [width, blend] of [
    [1, 'blend1'],
    [2, 'blend2'],
    [4, 'blend4'],
    [8, 'blend8'],
    [16, 'blend16'],
  ] as const) {
    kernels.fillValues(value, width, out, n);
    const one = Array.from(memory.u8(value, width));
    expect(Array.from(memory.u8(out, n * width))).toEqual(Array.from({ length: n }, () => one).flat());
    memory.u8(other, n * width).fill(0xee);
    kernels[blend](mask, out, other, other, n);
    expect(Array.from(memory.u8(other, n * width))).toEqual(chosen.flatMap((c) => (c ? one : one.map(() => 0xee))));
  }
  kernels.fillIds(out, 5, n);
  expect(Array.from(memory.u32(out, n))).toEqual(Array.from({ length: n }, (_, i) => i + 5));
  const reversed = idsOf(Array.from({ length: n }, (_, i) => n - 1 - i));
  kernels.scatterIds(reversed, n, 100, other);
  expect(Array.from(memory.u32(other, n))).toEqual(Array.from({ length: n }, (_, i) => 100 + n - 1 - i));
});
