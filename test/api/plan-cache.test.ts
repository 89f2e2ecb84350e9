// A query asked again is not planned again, unless something it depends on may have changed.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { Session, Observation, count, lit } from '../../src/index.ts';
import { openCore } from '../../src/session/open-core.ts';

const core = openCore({ workers: 0 });
const session = new Session(core);
const { pipeline } = core;
const plan = pipeline.planned.bind(pipeline);
let planned = 0;
pipeline.planned = (...args) => {
  planned++;
  return plan(...args);
};
afterAll(() => session.close());
beforeEach(() => {
  planned = 0;
});

const rows = (sql: string): Promise<unknown[][]> => session.sql(sql).collect({ rows: 'array' });
const table = (n: number) => session.createDataFrame({ a: Int32Array.from({ length: n }, (_, i) => i) });

test('the same text and the same frame are planned once', async () => {
  table(10_000).createOrReplaceTempView('t');
  const sql = 'SELECT sum(a) FROM t WHERE a > 5';
  expect(await rows(sql)).toEqual(await rows(sql));
  expect(planned).toBe(1);
  const frame = session.table('t').filter('a < 7');
  expect(await frame.collect()).toEqual(await frame.collect());
  expect(planned).toBe(2);
});
test('a name that means something else is planned anew', async () => {
  const sql = 'SELECT count(*) FROM u';
  for (const n of [3, 5_000, 4]) {
    table(n).createOrReplaceTempView('u');
    expect(await rows(sql)).toEqual([[n]]);
  }
  expect(planned).toBe(3);
  session.catalog.dropTempView('u');
  await expect(rows(sql)).rejects.toMatchObject({ code: 'TABLE_OR_VIEW_NOT_FOUND' });
});
test('a name unknown at the call is looked up by every action', async () => {
  const frame = session.sql('SELECT count(*) FROM later');
  await expect(frame.collect()).rejects.toMatchObject({ code: 'TABLE_OR_VIEW_NOT_FOUND' });
  for (const n of [1, 2]) {
    table(n).createOrReplaceTempView('later');
    expect(await frame.collect({ rows: 'array' })).toEqual([[n]]);
  }
});
test('inserted rows are seen', async () => {
  await session.execute('CREATE TABLE grows (a INT); INSERT INTO grows VALUES (1)');
  expect(await rows('SELECT sum(a) FROM grows')).toEqual([[1]]);
  await session.execute('INSERT INTO grows VALUES (41)');
  expect(await rows('SELECT sum(a) FROM grows')).toEqual([[42]]);
});
test('settings are looked at', async () => {
  const sql = "SELECT CAST(TIMESTAMP '2024-06-01 12:00:00 UTC' AS STRING)";
  expect(await rows(sql)).toEqual([['2024-06-01 12:00:00']]);
  session.conf.set('sql.session.timeZone', 'Europe/Zurich');
  expect(await rows(sql)).toEqual([['2024-06-01 14:00:00']]);
  session.conf.unset('sql.session.timeZone');
  expect(await rows(sql)).toEqual([['2024-06-01 12:00:00']]);
});
test('a run goes on with the settings it began with, and leaves nothing of them behind', async () => {
  const frame = session.sql("SELECT CAST(TIMESTAMP '2024-07-01 12:00:00 UTC' AS STRING) AS t");
  const running = frame.collect();
  session.conf.set('sql.session.timeZone', 'Europe/Zurich');
  expect(await running).toEqual([{ t: '2024-07-01 12:00:00' }]);
  expect(await frame.collect()).toEqual([{ t: '2024-07-01 14:00:00' }]);
  session.conf.unset('sql.session.timeZone');
});
test('the time goes on', async () => {
  const sql = 'SELECT unix_micros(current_timestamp())';
  const [[first]] = (await rows(sql)) as [[number]];
  await new Promise((done) => setTimeout(done, 5));
  const [[second]] = (await rows(sql)) as [[number]];
  expect(second).toBeGreaterThan(first);
});
test('random numbers are drawn anew', async () => {
  const sql = 'SELECT rand()';
  expect(await rows(sql)).not.toEqual(await rows(sql));
});
test('files are looked at', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'plans-')), 'f.csv');
  const sql = `SELECT * FROM '${file}'`,
    nested = `SELECT (SELECT max(a) FROM '${file}') FROM t LIMIT 1`;
  const frame = session.read.option('header', true).option('inferSchema', true).csv(file);
  for (const a of [1, 23]) {
    writeFileSync(file, `a\n${a}\n`);
    expect(await rows(sql)).toEqual([[a]]);
    expect(await rows(nested)).toEqual([[a]]);
    expect(await frame.collect()).toEqual([{ a }]);
  }
  writeFileSync(file, 'b\nx\n');
  expect(await frame.collect()).toEqual([{ b: 'x' }]);
});
test('parameters are not mixed up', async () => {
  const sql = 'SELECT ? AS v';
  const ask = (v: number) => session.sql(sql, [v]).collect();
  expect(await ask(1)).toEqual([{ v: 1 }]);
  expect(await ask(2)).toEqual([{ v: 2 }]);
  expect(() => session.sql(sql)).toThrow('parameter');
});
test('caching a frame changes the plans that read it, and giving it up again', async () => {
  const frame = session.range(0, 10).withColumn('r', lit(1));
  const sum = frame.agg(count('r').as('n'));
  expect(await sum.collect()).toEqual([{ n: 10 }]);
  frame.cache();
  expect(await sum.collect()).toEqual([{ n: 10 }]);
  expect(await sum.collect()).toEqual([{ n: 10 }]);
  frame.unpersist();
  expect(await sum.collect()).toEqual([{ n: 10 }]);
  // Filling the cache is a plan of its own.
  expect(planned).toBe(4);
});
test('each observation is filled', async () => {
  const observation = new Observation('m');
  const observed = session.range(0, 5).observe(observation, count(lit(1)).as('n'));
  await observed.collect();
  await observed.collect();
  expect(await observation.get).toEqual({ n: 5 });
});
