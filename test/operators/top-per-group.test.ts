// TopPerGroup against sorting each group in JavaScript: any order columns, NULLs at either end, ties by arrival, buffers that are cut.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeBatch } from '../../src/column/batch.ts';
import type { Batch } from '../../src/column/batch.ts';
import { buildColumn } from '../../src/column/builder.ts';
import type { Attribute, SortOrder } from '../../src/expr/expr.ts';
import { newAttributeId } from '../../src/expr/expr.ts';
import { topPerGroup } from '../../src/physical/operators/top-per-group.ts';
import type { PhysicalNode, TopPerGroupNode } from '../../src/physical/physical.ts';
import { BIGINT, DOUBLE, INT, STRING } from '../../src/types/data-type.ts';
import type { DataType } from '../../src/types/data-type.ts';
import { compareValues } from '../../src/types/compare-value.ts';
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
  attribute('g', INT),
  attribute('d', DOUBLE),
  attribute('l', BIGINT),
  attribute('s', STRING),
  attribute('n', INT),
];
const source: PhysicalNode = { kind: 'Values', id: 0, output: COLUMNS, values: [] };
type Row = readonly Value[];

const nullable = (a: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 4, arbitrary: a }, { weight: 1, arbitrary: fc.constant(null) });
const row = fc.tuple(
  nullable(fc.integer({ min: 0, max: 3 })),
  nullable(fc.constantFrom(1, 2, 2.5, -1, Number.NaN, Infinity, 0)),
  nullable(fc.constantFrom(1n, 2n, (1n << 63n) - 1n, -(1n << 63n))),
  nullable(fc.constantFrom('', 'a', 'b')),
);
const rows = fc.array(row, { maxLength: 60 }).map((list): Row[] => list.map((r, i) => [...r, i]));
const order = fc.record({ column: fc.integer({ min: 1, max: 3 }), descending: fc.boolean(), nullsFirst: fc.boolean() });
const orders = fc.array(order, { minLength: 1, maxLength: 2 });
type Order = Readonly<{ column: number; descending: boolean; nullsFirst: boolean }>;

function compare(list: readonly Order[], a: Row, b: Row): number {
  for (const { column, descending, nullsFirst } of list) {
    const x = a[column]!,
      y = b[column]!;
    if (x === null || y === null) {
      if (x !== y) return (x === null) === nullsFirst ? -1 : 1;
      continue;
    }
    const sign = compareValues(x, y, COLUMNS[column]!.type);
    if (sign !== 0) return descending ? -sign : sign;
  }
  return 0;
}
function oracle(all: readonly Row[], list: readonly Order[], limit: number): Value[][] {
  const groups = new Map<Value, Row[]>();
  for (const r of all) groups.set(r[0]!, [...(groups.get(r[0]!) ?? []), r]);
  return [...groups.values()].flatMap((members) =>
    [...members]
      .sort((a, b) => compare(list, a, b))
      .slice(0, limit)
      .map((r, i) => [...r, i + 1]),
  );
}
function* batchesOf({ memory }: EngineInstance, all: readonly Row[], batchRows: number): Generator<Batch> {
  for (let from = 0; from < all.length; from += batchRows) {
    const part = all.slice(from, from + batchRows);
    yield makeBatch(
      part.length,
      COLUMNS.map((a, c) =>
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
function run(all: readonly Row[], list: readonly Order[], limit: number, batchRows: number): Value[][] {
  const engine = testEngine();
  const rank = attribute('rank', INT);
  const sortOrders = list.map(({ column, descending, nullsFirst }): SortOrder => ({
    kind: 'SortOrder',
    input: COLUMNS[column]!,
    descending,
    nullsFirst,
  }));
  const node: TopPerGroupNode = {
    kind: 'TopPerGroup',
    id: 1,
    input: source,
    keys: [COLUMNS[0]!],
    orders: sortOrders,
    limit,
    rank,
    output: [...COLUMNS, rank],
  };
  const out = runOperator(engine, topPerGroup.open(node, operatorContext(engine, batchRows)), batchesOf(engine, all, batchRows));
  expect(engine.memory.liveBytes).toBe(0);
  return out;
}

describe('TopPerGroup', () => {
  it('keeps the first rows of each group in order, ties by arrival', () => {
    fc.assert(
      fc.property(rows, orders, fc.integer({ min: 0, max: 4 }), fc.constantFrom(1, 7, 8192), (all, list, limit, batchRows) => {
        expect(run(all, list, limit, batchRows)).toEqual(oracle(all, list, limit));
      }),
      { numRuns: 150 },
    );
  });
  it.each([1, 2] as const)('cuts its buffer, column %i', (column) => {
    const all = Array.from({ length: 300_000 }, (_, i): Row => [i % 3, i, BigInt(i), null, i]);
    const list = [{ column, descending: true, nullsFirst: false }];
    const tail = (g: number): Value[][] => [0, 3].map((back, rank) => [...all[299_997 + g - back]!, rank + 1]);
    expect(run(all, list, 2, 8192)).toEqual([...tail(0), ...tail(1), ...tail(2)]);
  });
});
