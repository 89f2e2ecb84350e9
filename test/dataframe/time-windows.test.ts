// Windows of time and generators by DataFrame: names of columns, gaps as columns, windows kept and grouped by later.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Session,
  col,
  count,
  cumulate,
  expr,
  max,
  proctime,
  session_window,
  sliding_window,
  sum,
  window,
  windowTime,
} from '../../src/index.ts';
import type { DataFrame } from '../../src/index.ts';
import { explode } from '../../src/entries/functions.ts';

let session: Session;
let events: DataFrame;
const at = (ms: number): Date => new Date(ms);

beforeAll(async () => {
  session = await Session.create({ workers: 0, timeZone: 'UTC' });
  events = session.createDataFrame(
    [
      { key: 'a', value: 1, time: at(1_000) },
      { key: 'a', value: 2, time: at(4_000) },
      { key: 'b', value: 3, time: at(4_500) },
      { key: 'a', value: 4, time: at(12_000) },
      { key: 'b', value: 5, time: null },
    ],
    { key: 'string', value: 'int', time: 'timestamp' },
  );
});
afterAll(() => session.close());

describe('windows of time', () => {
  it('group, and are called window', async () => {
    const counts = events.groupBy(window('time', '5 seconds'), 'key').agg(count('*').as('n'));
    expect(await counts.columns()).toEqual(['window', 'key', 'n']);
    expect(await counts.collect()).toEqual([
      { window: { start: at(0), end: at(5_000) }, key: 'a', n: 2 },
      { window: { start: at(0), end: at(5_000) }, key: 'b', n: 1 },
      { window: { start: at(10_000), end: at(15_000) }, key: 'a', n: 1 },
    ]);
  });
  it('are named by as, and reached by field', async () => {
    const counts = events
      .groupBy(window('time', '10 seconds', '5 seconds', '1 second').as('w'))
      .agg(sum('value').as('total'))
      .select(col('w.start').as('from'), 'total')
      .orderBy('from');
    expect(await counts.collect()).toEqual([
      { from: at(-4_000), total: 6 },
      { from: at(1_000), total: 6 },
      { from: at(6_000), total: 4 },
      { from: at(11_000), total: 4 },
    ]);
  });
  it('may be added, kept, and grouped by later', async () => {
    const kept = events.withColumn('w', window('time', '5 seconds')).select('w', 'value').where('value < 4');
    expect(await kept.groupBy('w').agg(max('value').as('m')).collect()).toEqual([{ w: { start: at(0), end: at(5_000) }, m: 3 }]);
  });
  it('of windows', async () => {
    const chained = events
      .groupBy(window('time', '5 seconds'))
      .agg(count('*').as('n'))
      .groupBy(window('window', '20 seconds'))
      .agg(sum('n').as('n'), max(windowTime('window')).as('last'));
    expect(await chained.collect({ timestamps: 'string' })).toEqual([
      {
        window: { start: '1970-01-01 00:00:00', end: '1970-01-01 00:00:20' },
        n: 4,
        last: '1970-01-01 00:00:14.999999',
      },
    ]);
  });
  it('of sessions, with a gap for all or one per row', async () => {
    const sessions = (gap: string | ReturnType<typeof expr>): Promise<unknown[]> =>
      events
        .groupBy(session_window('time', gap).as('s'), 'key')
        .agg(count('*').as('n'))
        .selectExpr('key', 'unix_millis(s.start) AS s', 'unix_millis(s.end) AS e', 'n')
        .orderBy('key', 's')
        .collect();
    expect(await sessions('3 seconds')).toEqual([
      { key: 'a', s: 1_000, e: 7_000, n: 2 },
      { key: 'a', s: 12_000, e: 15_000, n: 1 },
      { key: 'b', s: 4_500, e: 7_500, n: 1 },
    ]);
    expect(await sessions(expr("CASE value WHEN 1 THEN '1 second' WHEN 3 THEN '0 seconds' ELSE '10 seconds' END"))).toEqual([
      { key: 'a', s: 1_000, e: 2_000, n: 1 },
      { key: 'a', s: 4_000, e: 22_000, n: 2 },
    ]);
  });
  it('cumulating and sliding', async () => {
    const growing = events.groupBy(cumulate('time', '5 seconds', '15 seconds').as('w')).agg(count('*').as('n'));
    expect(await growing.selectExpr('unix_millis(w.end) AS e', 'n').orderBy('e').collect()).toEqual([
      { e: 5_000, n: 3 },
      { e: 10_000, n: 3 },
      { e: 15_000, n: 4 },
    ]);
    const sliding = events.where("key = 'a'").groupBy(sliding_window('time', '5 seconds').as('w')).agg(count('*').as('n'));
    expect(await sliding.selectExpr('unix_millis(w.start) AS s', 'n').orderBy('s').collect()).toEqual([
      { s: 0, n: 2 },
      { s: 1_001, n: 1 },
      { s: 7_000, n: 1 },
    ]);
  });
  it('of processing time are those of the query', async () => {
    const now = events.select(window(proctime(), '1 minute')).distinct();
    expect(await now.count()).toBe(1);
  });
});
it('explode stands in select and selectExpr', async () => {
  expect(
    await events
      .where('value = 2')
      .select('key', explode(expr('array(value, value + 1)')).as('v'))
      .collect(),
  ).toEqual([
    { key: 'a', v: 2 },
    { key: 'a', v: 3 },
  ]);
  const words = events.where('value < 3').selectExpr("explode(split(key || ' x', ' ')) AS word").groupBy('word').count();
  expect(await words.orderBy('word').collect()).toEqual([
    { word: 'a', count: 2 },
    { word: 'x', count: 2 },
  ]);
});
