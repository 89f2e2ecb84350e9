// parquet-prune.test.ts: pruning never loses a row that a filter wants, and does skip what it can. Files by hyparquet-writer with
// statistics, page indexes and bloom filters; the judge is the filter itself on all rows.

import fc from 'fast-check';
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { canMatch, type Bounds } from '../../src/connectors/prune.ts';
import { parquet } from '../../src/connectors/parquet/connector.ts';
import { newAttributeId, type Attribute, type Expr } from '../../src/expr/expr.ts';
import { BIGINT, BOOLEAN, DOUBLE, INT, STRING, type DataType } from '../../src/types/data-type.ts';
import { compareValues } from '../../src/types/compare-value.ts';
import type { Value } from '../../src/types/value.ts';
import { scan } from '../helpers/scan.ts';

const literal = (value: Value, type: DataType): Expr => ({ kind: 'Literal', value, type });
const call = (name: string, ...args: Expr[]): Expr => ({ kind: 'Call', name, args, type: BOOLEAN });

/** SQL's truth of a filter on one row: true, false or null. */
function truth(expr: Expr, valueOf: (id: number) => Value): Value {
  const both = (a: Value, b: Value, absorbing: boolean): Value => (a === absorbing || b === absorbing ? absorbing : a === null || b === null ? null : !absorbing);
  switch (expr.kind) {
    case 'Literal': return expr.value;
    case 'Attribute': return valueOf(expr.id);
    case 'And': return both(truth(expr.left, valueOf), truth(expr.right, valueOf), false);
    case 'Or': return both(truth(expr.left, valueOf), truth(expr.right, valueOf), true);
    case 'Not': { const v = truth(expr.input, valueOf); return v === null ? null : !v; }
    case 'IsNull': return truth(expr.input, valueOf) === null;
    case 'In': {
      const v = truth(expr.input, valueOf), type = (expr.input as Attribute).type;
      if (v === null) return null;
      const items = expr.list.map((item) => truth(item, valueOf));
      return items.some((item) => item !== null && compareValues(v, item, type) === 0) ? true : items.includes(null) ? null : false;
    }
    case 'Call': {
      const [a, b] = expr.args.map((arg) => truth(arg, valueOf)), type = expr.args.map((arg) => ('type' in arg ? arg.type : undefined))[0]!;
      if (a === null || b === null) return null;
      const order = compareValues(a!, b!, type);
      return { equal: order === 0, less: order < 0, less_equal: order <= 0, greater: order > 0, greater_equal: order >= 0 }[expr.name]!;
    }
    default: throw new Error(expr.kind);
  }
}

const VALUES: readonly (readonly [DataType, fc.Arbitrary<Value>])[] = [
  [INT, fc.integer({ min: -5, max: 5 })],
  [BIGINT, fc.bigInt({ min: -3n, max: 3n })],
  [DOUBLE, fc.constantFrom(-1, -0, 0, 0.5, 1, NaN, Infinity)],
  [STRING, fc.constantFrom('', 'a', 'ab', 'b', '\uffff', '😀')],
];
/** Random conditions over columns. */
const filterOver = (columns: readonly Attribute[]): fc.Arbitrary<Expr> => {
  const valueFor = (a: Attribute): fc.Arbitrary<Value> => VALUES.find(([type]) => type === a.type)![1];
  const leaf = fc.constantFrom(...columns).chain((a): fc.Arbitrary<Expr> =>
    fc.oneof(
      fc.tuple(fc.constantFrom('equal', 'less', 'less_equal', 'greater', 'greater_equal'), fc.oneof(valueFor(a), fc.constant(null)), fc.boolean())
        .map(([name, v, mirrored]) => (mirrored ? call(name, literal(v, a.type), a) : call(name, a, literal(v, a.type)))),
      fc.constant<Expr>({ kind: 'IsNull', input: a }),
      fc.array(fc.oneof(valueFor(a), fc.constant(null)), { maxLength: 3 }).map((list): Expr => ({ kind: 'In', input: a, list: list.map((v) => literal(v, a.type)) })),
    ));
  return fc.letrec<{ node: Expr }>((tie) => ({
    node: fc.oneof({ maxDepth: 3 }, leaf,
      fc.tuple(tie('node'), tie('node')).map(([left, right]): Expr => ({ kind: 'And', left, right })),
      fc.tuple(tie('node'), tie('node')).map(([left, right]): Expr => ({ kind: 'Or', left, right })),
      tie('node').map((input): Expr => ({ kind: 'Not', input }))),
  })).node;
};
const attributeOf = (type: DataType, name: string): Attribute => ({ kind: 'Attribute', id: newAttributeId(), name, type, nullable: true });

/** The tightest bounds of some values, NaN respected. */
function boundsOf(values: readonly Value[], type: DataType): Bounds {
  const present = values.filter((v) => v !== null).sort((a, b) => compareValues(a, b, type));
  const nullCount = values.length - present.length;
  if (present.length === 0) return { rows: values.length, nullCount };
  const max = present.at(-1)!;
  return { rows: values.length, nullCount, min: present[0]!, ...(Number.isNaN(max) ? {} : { max }) };
}

describe('canMatch', () => {
  test('is true whenever a row passes', () => {
    const columns = VALUES.map(([type], i) => attributeOf(type, `c${i}`));
    const row = fc.tuple(...VALUES.map(([, value]) => fc.option(value, { nil: null })));
    fc.assert(fc.property(filterOver(columns), fc.array(row, { minLength: 1, maxLength: 4 }), (filter, rows) => {
      const passes = rows.some((r) => truth(filter, (id) => r[columns.findIndex((c) => c.id === id)]!) === true);
      const known = columns.map((c, i) => boundsOf(rows.map((r) => r[i]!), c.type));
      if (passes) expect(canMatch([filter], (id) => known[columns.findIndex((c) => c.id === id)])).toBe(true);
    }), { numRuns: 5000 });
  });
  test('rules out what bounds exclude', () => {
    const a = attributeOf(INT, 'a'), bounds: Bounds = { rows: 10, min: 5, max: 9, nullCount: 0 };
    const excluded: Expr[] = [
      call('equal', a, literal(4, INT)), call('less', a, literal(5, INT)), call('greater', a, literal(9, INT)), { kind: 'IsNull', input: a },
      call('less', { kind: 'Cast', input: a, type: BIGINT, mode: 'ansi' }, literal(5n, BIGINT)),
      { kind: 'Not', input: call('greater_equal', a, literal(5, INT)) }, { kind: 'In', input: a, list: [literal(1, INT), literal(10, INT)] },
    ];
    for (const filter of excluded) expect(canMatch([filter], () => bounds)).toBe(false);
    expect(canMatch([call('equal', a, literal(7, INT))], () => ({ ...bounds, mayContain: () => false }))).toBe(false);
  });
});

const ROWS = 4000;
/** Columns of a small file: sorted, clustered, and with NULLs. */
function fileOf(random: () => number): { bytes: Uint8Array; rows: Record<string, Value>[] } {
  const rows = Array.from({ length: ROWS }, (_, i) => ({
    id: i, k: BigInt(Math.floor(i / 100)) - 3n, x: random() < 0.02 ? NaN : random() < 0.1 ? null : Math.floor(i / 40) / 4 - 2,
    s: random() < 0.1 ? null : ['', 'a', 'ab', 'b', '\uffff', '😀'][Math.floor(i / 700)]!,
  }));
  const column = (name: 'id' | 'k' | 'x' | 's', type: 'INT32' | 'INT64' | 'DOUBLE' | 'STRING'): object =>
    ({ name, type, data: rows.map((r) => r[name]), columnIndex: true, offsetIndex: true, bloomFilter: true, nullable: true });
  const columnData = [column('id', 'INT32'), column('k', 'INT64'), column('x', 'DOUBLE'), column('s', 'STRING')] as Parameters<typeof schemaFromColumnData>[0]['columnData'];
  const writer = new ByteWriter(), file = new ParquetWriter({ writer, schema: schemaFromColumnData({ columnData }) });
  void file.write({ columnData, rowGroupSize: 1500, pageSize: 400 });
  void file.finish();
  return { bytes: new Uint8Array(writer.getBuffer()), rows };
}

describe('a file with statistics, page indexes and bloom filters', () => {
  const { bytes, rows } = fileOf(mulberry(7));
  const columns = [attributeOf(INT, 'id'), attributeOf(BIGINT, 'k'), attributeOf(DOUBLE, 'x'), attributeOf(STRING, 's')];
  const bind = (filter: Expr, attribute: (name: string) => Attribute): Expr => rebind(filter, (a) => attribute(a.name));

  test('gives every row a random filter wants', async () => {
    const hard = fc.oneof(filterOver(columns), fc.tuple(filterOver(columns), fc.nat(ROWS)).map(([filter, i]): Expr => ({ kind: 'And', left: filter, right: call('less', columns[0]!, literal(i, INT)) })));
    await fc.assert(fc.asyncProperty(hard, fc.constantFrom(8192, 7), async (filter, batchRows) => {
      const wants = (row: Record<string, Value>): boolean => truth(filter, (id) => row[columns.find((c) => c.id === id)!.name]!) === true;
      const { rows: read } = await scan(parquet, bytes, { batchRows, filters: (attribute) => [bind(filter, attribute)] });
      const found = read.map(([id, k, x, s]) => ({ id, k, x, s }) as Record<string, Value>).filter(wants);
      expect(found).toEqual(rows.filter(wants));
    }), { numRuns: 60 });
  }, 60_000);

  const pruned = async (filter: (a: (name: string) => Attribute) => Expr): Promise<Record<string, number>> =>
    (await scan(parquet, bytes, { filters: (a) => [filter(a)] })).metrics;
  test('skips row groups by statistics and bloom filters, pages by the index', async () => {
    expect(await pruned((a) => call('greater', a('id'), literal(3500, INT)))).toMatchObject({ rowGroups: 3, rowGroupsRead: 1 });
    expect(await pruned((a) => call('equal', a('s'), literal('aa', STRING)))).toMatchObject({ rowGroupsRead: 0, bloomSkipped: 1 });
    const some = await pruned((a) => call('equal', a('id'), literal(2000, INT)));
    expect(some.rowGroupsRead).toBe(1);
    expect(some.pages).toBeGreaterThan(5);
    expect(some.pagesRead).toBe(1);
    const { bytesRead } = await scan(parquet, bytes, { columns: ['id'] });
    expect((await scan(parquet, bytes, { columns: ['id'], filters: (a) => [call('equal', a('id'), literal(2000, INT))] })).rowCount).toBeLessThan(500);
    expect(bytesRead).toBeGreaterThan(0);
  });
  test('statistics reach the planner', async () => {
    const { source } = await scan(parquet, bytes, { columns: [] });
    expect(source).toMatchObject({ rows: ROWS, rowsExact: true });
    expect(source.columns![0]).toEqual({ min: 0, max: ROWS - 1, nullCount: 0 });
    const { distinctCount, ...exact } = source.columns![1]!;
    expect(exact).toEqual({ min: -3n, max: 36n, nullCount: 0 });
    // 40 of 8 bytes, which Snappy made smaller: by the size of the dictionary.
    expect(distinctCount).toBeGreaterThan(20);
    expect(distinctCount).toBeLessThan(80);
    expect(source.columns![2]!.max).toBeUndefined();
  });
  test('no columns: rows are counted without opening the file again', async () => {
    const { rowCount, bytesRead } = await scan(parquet, bytes, { columns: [] });
    expect({ rowCount, bytesRead }).toEqual({ rowCount: ROWS, bytesRead: 0 });
  });
  test('a limit without filters ends the scan', async () => {
    expect((await scan(parquet, bytes, { limit: 10 })).rowCount).toBe(10);
  });
});

test('a giant row group is cut at its pages, and its parts give its rows in order', async () => {
  const rows = (1 << 20) + 70_000;
  const columnData: Parameters<typeof schemaFromColumnData>[0]['columnData'] = [
    { name: 'a', data: Int32Array.from({ length: rows }, (_, i) => i), type: 'INT32' },
    { name: 'b', data: Float64Array.from({ length: rows }, (_, i) => i / 2), type: 'DOUBLE' },
  ];
  const writer = new ByteWriter(),
    file = new ParquetWriter({ writer, schema: schemaFromColumnData({ columnData }) });
  void file.write({ columnData, rowGroupSize: rows, pageSize: 100_000 });
  void file.finish();
  const { taskCount, rows: read } = await scan(parquet, new Uint8Array(writer.getBuffer()));
  expect(taskCount).toBe(3);
  expect(read).toHaveLength(rows);
  expect(read.findIndex(([a, b], i) => a !== i || b !== i / 2)).toBe(-1);
}, 60_000);

function rebind(expr: Expr, attribute: (a: Attribute) => Attribute): Expr {
  switch (expr.kind) {
    case 'Attribute': return attribute(expr);
    case 'And': case 'Or': return { ...expr, left: rebind(expr.left, attribute), right: rebind(expr.right, attribute) };
    case 'Not': case 'IsNull': return { ...expr, input: rebind(expr.input, attribute) };
    case 'In': return { ...expr, input: rebind(expr.input, attribute) };
    case 'Call': return { ...expr, args: expr.args.map((arg) => rebind(arg, attribute)) };
    default: return expr;
  }
}
/** A small seeded generator. */
function mulberry(seed: number): () => number {
  let s = seed;
  return () => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
