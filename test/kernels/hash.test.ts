// Group ids against a JavaScript map, for every key type, layout change, table kind and batch cut.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildColumn } from '../../src/column/builder.ts';
import { makeColumn } from '../../src/column/column.ts';
import type { Column } from '../../src/column/column.ts';
import { makeDictionary } from '../../src/column/dictionary.ts';
import { readValues } from '../../src/column/values.ts';
import { createGroupTable } from '../../src/physical/groups/group-table.ts';
import {
  BIGINT,
  BINARY,
  BOOLEAN,
  DATE,
  DOUBLE,
  FLOAT,
  INT,
  NULL,
  SMALLINT,
  STRING,
  TIMESTAMP,
  TINYINT,
  arrayOf,
  decimal,
} from '../../src/types/data-type.ts';
import type { DataType } from '../../src/types/data-type.ts';
import { valueKey } from '../../src/types/value-key.ts';
import type { Value } from '../../src/types/value.ts';
import type { EngineInstance } from '../../src/wasm/instance.ts';
import { testEngine } from '../helpers/engine.ts';

const NONE = 0xffffffff;
const small = fc.integer({ min: -3, max: 3 });
const VALUES: readonly (readonly [DataType, fc.Arbitrary<Value>])[] = [
  [TINYINT, fc.integer({ min: -128, max: 127 })],
  [SMALLINT, fc.integer({ min: -32768, max: 32767 })],
  [INT, fc.oneof(small, fc.integer(), fc.constantFrom(-(2 ** 31), 2 ** 31 - 1))],
  [DATE, small],
  [BIGINT, fc.oneof(small.map(BigInt), fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }))],
  [TIMESTAMP, fc.bigInt({ min: 0n, max: 1n << 50n })],
  [decimal(30, 2), fc.oneof(small.map(BigInt), fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }))],
  [BOOLEAN, fc.boolean()],
  [FLOAT, fc.oneof(fc.constantFrom(0, -0, Number.NaN, Infinity, 1.5), fc.float())],
  [DOUBLE, fc.oneof(fc.constantFrom(0, -0, Number.NaN, -Infinity, 1.5), fc.double())],
  [STRING, fc.oneof(fc.constantFrom('', 'a', 'aaaaaaaa', 'aaaaaaaaa', 'aaaaaaab'), fc.string({ maxLength: 20 }))],
  [BINARY, fc.uint8Array({ maxLength: 3 })],
  [arrayOf(INT), fc.array(small, { maxLength: 2 })],
  [NULL, fc.constant(null)],
];
const keys = fc.array(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 5 });
const table = keys.chain((types) =>
  fc.record({
    types: fc.constant(types.map(([type]) => type)),
    rows: fc.array(
      fc.tuple(
        ...types.map(([, value]) => fc.oneof({ weight: 5, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) })),
      ),
      { maxLength: 60 },
    ),
    batchRows: fc.constantFrom(1, 7, 60),
    asDict: fc.boolean(),
  }),
);

/** Column of the values; strings optionally as a dictionary whose codes under NULL are garbage. */
function columnOf({ memory }: EngineInstance, type: DataType, values: readonly Value[], asDict: boolean): Column {
  const temp = (bytes: number): number => memory.temp(bytes);
  const plain = buildColumn(memory, type, values, temp);
  if (!asDict || type.kind !== 'string') return plain;
  const distinct = [...new Set(values.filter((v) => v !== null))];
  const heap = buildColumn(memory, type, distinct, (bytes) => memory.alloc(bytes));
  const ptr = memory.temp(values.length * 4);
  memory.u32(ptr, values.length).set(values.map((v) => (v === null ? 0xfffffff0 : distinct.indexOf(v))));
  return makeColumn({
    type,
    layout: 'dict',
    length: values.length,
    ptr,
    validityPtr: plain.validityPtr,
    dictionary: makeDictionary(memory, heap, distinct.length, true),
  });
}
const columnsOf = (
  engine: EngineInstance,
  types: readonly DataType[],
  rows: readonly (readonly Value[])[],
  asDict: boolean,
): Column[] =>
  types.map((type, c) =>
    columnOf(
      engine,
      type,
      rows.map((row) => row[c]!),
      asDict,
    ),
  );
const release = (columns: readonly Column[]): void => columns.forEach((c) => c.dictionary?.release());
const keyText = (row: readonly Value[], types: readonly DataType[]): string =>
  row
    .map((value, i) => {
      const key = valueKey(value, types[i]!);
      return `${typeof key} ${String(key)}`;
    })
    .join('|');
function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}

describe('group table', () => {
  it('numbers any keys in order of first appearance, gives them back, finds them again', () => {
    fc.assert(
      fc.property(table, ({ types, rows, batchRows, asDict }) => {
        const engine = testEngine();
        const { memory } = engine;
        const groups = createGroupTable(engine, types);
        const ids = new Map<string, number>();
        const firsts: (readonly Value[])[] = [];
        for (const part of chunks(rows, batchRows)) {
          const columns = columnsOf(engine, types, part, asDict);
          const got = [...memory.u32(groups.assign(columns, part.length), part.length)];
          expect(got).toEqual(
            part.map((row) => {
              const text = keyText(row, types);
              if (!ids.has(text)) {
                ids.set(text, ids.size);
                firsts.push(row);
              }
              return ids.get(text);
            }),
          );
          release(columns);
        }
        expect(groups.count).toBe(ids.size);
        const back = groups.keys(0, groups.count).map((column) => readValues(memory, column));
        expect(
          firsts.map((_, g) =>
            keyText(
              back.map((column) => column[g]!),
              types,
            ),
          ),
        ).toEqual(firsts.map((row) => keyText(row, types)));

        const probes = [...rows, ...rows.map((row) => [...row].reverse())]
          .filter((row) => row.length === types.length)
          .slice(0, rows.length);
        const columns = columnsOf(engine, types, probes, !asDict);
        expect([...memory.u32(groups.lookup(columns, probes.length), probes.length)]).toEqual(
          probes.map((row) => ids.get(keyText(row, types)) ?? NONE),
        );
        release(columns);
        groups.close();
        memory.clearArena();
        expect(memory.liveBytes).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  it('says none for unknown keys, whether outside the bounds or in them', () => {
    const engine = testEngine();
    for (const [type, known, unknown] of [
      [INT, [1, 5, 9], [0, 2, -7, 2 ** 31 - 1]],
      [BIGINT, [1n, 1n << 62n], [0n, -(1n << 63n)]],
      [DOUBLE, [1, Number.NaN], [2, Infinity]],
      [STRING, ['a', 'b'], ['', 'c']],
    ] as const) {
      const groups = createGroupTable(engine, [type]);
      groups.assign([columnOf(engine, type, known, false)], known.length);
      for (const asDict of [false, true]) {
        const column = columnOf(engine, type, [...unknown, ...known, null], asDict);
        expect([...engine.memory.u32(groups.lookup([column], column.length), column.length)]).toEqual([
          ...unknown.map(() => NONE),
          ...known.map((_, i) => i),
          NONE,
        ]);
      }
      groups.close();
    }
  });

  it.each([
    ['dense', (i: number): Value => i % 3000, 1],
    ['dense, then hashed', (i: number): Value => (i * i * 7) | 0, 1],
    ['one word', (i: number): Value => (i * 2654435761) | 0, 1],
    ['two words', (i: number): Value => (i * 2654435761) | 0, 3],
    ['many words', (i: number): Value => (i * 2654435761) | 0, 9],
    ['descending', (i: number): Value => -i * 1000, 1],
  ] as const)('grows past every size: %s', (_, value, width) => {
    const engine = testEngine();
    const { memory } = engine;
    const groups = createGroupTable(
      engine,
      Array.from({ length: width }, () => INT),
    );
    const ids = new Map<Value, number>();
    const values = Array.from({ length: 20_000 }, (_unused, i) => value(i));
    for (const part of chunks(values, 1500)) {
      const column = columnOf(engine, INT, part, false);
      const got = memory.u32(
        groups.assign(
          Array.from({ length: width }, () => column),
          part.length,
        ),
        part.length,
      );
      part.forEach((v, row) => {
        if (!ids.has(v)) ids.set(v, ids.size);
        if (got[row] !== ids.get(v)) expect(got[row]).toBe(ids.get(v));
      });
      memory.release(0);
    }
    expect(groups.count).toBe(ids.size);
    expect(readValues(memory, groups.keys(0, groups.count)[width - 1]!)).toEqual([...ids.keys()]);
    groups.close();
  });

  it('keeps the codes of the first dictionary when others and plain strings follow', () => {
    const engine = testEngine();
    const groups = createGroupTable(engine, [STRING]);
    const ids = (values: readonly Value[], asDict: boolean): number[] => {
      const column = columnOf(engine, STRING, values, asDict);
      const out = [...engine.memory.u32(groups.assign([column], values.length), values.length)];
      release([column]);
      return out;
    };
    expect(ids(['x', 'y', null, 'x'], true)).toEqual([0, 1, 2, 0]);
    expect(ids(['y', 'z'], true)).toEqual([1, 3]);
    expect(ids(['z', 'w', 'x', null], false)).toEqual([3, 4, 0, 2]);
    expect(ids(['w', 'v'], true)).toEqual([4, 5]);
    expect(readValues(engine.memory, groups.keys(0, 6)[0]!)).toEqual(['x', 'y', null, 'z', 'w', 'v']);
    groups.close();
  });

  it('interns more strings and bytes than it has room for', () => {
    const engine = testEngine();
    const groups = createGroupTable(engine, [STRING]);
    const values = Array.from({ length: 5000 }, (_, i) => (i % 1000 === 999 ? 'long '.repeat(9000) : '') + `id${i}`);
    for (const part of chunks(values, 777)) groups.assign([columnOf(engine, STRING, part, false)], part.length);
    expect(groups.count).toBe(values.length);
    expect(readValues(engine.memory, groups.keys(0, values.length)[0]!)).toEqual(values);
    groups.close();
  });
});

describe('tables that fill up', () => {
  const N = 24;
  const words = Array.from({ length: N }, (_, i) => [1n, 7n, 7n, 3n, 1n, 250n][i % 6]! + BigInt(i >> 3));
  /** State of a table as the kernels read it: slots, shift, mask, keys, count, limit, width. */
  const SLOTS = 64;
  it.each([
    ['Dense', 1, 4],
    ['Narrow', 1, 4],
    ['Word', 1, 8],
    ['Pair', 2, 8],
    ['Words', 3, 8],
  ] as const)('assign%s stops at any row it has no room for, and goes on there', (kind, width, wordBytes) => {
    for (let limit = 0; limit <= 12; limit++) {
      const { memory, kernels } = testEngine();
      const [statePtr, slotsPtr, keysPtr] = [memory.alloc(32), memory.alloc(4096), memory.alloc(N * width * 8)];
      memory.u8(slotsPtr, 4096).fill(0);
      memory.u32(statePtr, 7).set([slotsPtr, 64 - Math.log2(SLOTS), SLOTS - 1, keysPtr, 0, limit, width]);
      const wordsPtr = memory.alloc(N * width * 8);
      for (let w = 0; w < width; w++)
        words.forEach((word, i) => {
          if (wordBytes === 4) memory.u32(wordsPtr + i * 4, 1)[0] = Number(word);
          else memory.u64(wordsPtr + (w * N + i) * 8, 1)[0] = word << BigInt(w * 20);
        });
      const idsPtr = memory.alloc(N * 4);
      const assign = (from: number): number =>
        kind === 'Pair' || kind === 'Words'
          ? kernels[`assign${kind}`](statePtr, wordsPtr, N * 8, idsPtr, from, N)
          : kernels[`assign${kind}`](statePtr, wordsPtr, idsPtr, from, N);
      const distinct = [...new Set(words)];
      const firstUnfit = distinct.length <= limit ? N : words.indexOf(distinct[limit]!);
      expect(assign(0)).toBe(firstUnfit);
      expect(memory.u32(statePtr, 7)[4]).toBe(Math.min(limit, distinct.length));
      memory.u32(statePtr, 7)[5] = N;
      expect(assign(firstUnfit)).toBe(N);
      expect([...memory.u32(idsPtr, N)]).toEqual(words.map((word) => distinct.indexOf(word)));
    }
  });
  it('assignDenseI32 does what packing and assignDense do, and stops before a value outside the range', () => {
    const values = Int32Array.of(5, -2, 5, 0, 9, -2, 7, 10, 5, 5, 0, 9, 9, 7, 7, 5, 0, 0, 5, -2, 5, 1, 9, -2, 7, 10, 5, 11);
    for (const limit of [0, 1, 3, 20])
      for (const [min, range] of [
        [-2, 13],
        [-2, 12],
        [-2, 11],
        [-1, 12],
        [5, 0],
      ] as const) {
        const outside = values.findIndex((v) => v < min || v > min + range);
        const fit = outside < 0 ? values.length : outside;
        const run = (direct: boolean): readonly unknown[] => {
          const { memory, kernels } = testEngine();
          const [statePtr, slotsPtr, keysPtr, ptr, wordsPtr, idsPtr] = [64, 4096, 4096, 256, 256, 256].map((b) =>
            memory.alloc(b),
          ) as [number, number, number, number, number, number];
          memory.u8(slotsPtr, 4096).fill(0);
          memory.u32(statePtr, 7).set([slotsPtr, 0, 0, keysPtr, 0, limit, 1]);
          memory.i32(ptr, values.length).set(values);
          let row = 0;
          if (direct) row = kernels.assignDenseI32(statePtr, ptr, min, range, idsPtr, 0, values.length);
          else {
            kernels.packNarrowI32(ptr, 0, wordsPtr, 0, 0, BigInt(min), BigInt(range), 0, fit);
            row = kernels.assignDense(statePtr, wordsPtr, idsPtr, 0, fit);
          }
          const count = memory.u32(statePtr, 7)[4]!;
          return [row, count, [...memory.u64(keysPtr, count)], [...memory.u32(idsPtr, row)]];
        };
        expect(run(true)).toEqual(run(false));
      }
  });
  it('interning stops at any row for lack of codes or bytes, and goes on there', () => {
    const strings = ['a', '', 'bcd', 'a', 'efghijklm', '', 'nopq', 'a', 'bcd'];
    const distinct = [...new Set(strings)];
    for (let limit = 0; limit <= distinct.length; limit++)
      for (let bytesLimit = 0; bytesLimit <= 18; bytesLimit++) {
        const engine = testEngine();
        const { memory, kernels } = engine;
        const [statePtr, slotsPtr, offsetsPtr, bytesPtr] = [
          memory.alloc(32),
          memory.alloc(1024),
          memory.alloc(64),
          memory.alloc(64),
        ];
        memory.u8(slotsPtr, 1024).fill(0);
        memory.i32(offsetsPtr, 1)[0] = 0;
        memory.u32(statePtr, 8).set([slotsPtr, 58, 63, offsetsPtr, bytesPtr, 0, limit, bytesLimit]);
        const column = columnOf(engine, STRING, strings, false);
        const codesPtr = memory.alloc(64);
        const intern = (from: number): number =>
          kernels.intern(statePtr, column.ptr, column.bytesPtr, 0, codesPtr, from, strings.length);
        let used = 0,
          codes = 0;
        const unfit = strings.findIndex((s, i) => {
          if (strings.indexOf(s) < i) return false;
          if (codes === limit || used + s.length > bytesLimit) return true;
          used += s.length;
          codes++;
          return false;
        });
        const stop = unfit < 0 ? strings.length : unfit;
        expect(intern(0)).toBe(stop);
        memory.u32(statePtr, 8).set([9, 64], 6);
        expect(intern(stop)).toBe(strings.length);
        expect([...memory.u32(codesPtr, strings.length)]).toEqual(strings.map((s) => distinct.indexOf(s)));
      }
  });
});
