// The spine of streams, through the public API: sources -> plan -> sinks, epochs one by one, at several worker counts.
import { afterEach, describe, expect, it } from 'vitest';
import { CaudalError, Session, col, count, expr, max, sum } from '../../src/index.ts';
import { manualClock } from '../../src/entries/testing.ts';

let session: Session;
afterEach(() => session.close());

describe.each([0, 1, 2])('workers: %i', (workers) => {
  it('runs a stateless plan from memory to memory, one epoch per settled add', async () => {
    session = await Session.create({ workers, clock: manualClock() });
    const input = session.memoryStream({ k: 'string', n: 'int' });
    const df = input.toDF().filter('n > 1').select('k', expr('n * 10 AS ten'));
    expect(df.isStreaming).toBe(true);
    input.add([
      { k: 'a', n: 1 },
      { k: 'b', n: 2 },
    ]);
    const query = await df.writeStream.format('memory').queryName('out').start();
    await query.processAllAvailable();
    expect(await session.table('out').collect()).toEqual([{ k: 'b', ten: 20 }]);
    input.add([{ k: 'c', n: 3 }]);
    input.add([{ k: 'd', n: 4 }]);
    await query.processAllAvailable();
    input.add([]);
    await query.processAllAvailable();
    expect((await session.table('out').collect()).map((r) => r['k'])).toEqual(['b', 'c', 'd']);
    expect(query.recentProgress.map((p) => [p.batchId, p.numInputRows, p.sink.numOutputRows])).toEqual([
      [0, 2, 1],
      [1, 2, 2],
      [2, 0, 0],
    ]);
    await query.stop();
    expect(query.isActive).toBe(false);
    await query.awaitTermination();
  });

  it('keeps groups from epoch to epoch: update sends those touched, complete all', async () => {
    session = await Session.create({ workers, clock: manualClock() });
    const input = session.memoryStream({ k: 'string', n: 'int' });
    const grouped = input.toDF().groupBy('k').agg(count('*').as('c'), sum('n').as('s'), max('n').as('m'));
    const update = await grouped.writeStream.outputMode('update').format('memory').queryName('u').start();
    const complete = await grouped.orderBy('k').writeStream.outputMode('complete').format('memory').queryName('c').start();
    const steps = [['a', 'b', 'a'], ['b'], ['c', null], ['a', 'c', 'x']];
    for (const [i, keys] of steps.entries()) {
      input.add(keys.map((k) => ({ k, n: i })));
      await update.processAllAvailable();
      await complete.processAllAvailable();
    }
    const rows = (await session.table('u').collect({ rows: 'array' })) as unknown[][];
    expect(rows.map((r) => r.join()).sort()).toEqual(
      ['a,2,0,0', 'b,1,0,0', 'b,2,1,1', 'c,1,2,2', ',1,2,2', 'a,3,3,3', 'c,2,5,3', 'x,1,3,3'].sort(),
    );
    expect(await session.table('c').collect({ rows: 'array' })).toEqual([
      [null, 1, 2, 2],
      ['a', 3, 3, 3],
      ['b', 2, 1, 1],
      ['c', 2, 5, 3],
      ['x', 1, 3, 3],
    ]);
    const [state] = update.lastProgress!.stateOperators;
    expect(state).toMatchObject({ operatorName: 'stateStoreSave', numRowsTotal: 5, numRowsUpdated: 3, numRowsRemoved: 0 });
    expect(state!.memoryUsedBytes).toBeGreaterThan(0);
  });

  it('a query without keys gives one row per epoch', async () => {
    session = await Session.create({ workers, clock: manualClock() });
    const input = session.memoryStream({ n: 'int' });
    const query = await input
      .toDF()
      .agg(sum('n').as('s'))
      .writeStream.outputMode('complete')
      .format('memory')
      .queryName('t')
      .start();
    input.add([{ n: 1 }, { n: 2 }]);
    await query.processAllAvailable();
    expect(await session.table('t').collect()).toEqual([{ s: 3 }]);
    input.add([{ n: 4 }]);
    await query.processAllAvailable();
    expect(await session.table('t').collect()).toEqual([{ s: 7 }]);
  });
});

it('refuses what only a stream, or no stream, can do', async () => {
  session = await Session.create({ workers: 0 });
  const input = session.memoryStream({ n: 'int' });
  await expect(input.toDF().collect()).rejects.toThrow('must be executed with writeStream.start()');
  expect(() => session.range(3).writeStream).toThrow(CaudalError);
  await expect(input.toDF().select(col('m')).writeStream.format('noop').start()).rejects.toThrow('UNRESOLVED_COLUMN');
  await expect(input.toDF().writeStream.format('kafak').start()).rejects.toThrow('no streaming sink');
});
