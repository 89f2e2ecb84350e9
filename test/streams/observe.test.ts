// df.observe on streams: metrics of each epoch in its progress, of rows as they pass that place.
import { afterEach, describe, expect, it } from 'vitest';
import { Observation, Session, col, count, max, sum, window } from '../../src/index.ts';
import type { DataFrame, StreamingQuery } from '../../src/index.ts';

let session: Session;
afterEach(() => session.close());
const start = (df: DataFrame<any>, mode: 'append' | 'update' | 'changelog' = 'append'): Promise<StreamingQuery> =>
  df.writeStream.outputMode(mode).format('noop').start();

describe.each([0, 2])('workers: %i', (workers) => {
  it('metrics by name, of each epoch for itself; of an epoch without rows too', async () => {
    session = await Session.create({ workers });
    const input = session.memoryStream({ k: 'string', n: 'int', ts: 'timestamp' });
    const df = input
      .toDF()
      .withWatermark('ts', '0 seconds')
      .observe('all', count('*').as('rows'), sum('n').as('total'), max('k').as('last'))
      .filter('n > 1')
      .observe(new Observation('kept'), count('*').as('rows'))
      .groupBy(window('ts', '10 seconds'), 'k')
      .agg(count('*').as('c'))
      .observe('groups', count('*').as('groups'), sum('c').as('c'));
    const query = await start(df);
    const seen = async (rows: object[]) => {
      const from = query.recentProgress.length;
      input.add(rows as never);
      await query.processAllAvailable();
      return query.recentProgress.slice(from).map((p) => p.observedMetrics);
    };
    expect(
      await seen([
        { k: 'a', n: 1, ts: 0 },
        { k: 'b', n: 5, ts: 0 },
      ]),
    ).toEqual([{ all: { rows: 2, total: 6, last: 'b' }, kept: { rows: 1 }, groups: { groups: 0, c: null } }]);
    expect(await seen([{ k: 'ä', n: 2, ts: 20_000 }])).toEqual([
      { all: { rows: 1, total: 2, last: 'ä' }, kept: { rows: 1 }, groups: { groups: 0, c: null } },
      { all: { rows: 0, total: null, last: null }, kept: { rows: 0 }, groups: { groups: 1, c: 1 } },
    ]);
    expect(JSON.parse(query.lastProgress!.json)).toMatchObject({ observedMetrics: { groups: { groups: 1, c: 1 } } });
    expect(() => query.sideOutput('all')).toThrow(/SIDE_OUTPUT_NOT_FOUND/);
    await query.stop();
  });
});

it('observing changes no rows, in a changelog neither; what is wrong is said at the start', async () => {
  session = await Session.create({ workers: 0 });
  const input = session.memoryStream({ k: 'string', n: 'int' });
  const counted = input.toDF().groupBy('k').agg(sum('n').as('s')).observe('changes', count('*').as('c')).filter(col('s').gt(1));
  const query = await counted.writeStream.outputMode('changelog').format('memory').queryName('t').start();
  for (const n of [1, 2]) {
    input.add([{ k: 'a', n }]);
    await query.processAllAvailable();
  }
  expect(query.recentProgress.map((p) => p.observedMetrics)).toEqual([{ changes: { c: 1 } }, { changes: { c: 2 } }]);
  expect(await session.table('t').collect({ rows: 'array' })).toEqual([['+I', 'a', 3]]);
  const df = input.toDF();
  await expect(start(df.observe('o', sum('nothing')))).rejects.toThrow(/`nothing` cannot be resolved/);
  await expect(start(df.observe('o', count('*')).observe('o', sum('n')))).rejects.toThrow(/metric name is not unique: o/);
  const plain = await start(df);
  await plain.processAllAvailable();
  expect(plain.lastProgress?.observedMetrics).toBeUndefined();
});
