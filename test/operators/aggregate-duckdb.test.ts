// Aggregate functions judged by DuckDB: the same rows, the same groups, numbers within 1e-12.
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { makeBatch } from '../../src/column/batch.ts';
import type { Batch } from '../../src/column/batch.ts';
import { buildColumn } from '../../src/column/builder.ts';
import type { Attribute, Expr } from '../../src/expr/expr.ts';
import { newAttributeId } from '../../src/expr/expr.ts';
import { findFunction } from '../../src/functions/index.ts';
import { hashAggregate } from '../../src/physical/operators/hash-aggregate.ts';
import type { AggregateSpec, HashAggregateNode, PhysicalNode } from '../../src/physical/physical.ts';
import { BIGINT, BOOLEAN, DOUBLE, INT, STRING, decimal } from '../../src/types/data-type.ts';
import type { DataType } from '../../src/types/data-type.ts';
import type { Value } from '../../src/types/value.ts';
import { testEngine } from '../helpers/engine.ts';
import { operatorContext, runOperator } from '../helpers/operator.ts';

const SEED = 7;
const ROWS = 3000;
const MONEY = decimal(12, 2);
const attribute = (name: string, type: DataType): Attribute => ({
  kind: 'Attribute',
  id: newAttributeId(),
  name,
  type,
  nullable: true,
});
const COLUMNS = {
  g: attribute('g', INT),
  i: attribute('i', INT),
  l: attribute('l', BIGINT),
  x: attribute('x', DOUBLE),
  y: attribute('y', DOUBLE),
  m: attribute('m', MONEY),
  b: attribute('b', BOOLEAN),
  s: attribute('s', STRING),
};
const ALL = Object.values(COLUMNS);
const SQL_TYPES = ['INTEGER', 'INTEGER', 'BIGINT', 'DOUBLE', 'DOUBLE', 'DECIMAL(12,2)', 'BOOLEAN', 'VARCHAR'];

/** Our call, and DuckDB's text for the same where it differs. */
const CALLS: readonly (readonly [ours: string, theirs?: string])[] = [
  ['count()', 'count(*)'],
  ['count(x)'],
  ['sum(i)'],
  ['sum(l)'],
  ['sum(x)'],
  ['sum(m)'],
  ['avg(i)'],
  ['avg(l)'],
  ['avg(x)'],
  ['min(x)'],
  ['max(x)'],
  ['min(m)'],
  ['max(s)'],
  ['min(s)'],
  ['bool_and(b)'],
  ['bool_or(b)'],
  ['count_if(b)'],
  ['bit_and(i)'],
  ['bit_or(i)'],
  ['bit_xor(l)'],
  ['var_samp(x)'],
  ['var_pop(x)'],
  ['stddev_samp(x)'],
  ['stddev_pop(x)'],
  ['skewness(x)', 'skewness(x) * (count(x) - 2) / sqrt(count(x) * (count(x) - 1))'],
  ['kurtosis(x)', 'kurtosis_pop(x)'],
  ['corr(x,y)'],
  ['covar_pop(x,y)'],
  ['covar_samp(x,y)'],
  ['regr_slope(y,x)'],
  ['regr_intercept(y,x)'],
  ['regr_r2(y,x)'],
  ['regr_count(y,x)'],
  ['regr_sxx(y,x)'],
  ['regr_syy(y,x)'],
  ['regr_sxy(y,x)'],
  ['regr_avgx(y,x)'],
  ['regr_avgy(y,x)'],
  ['median(x)'],
  ['median(i)'],
  ['percentile(x,0.3)', 'quantile_cont(x, 0.3)'],
  ['percentile_approx(i,0.3)', 'quantile_disc(i, 0.3)'],
  ['max_by(s,x)'],
  ['min_by(s,x)'],
  ['product(y)'],
  ['collect_list(i)', 'list(i) FILTER (i IS NOT NULL)'],
  ['approx_count_distinct(i)', 'count(DISTINCT i)'],
  ['sum(DISTINCT i)'],
  ['count(DISTINCT s)'],
  ['avg(DISTINCT i)'],
];
let state = SEED;
const random = (): number => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 0x7fffffff;
const orNull = (value: Value): Value => (random() < 0.1 ? null : value);
const rows = Array.from({ length: ROWS }, (): Value[] => [
  orNull(Math.floor(random() * 9)),
  orNull(Math.floor(random() * 2000) - 1000),
  orNull(BigInt(Math.floor(random() * 2 ** 50))),
  orNull(random() * 1000),
  orNull(1 + (random() - 0.5) / 50),
  orNull(BigInt(Math.floor(random() * 1e9) - 5e8)),
  orNull(random() < 0.5),
  orNull(String.fromCodePoint(97 + Math.floor(random() * 26), 0x1f600 + Math.floor(random() * 9))),
]);

function spec(text: string): AggregateSpec {
  const [, name, distinct, list] = /^(\w+)\((DISTINCT )?(.*)\)$/.exec(text)!;
  const definition = findFunction(name!)!;
  if (definition.kind !== 'aggregate') throw new Error(text);
  const given =
    list === ''
      ? []
      : list!
          .split(',')
          .map((arg): Expr => COLUMNS[arg as keyof typeof COLUMNS] ?? { kind: 'Literal', value: Number(arg), type: DOUBLE });
  const { args, returns } = definition.signature(
    given.map((e) => (e as Attribute).type),
    given.map((e) => (e.kind === 'Literal' ? e.value : undefined)),
  );
  const cast = given.map((e, i): Expr =>
    (e as Attribute).type.kind === args[i]!.kind ? e : { kind: 'Cast', input: e, type: args[i]!, mode: 'ansi' },
  );
  return {
    call: { kind: 'AggregateCall', name: name!, args: cast, distinct: distinct !== undefined, ignoreNulls: false, type: returns },
    result: attribute(text, returns),
    states: [],
  };
}
function* batches(memory: ReturnType<typeof testEngine>['memory']): Generator<Batch> {
  for (let from = 0; from < ROWS; from += 1024) {
    const part = rows.slice(from, from + 1024);
    yield makeBatch(
      part.length,
      ALL.map((a, c) =>
        buildColumn(
          memory,
          a.type,
          part.map((row) => row[c]!),
          (bytes) => memory.temp(bytes),
        ),
      ),
    );
  }
}
function ours(specs: readonly AggregateSpec[]): Map<Value, Value[]> {
  const engine = testEngine();
  const source: PhysicalNode = { kind: 'Values', id: 0, output: ALL, values: [] };
  const node: HashAggregateNode = {
    kind: 'HashAggregate',
    id: 1,
    input: source,
    mode: 'single',
    groupings: [COLUMNS.g],
    aggregates: specs,
    output: [COLUMNS.g, ...specs.map((s) => s.result)],
  };
  return new Map(
    runOperator(engine, hashAggregate.open(node, operatorContext(engine, 1024)), batches(engine.memory)).map(([g, ...values]) => [
      g!,
      values,
    ]),
  );
}
const literal = (value: Value, type: DataType): string => {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value}'`;
  return type === MONEY ? `${value as bigint}::DECIMAL(14,0) / 100` : String(value);
};
async function theirs(calls: readonly string[]): Promise<Map<Value, unknown[]>> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(`CREATE TABLE t (${ALL.map((a, c) => `${a.name} ${SQL_TYPES[c]}`).join(', ')})`);
  for (let from = 0; from < ROWS; from += 500) {
    const values = rows.slice(from, from + 500).map((row) => `(${row.map((v, c) => literal(v, ALL[c]!.type)).join(', ')})`);
    await connection.run(`INSERT INTO t VALUES ${values.join(', ')}`);
  }
  const reader = await connection.runAndReadAll(`SELECT g, ${calls.join(', ')} FROM t GROUP BY g`);
  return new Map(reader.getRowsJS().map(([g, ...values]) => [g as Value, values]));
}
/** A value as a number or text that both sides agree on. */
function plain(value: unknown, type: DataType): unknown {
  if (Array.isArray(value)) return value.map((v) => plain(v, INT));
  if (type.kind === 'decimal' && typeof value === 'bigint') return Number(value) / 10 ** type.scale;
  return typeof value === 'bigint' ? Number(value) : value;
}

describe('aggregates equal those of DuckDB', async () => {
  const specs = CALLS.map(([text]) => spec(text));
  const [mine, judge] = [ours(specs), await theirs(CALLS.map(([text, other]) => other ?? text))];
  it('over the same groups', () => expect(new Set(mine.keys())).toEqual(new Set(judge.keys())));
  it.each(CALLS.map(([text, other], i) => [text, other, i] as const))('%s', (_text, _other, i) => {
    const { type } = specs[i]!.call;
    for (const [g, values] of judge) {
      const want = plain(values[i], DOUBLE),
        got = plain(mine.get(g)![i], type);
      if (typeof want !== 'number') expect(got).toEqual(want);
      else if (!(Math.abs((got as number) - want) <= 1e-12 * Math.max(1, Math.abs(want)))) expect(got).toBe(want);
    }
  });
});
