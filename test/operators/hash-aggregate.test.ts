// HashAggregate: single == partial + final == a JavaScript map over the functions' values, for any keys, calls and batch cuts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeBatch } from '../../src/column/batch.ts';
import type { Batch } from '../../src/column/batch.ts';
import { buildColumn } from '../../src/column/builder.ts';
import type { AggregateCall, Attribute, Expr } from '../../src/expr/expr.ts';
import { newAttributeId } from '../../src/expr/expr.ts';
import type { AggregateFunction } from '../../src/functions/define.ts';
import { findFunction } from '../../src/functions/index.ts';
import { distinct } from '../../src/physical/operators/distinct.ts';
import { hashAggregate } from '../../src/physical/operators/hash-aggregate.ts';
import type { AggregateSpec, HashAggregateNode, PhysicalNode } from '../../src/physical/physical.ts';
import { BIGINT, BOOLEAN, DOUBLE, INT, STRING } from '../../src/types/data-type.ts';
import type { DataType } from '../../src/types/data-type.ts';
import { valueKey } from '../../src/types/value-key.ts';
import type { Value } from '../../src/types/value.ts';
import type { EngineInstance } from '../../src/wasm/instance.ts';
import { testEngine } from '../helpers/engine.ts';
import { operatorContext, runOperator } from '../helpers/operator.ts';

const attribute = (name: string, type: DataType): Attribute => ({
  kind: 'Attribute',
  id: newAttributeId(),
  name,
  type,
  nullable: true,
});
const COLUMNS = [
  attribute('i', INT),
  attribute('s', STRING),
  attribute('d', DOUBLE),
  attribute('l', BIGINT),
  attribute('b', BOOLEAN),
];
const [I, S, D, L, B] = COLUMNS as [Attribute, Attribute, Attribute, Attribute, Attribute];
const nullable = (a: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 5, arbitrary: a }, { weight: 1, arbitrary: fc.constant(null) });
const row = fc.tuple(
  nullable(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer())),
  nullable(fc.constantFrom('', 'a', 'b', 'ab')),
  nullable(fc.integer({ min: -64, max: 64 }).map((x) => x / 4)),
  nullable(fc.bigInt({ min: -5n, max: 1n << 60n })),
  nullable(fc.boolean()),
);
type Row = readonly Value[];
const source: PhysicalNode = { kind: 'Values', id: 0, output: COLUMNS, values: [] };

interface CallExtras {
  readonly distinct?: boolean;
  readonly filter?: Expr;
  readonly descendingBy?: Attribute;
}
function spec(name: string, args: readonly Attribute[], extras: CallExtras = {}): AggregateSpec {
  const definition = aggregateOf(name);
  const { returns } = definition.signature(
    args.map((a) => a.type),
    [],
  );
  const call: AggregateCall = {
    kind: 'AggregateCall',
    name,
    args,
    distinct: extras.distinct ?? false,
    ignoreNulls: false,
    type: returns,
    ...(extras.filter ? { filter: extras.filter } : {}),
    ...(extras.descendingBy
      ? { orderBy: [{ kind: 'SortOrder', input: extras.descendingBy, descending: true, nullsFirst: false }] }
      : {}),
  };
  const types =
    definition.stateTypes?.(
      args.map((a) => a.type),
      returns,
    ) ?? [];
  return { call, result: attribute(name, returns), states: types.map((type, i) => attribute(`${name}#${i}`, type)) };
}
function aggregateOf(name: string): AggregateFunction {
  const definition = findFunction(name);
  if (definition?.kind !== 'aggregate') throw new Error(name);
  return definition;
}
const PARTIAL_CALLS = (): AggregateSpec[] => [
  spec('count', []),
  spec('count', [D]),
  spec('sum', [I]),
  spec('avg', [D]),
  spec('min', [S]),
  spec('max', [D]),
  spec('bool_or', [B]),
  spec('stddev_samp', [D]),
  spec('sum', [D], { filter: B }),
  spec('count', [], { filter: B }),
  spec('first', [S]),
  spec('collect_list', [I]),
  spec('median', [D]),
];
const ROW_CALLS = (): AggregateSpec[] => [
  spec('count', [I], { distinct: true }),
  spec('count', [I, S], { distinct: true }),
  spec('sum', [D], { distinct: true, filter: B }),
  spec('max', [I], { distinct: true }),
  spec('collect_list', [S], { descendingBy: L }),
  spec('avg', [I]),
];

function oracle(rows: readonly Row[], groupings: readonly Attribute[], specs: readonly AggregateSpec[]): Value[][] {
  const groups = new Map<string, Row[]>();
  if (groupings.length === 0) groups.set('', []);
  const at = (a: Attribute, r: Row): Value => r[COLUMNS.indexOf(a)]!;
  for (const r of rows) {
    const key = groupings
      .map((g) => {
        const k = valueKey(at(g, r), g.type);
        return `${typeof k} ${String(k)}`;
      })
      .join('|');
    groups.set(key, [...(groups.get(key) ?? []), r]);
  }
  return [...groups.values()].map((members) => [
    ...groupings.map((g) => at(g, members[0]!)),
    ...specs.map(({ call }) => evaluate(call, members)),
  ]);
}
function evaluate(call: AggregateCall, members: readonly Row[]): Value {
  const at = (e: Expr, r: Row): Value => r[COLUMNS.indexOf(e as Attribute)]!;
  let rows = members.filter((r) => !call.filter || at(call.filter, r) === true);
  if (call.orderBy) {
    const order = (r: Row): bigint => (at(call.orderBy![0]!.input, r) as bigint | null) ?? -100n;
    rows = [...rows].sort((a, b) => (order(a) < order(b) ? 1 : order(a) > order(b) ? -1 : 0));
  }
  let args = rows.map((r) => call.args.map((e) => at(e, r)));
  if (call.distinct) args = [...new Map(args.map((a) => [JSON.stringify(a), a])).values()];
  return aggregateOf(call.name).value(
    args,
    call.args.map((e) => (e as Attribute).type),
    call.type,
    { ignoreNulls: false, literals: [] },
  );
}
function* batchesOf(
  { memory }: EngineInstance,
  attributes: readonly Attribute[],
  rows: readonly Row[],
  batchRows: number,
): Generator<Batch> {
  for (let from = 0; from < rows.length; from += batchRows) {
    const part = rows.slice(from, from + batchRows);
    yield makeBatch(
      part.length,
      attributes.map((a, c) =>
        buildColumn(
          memory,
          a.type,
          part.map((r) => r[c]!),
          (bytes) => memory.temp(bytes),
        ),
      ),
    );
  }
}
function aggregateNode(
  mode: HashAggregateNode['mode'],
  input: PhysicalNode,
  groupings: readonly Attribute[],
  aggregates: readonly AggregateSpec[],
): HashAggregateNode {
  const results = mode === 'partial' ? aggregates.flatMap((a) => a.states) : aggregates.map((a) => a.result);
  return { kind: 'HashAggregate', id: 1, input, mode, groupings, aggregates, output: [...groupings, ...results] };
}
function run(node: HashAggregateNode, rows: readonly Row[], batchRows: number, taskRows?: number): Value[][] {
  const engine = testEngine();
  const out = runOperator(
    engine,
    hashAggregate.open(node, { ...operatorContext(engine, batchRows), taskRows }),
    batchesOf(engine, node.input.output, rows, batchRows),
  );
  expect(engine.memory.liveBytes).toBe(0);
  return out;
}
const close = (rows: readonly (readonly Value[])[]): unknown =>
  rows.map((r) => r.map((v) => (typeof v === 'number' ? Number(v.toFixed(9)) + 0 : v)));

const groupings = fc.subarray([I, S, D, L, B], { maxLength: 3 });
const batchRows = fc.constantFrom(1, 7, 8192);

describe('HashAggregate', () => {
  it('single equals the functions over each group, in order of first appearance', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), groupings, batchRows, (rows, keys, size) => {
        const specs = [...PARTIAL_CALLS(), ...ROW_CALLS()];
        expect(close(run(aggregateNode('single', source, keys, specs), rows, size))).toEqual(close(oracle(rows, keys, specs)));
      }),
      { numRuns: 60 },
    );
  });
  it('partial in tasks, then final, equals single', () => {
    fc.assert(
      fc.property(fc.array(fc.array(row, { maxLength: 20 }), { maxLength: 3 }), groupings, batchRows, (tasks, keys, size) => {
        const specs = PARTIAL_CALLS();
        const partial = aggregateNode('partial', source, keys, specs);
        const states = tasks.flatMap((rows) => run(partial, rows, size));
        expect(close(run(aggregateNode('final', partial, keys, specs), states, size))).toEqual(
          close(oracle(tasks.flat(), keys, specs)),
        );
      }),
      { numRuns: 60 },
    );
  });
  it('gives up grouping in a partial aggregate of unique keys, and stays right', () => {
    const rows = Array.from({ length: 90_000 }, (_, i): Row => [i % 80_000, null, i / 4, null, i % 2 === 0]);
    const specs = [spec('count', []), spec('sum', [D]), spec('avg', [D]), spec('min', [D], { filter: B })];
    const partial = aggregateNode('partial', source, [I], specs);
    const states = run(partial, rows, 8192);
    expect(states.length).toBe(90_000);
    expect(states[85_000]).toEqual([85_000 % 80_000, 1n, 85_000 / 4, 85_000 / 4, 1n, 85_000 / 4]);
    const final = run(aggregateNode('final', partial, [I], specs), states, 8192);
    expect(final.length).toBe(80_000);
    expect(final[5]).toEqual([5, 2n, (5 + 80_005) / 4, (5 + 80_005) / 8, null]);
    expect(final[10_000]).toEqual([10_000, 1n, 2500, 2500, 2500]);
  });
  it('judges again later, when many but not most of the first rows made groups', () => {
    const rows = Array.from({ length: 80_000 }, (_, i): Row => [i % 5 === 0 ? -1 : i, null, 1, null, null]);
    const specs = [spec('count', []), spec('sum', [D])];
    const partial = aggregateNode('partial', source, [I], specs);
    const states = run(partial, rows, 8192);
    expect(states.length).toBeGreaterThan(64_001);
    expect(states.length).toBeLessThan(80_000);
    const final = run(aggregateNode('final', partial, [I], specs), states, 8192);
    expect(final.length).toBe(64_001);
    expect(final[0]).toEqual([-1, 16_000n, 16_000]);
    expect(final.slice(1).every(([, count, sum]) => count === 1n && sum === 1)).toBe(true);
  });
  it('goes on grouping new keys when the task has enough rows to see them again', () => {
    const rows = Array.from({ length: 40_000 }, (_, i): Row => [(i * 7919) % 20_000, null, 1, null, null]);
    const partial = aggregateNode('partial', source, [I], [spec('count', [])]);
    expect(run(partial, rows, 8192, 40_000).length).toBe(40_000);
    // Seen at random the 20,000 keys would not all be new in the first 16,384 rows.
    const mixed = rows.map((row, i): Row => [Math.floor(((Math.sin(i) * 1e4) % 1) * 1e4), ...row.slice(1)] as Row);
    const keys = new Set(mixed.map(([key]) => key)).size;
    expect(run(partial, mixed, 8192, 1e6).length).toBe(keys);
    expect(run(partial, mixed, 8192, 20_000).length).toBeGreaterThan(keys);
  });
  it('emits no more than batchRows a call', () => {
    const rows = Array.from({ length: 20 }, (_, i): Row => [i, null, null, null, null]);
    expect(run(aggregateNode('single', source, [I], [spec('count', [])]), rows, 7)).toEqual(rows.map(([i]) => [i, 1n]));
  });
});

describe('Distinct', () => {
  it('keeps the first row per key', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.subarray(COLUMNS, { minLength: 1 }), batchRows, (rows, keys, size) => {
        const engine = testEngine();
        const node = { kind: 'Distinct', id: 1, input: source, keys, output: COLUMNS } as const;
        const got = runOperator(
          engine,
          distinct.open(node, operatorContext(engine, size)),
          batchesOf(engine, COLUMNS, rows, size),
        );
        const seen = new Set<string>();
        expect(got).toEqual(
          rows.filter((r) => {
            const key = keys.map((k) => String(r[COLUMNS.indexOf(k)])).join('|');
            return !seen.has(key) && seen.add(key);
          }),
        );
        expect(engine.memory.liveBytes).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
