// Every aggregate function against its own `value`, over every type it takes: cut into batches, in two tasks merged, with NULLs.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildColumn } from '../../src/column/builder.ts';
import type { Column } from '../../src/column/column.ts';
import { readValues } from '../../src/column/values.ts';
import { AGGREGATES } from '../../src/functions/aggregate/index.ts';
import type { Accumulator, AggregateFunction, AggregateOptions } from '../../src/functions/define.ts';
import {
  BIGINT,
  BINARY,
  BOOLEAN,
  DATE,
  DOUBLE,
  FLOAT,
  INT,
  SMALLINT,
  STRING,
  TINYINT,
  arrayOf,
  decimal,
  sameType,
} from '../../src/types/data-type.ts';
import type { DataType } from '../../src/types/data-type.ts';
import { formatType } from '../../src/types/format-type.ts';
import type { Value } from '../../src/types/value.ts';
import type { EngineInstance } from '../../src/wasm/instance.ts';
import { testEngine } from '../helpers/engine.ts';

const number = fc.oneof(
  fc.integer({ min: -50, max: 50 }),
  fc.integer({ min: -16000, max: 16000 }).map((i) => i / 16),
);
const VALUES: readonly (readonly [DataType, fc.Arbitrary<Value>])[] = [
  [TINYINT, fc.integer({ min: -128, max: 127 })],
  [SMALLINT, fc.integer({ min: -32768, max: 32767 })],
  [INT, fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer())],
  [DATE, fc.integer({ min: -10, max: 10 })],
  [BIGINT, fc.oneof(fc.bigInt({ min: -3n, max: 3n }), fc.bigInt({ min: -(1n << 56n), max: 1n << 56n }))],
  [decimal(10, 2), fc.bigInt({ min: -(10n ** 10n) + 1n, max: 10n ** 10n - 1n })],
  [decimal(7, 2), fc.bigInt({ min: -999n, max: 999n })],
  [decimal(28, 3), fc.bigInt({ min: -(10n ** 28n) + 1n, max: 10n ** 28n - 1n })],
  [BOOLEAN, fc.boolean()],
  [FLOAT, fc.oneof(fc.constantFrom(0, Number.NaN), number.map(Math.fround))],
  [DOUBLE, number],
  [STRING, fc.string({ maxLength: 3, unit: 'binary' })],
  [BINARY, fc.uint8Array({ maxLength: 3 })],
  [arrayOf(INT), fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 2 })],
];
/** Literal second arguments. */
const LITERALS: Readonly<Record<string, readonly [DataType, Value]>> = {
  percentile: [DOUBLE, 0.3],
  percentile_approx: [DOUBLE, 0.6],
  percentile_disc: [DOUBLE, 0.5],
  listagg: [STRING, '-'],
};
const ids = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 30 });

interface Case {
  readonly f: AggregateFunction;
  readonly types: readonly DataType[];
  readonly returns: DataType;
  readonly literals: readonly (Value | undefined)[];
}
/** The function over each type that it takes without a cast, or widens itself. */
function casesOf(f: AggregateFunction): Case[] {
  const literal = LITERALS[f.name];
  const cases: Case[] = [];
  const given: (readonly DataType[])[] = [[], ...VALUES.flatMap(([a]) => [[a], ...VALUES.map(([b]) => [a, b])])];
  for (const types of given) {
    if (literal && types.length !== 1) continue;
    const literals = literal ? [undefined, literal[1]] : [];
    try {
      const { args, returns } = f.signature(literal ? [...types, literal[0]] : types, literals);
      const asItIs = (type: DataType, i: number): boolean =>
        sameType(type, args[i]!) || (f.widensInts === true && type.kind === 'int' && args[i]!.kind === 'double');
      if (types.every(asItIs)) cases.push({ f, types, returns, literals });
    } catch {
      continue;
    }
  }
  const pairs = cases.filter((c) => c.types.length === 2);
  return [...cases.filter((c) => c.types.length < 2), ...pairs.filter((_, i) => f.widensInts || i % 7 === 0)];
}
const same = (got: Value, want: Value): boolean =>
  typeof got === 'number' && typeof want === 'number'
    ? Object.is(got, want) || Math.abs(got - want) <= 1e-9 * Math.max(1, Math.abs(want))
    : JSON.stringify(got, replacer) === JSON.stringify(want, replacer);
const replacer = (_: string, v: unknown): unknown =>
  typeof v === 'bigint' ? `${v}n` : typeof v === 'number' && Number.isNaN(v) ? 'NaN' : v;

type Row = readonly [group: number, values: readonly Value[]];
function feed(
  { memory }: EngineInstance,
  accumulator: Accumulator,
  types: readonly DataType[],
  rows: readonly Row[],
  seen: Map<number, number>,
  batchRows: number,
  afterBatch: (groups: number) => void,
): void {
  for (let at = 0; at < rows.length; at += batchRows) {
    const part = rows.slice(at, at + batchRows);
    for (const [group] of part) if (!seen.has(group)) seen.set(group, seen.size);
    const idsPtr = memory.temp(part.length * 4);
    memory.u32(idsPtr, part.length).set(part.map(([group]) => seen.get(group)!));
    const columns = types.map((type, c): Column =>
      buildColumn(
        memory,
        type,
        part.map(([, values]) => values[c]!),
        (bytes) => memory.temp(bytes),
      ),
    );
    accumulator.reserve(seen.size);
    accumulator.update(idsPtr, columns, part.length);
    afterBatch(seen.size);
  }
}
function expected({ f, types, returns, literals }: Case, rows: readonly Row[], group: number): Value {
  return f.value(
    rows.filter(([g]) => g === group).map(([, values]) => values),
    types,
    returns,
    { ignoreNulls: false, literals },
  );
}
const outcome = (run: () => Value[]): Value[] | string => {
  try {
    return run();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};

describe.each(AGGREGATES.map((f) => [f.name, f] as const))('%s', (_, f) => {
  const cases = casesOf(f);
  it('takes some type', () => expect(cases.length).toBeGreaterThan(0));
  it.each(cases.map((c) => [c.types.map(formatType).join(', '), c] as const))('equals its value over (%s)', (_types, c) => {
    const arbitraries = c.types.map((type) => VALUES.find(([t]) => sameType(t, type))![1]);
    const row = fc.tuple(
      ...arbitraries.map((a) => fc.oneof({ weight: 6, arbitrary: a }, { weight: 1, arbitrary: fc.constant(null) })),
    );
    const table = ids.chain((groups) =>
      fc.tuple(fc.constant(groups), fc.array(row, { minLength: groups.length, maxLength: groups.length })),
    );
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(1, 7, 30),
        fc.constantFrom('shared', 'own', 'sparse'),
        ([groups, values], batchRows, mode) => {
          const engine = testEngine();
          const { memory } = engine;
          const before = memory.liveBytes;
          const rows = groups.map((group, i): Row => [group, values[i]!]);
          const counts = { ptr: memory.alloc(64), rows: [0, 0, 0, 0, 0] };
          memory.u8(counts.ptr, 64).fill(0);
          const options: AggregateOptions = {
            ignoreNulls: false,
            literals: c.literals,
            sparse: mode === 'sparse',
            ...(mode === 'shared' ? { rowCounts: () => ({ ptr: () => counts.ptr }) } : {}),
          };
          const seen = new Map<number, number>();
          const whole = f.create(engine, c.types, c.returns, options);
          let done = 0;
          feed(engine, whole, c.types, rows, seen, batchRows, () => {
            for (const [group] of rows.slice(done, done + batchRows)) counts.rows[seen.get(group)!]!++;
            memory.i64(counts.ptr, 5).set(counts.rows.map(BigInt));
            done += batchRows;
          });
          const want = outcome(() => [...seen.keys()].map((group) => expected(c, rows, group)));
          const check = (accumulator: Accumulator): void => {
            const got = outcome(() => readValues(memory, accumulator.result(0, seen.size)));
            if (typeof got === 'string' || typeof want === 'string') return expect(got).toEqual(want);
            got.forEach((value, g) => {
              if (!same(value, want[g]!)) expect(value).toEqual(want[g]);
            });
          };
          check(whole);
          whole.close();
          if (f.stateTypes) {
            const final = f.create(engine, c.types, c.returns, {
              ignoreNulls: false,
              literals: c.literals,
              sparse: mode === 'sparse',
            });
            let reserved = 0;
            for (const part of [rows.slice(0, rows.length >> 1), rows.slice(rows.length >> 1)]) {
              const local = new Map<number, number>();
              const partial = f.create(engine, c.types, c.returns, { ignoreNulls: false, literals: c.literals });
              feed(engine, partial, c.types, part, local, batchRows, () => undefined);
              if (local.size > 0) {
                const states = partial.state(0, local.size);
                expect(states.map((s) => formatType(s.type))).toEqual(f.stateTypes(c.types, c.returns).map(formatType));
                const idsPtr = memory.temp(local.size * 4);
                memory.u32(idsPtr, local.size).set([...local.keys()].map((group) => seen.get(group)!));
                reserved = Math.max(reserved, ...[...local.keys()].map((group) => seen.get(group)! + 1));
                final.reserve(reserved);
                final.merge(idsPtr, states, local.size);
              }
              partial.close();
            }
            check(final);
            final.close();
          }
          memory.free(counts.ptr);
          memory.clearArena();
          expect(memory.liveBytes).toBe(before);
        },
      ),
      { numRuns: 12 },
    );
  });
});

it.each([
  [[1, 2], 0.5, 2],
  [[1, 2, 3], 0.5, 2],
  [[4, 1, 3, 2], 0.25, 4],
  [[4, 1, 3, 2], 1, 1],
  [[7], 0, 7],
] as const)('percentile_disc of %j at %f counts from above', (values, fraction, want) => {
  const { memory, ...rest } = testEngine();
  const f = AGGREGATES.find((a) => a.name === 'percentile_disc')!;
  const options = { ignoreNulls: false, literals: [undefined, fraction, true] };
  const accumulator = f.create({ memory, ...rest }, [INT, DOUBLE, BOOLEAN], INT, options);
  const idsPtr = memory.temp(values.length * 4);
  memory.u32(idsPtr, values.length).fill(0);
  accumulator.reserve(1);
  accumulator.update(idsPtr, [buildColumn(memory, INT, values, (bytes) => memory.temp(bytes))], values.length);
  expect(readValues(memory, accumulator.result(0, 1))).toEqual([want]);
  expect(
    f.value(
      values.map((v) => [v]),
      [INT, DOUBLE, BOOLEAN],
      INT,
      options,
    ),
  ).toBe(want);
  accumulator.close();
});
