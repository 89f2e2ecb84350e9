// CREATE MATERIALIZED VIEW and toTable: results of streams under a name, to be read at any time.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Session, count } from '../../src/index.ts';
import type { StreamingQuery } from '../../src/index.ts';

let session: Session;
beforeEach(async () => {
  session = await Session.create({ workers: 0 });
});
afterEach(() => session.close());
const rows = async (sql: string): Promise<unknown> => session.sql(sql).collect({ rows: 'array' });

it('a materialized view shows the last complete epoch, of queries of any kind', async () => {
  const input = session.memoryStream({ k: 'string', n: 'int' });
  input.toDF().createOrReplaceTempView('t');
  const query = (await session.execute(
    'CREATE MATERIALIZED VIEW best AS SELECT k, sum(n) AS s FROM t GROUP BY k ORDER BY s DESC LIMIT 2',
  )) as StreamingQuery;
  expect(await rows('SELECT * FROM best')).toEqual([]);
  const add = async (...pairs: [string, number][]): Promise<void> => {
    input.add(pairs.map(([k, n]) => ({ k, n })));
    await query.processAllAvailable();
  };
  await add(['a', 1], ['b', 2], ['c', 3]);
  expect(await rows('SELECT * FROM best ORDER BY k')).toEqual([
    ['b', 2],
    ['c', 3],
  ]);
  await add(['a', 9], ['b', -2]);
  expect(await rows('SELECT k, s FROM best WHERE s > 0 ORDER BY k')).toEqual([
    ['a', 10],
    ['c', 3],
  ]);
  await expect(session.execute('CREATE MATERIALIZED VIEW best AS SELECT k FROM t')).rejects.toThrow(/exists/);
  await session.execute('CREATE MATERIALIZED VIEW IF NOT EXISTS best AS SELECT k FROM t');
  const other = (await session.execute('CREATE OR REPLACE MATERIALIZED VIEW best AS SELECT DISTINCT k FROM t')) as StreamingQuery;
  expect(query.isActive).toBe(false);
  input.add(['x', 'y', 'x'].map((k) => ({ k, n: 0 })));
  await other.processAllAvailable();
  expect(await rows('SELECT * FROM best ORDER BY k')).toEqual([['x'], ['y']]);
  await session.execute('DROP MATERIALIZED VIEW best');
  expect(other.isActive).toBe(false);
  await expect(rows('SELECT * FROM best')).rejects.toThrow(/cannot be found/);
});
it('a materialized view of tables is refused', async () => {
  await expect(session.execute('CREATE MATERIALIZED VIEW v AS SELECT 1 AS one')).rejects.toThrow(/reads no stream/);
});
it('toTable: the rows of the query under a name that is free', async () => {
  const input = session.memoryStream({ k: 'string' });
  const query = await input.toDF().groupBy('k').agg(count('*').as('c')).writeStream.outputMode('complete').toTable('totals');
  input.add([{ k: 'a' }, { k: 'a' }]);
  await query.processAllAvailable();
  expect(await rows('SELECT * FROM totals')).toEqual([['a', 2]]);
  await session.execute('CREATE TABLE mine (k STRING)');
  await expect(input.toDF().writeStream.toTable('mine')).rejects.toThrow(/exists/);
});
