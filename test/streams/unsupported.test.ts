// What a stream cannot do is refused when it starts, in Spark's words where Spark refuses it too.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Session, col, count, countDistinct, sum } from '../../src/index.ts';
import type { DataFrame } from '../../src/index.ts';

let session: Session;
let s: DataFrame<any>;
let other: DataFrame<any>;
let fixed: DataFrame<any>;
beforeAll(async () => {
  session = await Session.create({ workers: 0 });
  const schema = { k: 'int', n: 'int', t: 'timestamp' };
  s = session.memoryStream(schema).toDF();
  other = session.memoryStream(schema).toDF();
  fixed = session.range(3).selectExpr('CAST(id AS INT) AS k');
});
afterAll(() => session.close());

type Case = [name: string, df: () => DataFrame<any>, mode: 'append' | 'update' | 'complete' | 'changelog', error: RegExp | null];
const CASES: Case[] = [
  ['append without aggregation', () => s.filter('n > 1'), 'append', null],
  ['complete without aggregation', () => s, 'complete', /STREAMING_OUTPUT_MODE.*no streaming aggregations/],
  ['append of groups without a watermark', () => s.groupBy('k').count(), 'append', /without watermark/],
  ['update of groups', () => s.groupBy('k').count(), 'update', null],
  ['sorting', () => s.orderBy('k'), 'append', /Sorting is not supported/],
  ['sorting groups, complete', () => s.groupBy('k').count().orderBy('k'), 'complete', null],
  ['sorting groups, update', () => s.groupBy('k').count().orderBy('k'), 'update', /Sorting is not supported/],
  ['limit of sorted groups, complete', () => s.groupBy('k').count().orderBy('k').limit(2), 'complete', null],
  ['limit, update', () => s.limit(2), 'update', /Limits are not supported/],
  ['offset', () => s.offset(2), 'append', /Offset is not supported/],
  ['sample', () => s.sample(0.5), 'append', /Sampling is not supported/],
  ['window functions', () => s.selectExpr('row_number() OVER (PARTITION BY k ORDER BY n) AS r'), 'append', /NON_TIME_WINDOW/],
  ['distinct aggregates', () => s.groupBy('k').agg(countDistinct('n').as('c')), 'update', /approx_count_distinct/],
  ['union of a stream and a table', () => s.select('k').union(fixed), 'append', /Union between streaming and batch/],
  ['union of streams', () => s.union(other), 'append', null],
  ['intersect', () => s.intersect(other), 'append', /Intersect is not supported/],
  ['except', () => s.except(other), 'append', /Except is not supported/],
  ['inner join with a table', () => s.join(fixed, 'k'), 'append', null],
  ['left join with a table', () => s.join(fixed, 'k', 'left'), 'append', null],
  ['right join with a table', () => s.join(fixed, 'k', 'right'), 'append', /on the left/],
  ['table left join stream', () => fixed.join(s, 'k', 'left'), 'append', /on the right/],
  ['table right join stream', () => fixed.join(s, 'k', 'right'), 'append', null],
  ['full join with a table', () => s.join(fixed, 'k', 'full'), 'append', /full join/],
  ['groups joined with a table', () => s.groupBy('k').agg(sum('n').as('x')).join(fixed, 'k'), 'complete', null],
];
it.each(CASES)('%s', async (_name, df, mode, error) => {
  const started = df().writeStream.outputMode(mode).format('noop').start();
  if (error) await expect(started).rejects.toThrow(error);
  else await (await started).stop();
});

it('subqueries that read a stream: where they are not joins', async () => {
  const start = (sql: string, mode: 'append' | 'changelog') =>
    session.sql(sql).writeStream.outputMode(mode).format('noop').start();
  const input = session.memoryStream({ k: 'string', n: 'int' });
  input.toDF().createOrReplaceTempView('s');
  await expect(start('SELECT k FROM s WHERE n > (SELECT avg(n) FROM s)', 'append')).rejects.toThrow(
    /Subqueries that read a stream/,
  );
  await expect(start('SELECT k, n IN (SELECT max(n) FROM s) AS i FROM s', 'changelog')).rejects.toThrow(/of IN here/);
  const condition = 'SELECT a.k FROM s a JOIN s b ON a.k = b.k AND a.n = (SELECT max(n) FROM s)';
  await expect(start(condition, 'changelog')).rejects.toThrow(/in a join condition/);
  expect(session.sql('SELECT id FROM range(3) WHERE id > (SELECT max(n) FROM s)').isStreaming).toBe(true);
  const several = await start('SELECT (SELECT k FROM s) AS k FROM s', 'changelog');
  input.add([{ k: 'a' }, { k: 'b' }]);
  await expect(several.processAllAvailable()).rejects.toThrow(/More than one row/);
});

it('continuous: rows by themselves only', async () => {
  const writer = (df: DataFrame<any>) => df.writeStream.outputMode('update').format('noop').trigger({ continuous: '1 second' });
  await expect(writer(s.groupBy('k').agg(count('*').as('c'))).start()).rejects.toThrow(
    'Continuous processing does not support Aggregate operations.',
  );
  await expect(writer(s.dropDuplicates()).start()).rejects.toThrow('does not support Distinct');
  await expect(writer(s.selectExpr('current_timestamp()')).start()).rejects.toThrow('current time operations');
  const batches = s.writeStream.foreachBatch(() => undefined).trigger({ continuous: '1 second' });
  await expect(batches.start()).rejects.toThrow("'foreachBatch' is not supported with continuous trigger");
  await (await writer(s.select(col('k'))).start()).stop();
});
