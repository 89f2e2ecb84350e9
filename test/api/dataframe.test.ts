// Transformations of DataFrames: what strings mean, columns, groups, joins, missing values; laziness.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Observation,
  Session,
  Window,
  avg,
  broadcast,
  col,
  count,
  countDistinct,
  expr,
  lit,
  sum,
  when,
} from '../../src/index.ts';
import type { DataFrame } from '../../src/index.ts';

let session: Session;
let df: DataFrame;
beforeAll(async () => {
  session = await Session.create({ workers: 0 });
  df = session.createDataFrame([
    { id: 1, k: 'a', v: 1.5 },
    { id: 2, k: 'b', v: null },
    { id: 3, k: 'a', v: NaN },
    { id: 4, k: null, v: 4 },
  ]);
});
afterAll(() => session.close());
const rows = (frame: DataFrame<any>): Promise<unknown[][]> => frame.collect({ rows: 'array' });

describe('columns', () => {
  it('selects names, columns and SQL', async () => {
    expect(await rows(df.select('k', col('id').times(2).as('d')).limit(1))).toEqual([['a', 2]]);
    expect(await rows(df.selectExpr('id + 1 AS x', 'upper(k)').limit(1))).toEqual([[2, 'A']]);
    expect(await df.select('*', lit(1).as('one')).columns()).toEqual(['id', 'k', 'v', 'one']);
    expect(
      await df
        .withColumn('id', col('id').cast('string'))
        .withColumns({ x: lit(1), y: lit(null) })
        .dtypes(),
    ).toEqual([
      ['id', 'string'],
      ['k', 'string'],
      ['v', 'double'],
      ['x', 'int'],
      ['y', 'void'],
    ]);
    expect(await df.withColumnRenamed('k', 'key').drop('v', 'unknown').columns()).toEqual(['id', 'key']);
  });
  it('takes strings in Column methods as literals', async () => {
    expect(await rows(df.filter(col('k').eq('id')))).toEqual([]);
    expect(await rows(df.filter(col('k').isin('a', 'b').and(col('k').startsWith('a'))).select('id'))).toEqual([[1], [3]]);
    expect(await rows(df.select(when(col('id').lt(2), 'low').when(col('id').between(2, 3), 'mid').otherwise('k')))).toEqual([
      ['low'],
      ['mid'],
      ['mid'],
      ['k'],
    ]);
    expect(await rows(df.filter(col('id').isin([])))).toEqual([]);
  });
  it('names a column with dots in backticks', async () => {
    const odd = session.createDataFrame([{ 'a.b': 1, s: { f: 2 } }]);
    expect(await rows(odd.select('`a.b`', 's.f'))).toEqual([[1, 2]]);
  });
  it('throws in JavaScript operators', () => {
    expect(() => (col('a') as unknown as number) + 1).toThrow('Use its methods');
    expect(() => `${col('a')}`).toThrow('Use its methods');
  });
  it('orders by names ascending and columns as they say', async () => {
    expect(await rows(df.orderBy(col('k').desc(), 'id').select('id'))).toEqual([[2], [1], [3], [4]]);
    expect(await rows(df.orderBy('k').select('k').limit(1))).toEqual([[null]]);
    expect(await rows(df.orderBy(col('v').ascNullsLast()).select('v'))).toEqual([[1.5], [4], [NaN], [null]]);
  });
  it('computes over windows', async () => {
    const window = Window.partitionBy('k').orderBy(col('id').desc()).rowsBetween(Window.unboundedPreceding, Window.currentRow);
    expect(await rows(df.withColumn('run', sum('id').over(window)).orderBy('id').select('run'))).toEqual([[4], [2], [3], [4]]);
  });
});

describe('groups', () => {
  it('aggregates with Spark names', async () => {
    const grouped = df.groupBy('k').agg({ id: 'sum', '*': 'count' });
    expect(await grouped.columns()).toEqual(['k', 'sum(id)', 'count(1)']);
    expect(await df.groupBy('k').sum().columns()).toEqual(['k', 'sum(id)', 'sum(v)']);
    expect(await df.groupBy('id').avg().columns()).toEqual(['id', 'avg(id)', 'avg(v)']);
    expect(await df.groupBy('k').count().orderBy('k').collect()).toEqual([
      { k: null, count: 1 },
      { k: 'a', count: 2 },
      { k: 'b', count: 1 },
    ]);
    expect(await df.agg(countDistinct('k').as('n'), avg('id').as('m')).collect()).toEqual([{ n: 2, m: 2.5 }]);
  });
  it('says what is not there yet', () => {
    for (const call of [
      () => df.rollup('k'),
      () => df.pivot('k'),
      () => df.groupBy('k').pivot('id'),
      () => df.unpivot(['id'], 'a', 'b'),
    ])
      expect(call).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_FEATURE' }) as Error);
  });
});

describe('joins and sets', () => {
  const other = (): DataFrame =>
    session.createDataFrame([
      { k: 'a', w: 10 },
      { k: 'z', w: 20 },
    ]);
  it('joins by names once, by columns on both sides', async () => {
    expect(await rows(df.select('id', 'k').join(other(), 'k').orderBy('id'))).toEqual([
      ['a', 1, 10],
      ['a', 3, 10],
    ]);
    expect(await rows(df.select('id', 'k').join(broadcast(other()), ['k'], 'full').orderBy('k', 'id'))).toEqual([
      [null, 4, null],
      ['a', 1, 10],
      ['a', 3, 10],
      ['b', 2, null],
      ['z', null, 20],
    ]);
    const o = other();
    const both = df.select('id', 'k').join(o, df.col('k').eq(o.col('k')));
    expect(await both.orderBy('id').first()).toEqual({ id: 1, k: 'a', k_1: 'a', w: 10 });
    await expect(both.select('k').collect()).rejects.toMatchObject({ code: 'AMBIGUOUS_REFERENCE' });
    expect(await rows(both.select(o.col('k')).limit(1))).toEqual([['a']]);
  });
  it('joins a frame with itself under aliases', async () => {
    const joined = df.alias('l').join(df.alias('r'), expr('l.id = r.id + 1')).select('l.id', col('r.k').as('k'));
    expect(await rows(joined.orderBy('id'))).toEqual([
      [2, 'a'],
      [3, 'b'],
      [4, 'a'],
    ]);
  });
  it.each([
    ['left_semi', [[1], [3]]],
    ['anti', [[2], [4]]],
  ] as const)('%s', async (how, expected) => {
    expect(await rows(df.join(other(), 'k', how).select('id').orderBy('id'))).toEqual(expected);
  });
  it('refuses a join type it does not know', () => {
    expect(() => df.join(df, 'id', 'leftt')).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_JOIN_TYPE' }) as Error);
  });
  it('unites, intersects, subtracts', async () => {
    const ids = df.select('id'),
      some = session.range(3);
    expect(await ids.union(some).count()).toBe(7);
    expect(await rows(ids.intersect(some).orderBy('id'))).toEqual([[1], [2]]);
    expect(await rows(ids.except(some).orderBy('id'))).toEqual([[3], [4]]);
    expect(await rows(ids.unionAll(ids).exceptAll(some).orderBy('id'))).toEqual([[1], [2], [3], [3], [4], [4]]);
    expect(await rows(df.select('id', 'k').limit(1).unionByName(some.limit(1), true))).toEqual([
      [1, 'a'],
      [0, null],
    ]);
  });
});

describe('rows', () => {
  it('cuts', async () => {
    const r = session.range(10);
    expect(await rows(r.slice(2, 5))).toEqual([[2], [3], [4]]);
    expect(await rows(r.offset(8))).toEqual([[8], [9]]);
    expect(await r.first()).toEqual({ id: 0 });
    expect(await session.range(0).first()).toBeNull();
    expect(await r.take(2)).toEqual([{ id: 0 }, { id: 1 }]);
    expect(() => r.limit(-1)).toThrow('limit()');
  });
  it('samples the same rows for a seed', async () => {
    const sample = session.range(10_000).sample(0.1, 42);
    const first = await rows(sample);
    expect(first.length).toBeGreaterThan(800);
    expect(first.length).toBeLessThan(1200);
    expect(await rows(session.range(10_000).sample(0.1, 42))).toEqual(first);
  });
  it('keeps the first of duplicates', async () => {
    expect(await rows(df.dropDuplicates(['k']).select('id'))).toEqual([[1], [2], [4]]);
    expect(await df.select('k').distinct().count()).toBe(3);
  });
  it('fills, drops and replaces missing values by type', async () => {
    expect(await rows(df.fillna(0).select('k', 'v'))).toEqual([
      ['a', 1.5],
      ['b', 0],
      ['a', 0],
      [null, 4],
    ]);
    expect(await rows(df.fillna('?').select('k', 'v').offset(3))).toEqual([['?', 4]]);
    expect(await rows(df.fillna({ v: 9, k: 'z' }).select('k', 'v').offset(2))).toEqual([
      ['a', 9],
      ['z', 4],
    ]);
    expect(await rows(df.dropna().select('id'))).toEqual([[1]]);
    expect(await rows(df.dropna('all', ['k', 'v']).select('id'))).toEqual([[1], [2], [3], [4]]);
    expect(await rows(df.dropna(3).select('id'))).toEqual([[1]]);
    expect(await rows(df.replace('a', null).select('k'))).toEqual([[null], ['b'], [null], [null]]);
    expect(
      await rows(
        df
          .replace(
            new Map([
              [1, 10],
              [4, 40],
            ]),
            ['id'],
          )
          .select('id'),
      ),
    ).toEqual([[10], [2], [3], [40]]);
    await expect(df.fillna(0, ['nope']).collect()).rejects.toMatchObject({ code: 'UNRESOLVED_COLUMN' });
  });
  it('describes', async () => {
    expect(await df.describe('id', 'k').collect()).toEqual([
      { summary: 'count', id: '4', k: '3' },
      { summary: 'mean', id: '2.5', k: null },
      { summary: 'stddev', id: '1.2909944487358056', k: null },
      { summary: 'min', id: '1', k: 'a' },
      { summary: 'max', id: '4', k: 'b' },
    ]);
    expect((await df.select('id').summary('count', '50%').collect())[1]).toEqual({ summary: '50%', id: '2' });
  });
  it('observes what passes', async () => {
    const seen = new Observation('m');
    await df.filter('id > 1').observe(seen, count('*').as('n'), sum('id').as('s')).select('k').collect();
    expect(await seen.get).toEqual({ n: 3, s: 9 });
  });
});

describe('text', () => {
  it('shows as Spark does', async () => {
    const wide = session.createDataFrame([
      { s: 'abcdefghijklmnopqrstuvwxyz', n: null, t: 'a\nb' },
      { s: 'x', n: 1, t: '日本' },
    ]);
    expect(await wide.showString(1)).toBe(
      '+--------------------+----+----+\n|                   s|   n|   t|\n+--------------------+----+----+\n' +
        '|abcdefghijklmnopq...|NULL|a\\nb|\n+--------------------+----+----+\nonly showing top 1 row',
    );
    expect(await wide.showString(20, false)).toBe(
      '+--------------------------+----+----+\n|s                         |n   |t   |\n+--------------------------+----+----+\n' +
        '|abcdefghijklmnopqrstuvwxyz|NULL|a\\nb|\n|x                         |1   |日本|\n+--------------------------+----+----+\n',
    );
    expect(await session.sql('SELECT 9223372036854775807 AS big').showString()).toContain('9223372036854775807');
  });
  it('prints schemas', async () => {
    expect(await session.sql(`SELECT 1 AS a, array(named_struct('x', 'y')) AS b`).printSchema()).toBe(
      'root\n |-- a: integer (nullable = false)\n |-- b: array (nullable = true)\n |    |-- element: struct (containsNull = true)\n' +
        ' |    |    |-- x: string (nullable = true)\n',
    );
  });
});
