// Triggers of windows: what fires when, under whose rules; each firing is a row in output mode update.
import { afterEach, expect, it } from 'vitest';
import { Session, sum, trigger, window } from '../../src/index.ts';
import type { DataFrame, StreamingQuery } from '../../src/index.ts';
import { manualClock } from '../../src/entries/testing.ts';

let session: Session;
afterEach(() => session.close());
const PRESETS = ['spark', 'flink', 'flink-sql', 'kafka'] as const;
type Firing = ReturnType<typeof trigger.eventTime>;

/** Rows `[start of the window in ms, sum]` of each step: times in ms of one epoch, or milliseconds of the clock. */
async function run(firing: Firing, semantics: string, steps: readonly (readonly number[] | number)[], lateness = '0 seconds') {
  const clock = manualClock();
  session = await Session.create({ clock, workers: 0 });
  const input = session.memoryStream({ ts: 'timestamp', v: 'int' });
  const query = await windows(input.toDF().withWatermark('ts', '0 seconds'), firing, lateness)
    .writeStream.outputMode('update')
    .option('semantics', semantics)
    .format('memory')
    .queryName('t')
    .start();
  const results: unknown[][] = [];
  let seen = 0;
  for (const step of steps) {
    if (typeof step === 'number') clock.advance(step);
    else input.add(step.map((ts) => ({ ts, v: 1 })));
    await query.processAllAvailable();
    const rows = await session.table('t').collect({ rows: 'array' });
    results.push(rows.slice(seen));
    seen = rows.length;
  }
  await session.close();
  return results;
}
const windows = (df: DataFrame<any>, firing: Firing, lateness = '0 seconds') =>
  df
    .groupBy(window('ts', '10 milliseconds').as('w'))
    .allowedLateness(lateness)
    .trigger(firing)
    .agg(sum('v').as('s'))
    .selectExpr('unix_millis(w.start)', 's');

it.each(PRESETS)('%s: by rows, by time, at the end', async (semantics) => {
  expect(await run(trigger.count(2), semantics, [[1, 2, 3], [4], [25]])).toEqual([[[0, 2]], [[0, 4]], []]);
  expect(await run(trigger.purging(trigger.count(2)), semantics, [[1, 2, 3], [4]])).toEqual([[[0, 2]], [[0, 2]]]);
  // Every 4 ms of event time, and once at the end, also where a multiple of 5 is the end.
  expect(await run(trigger.continuous(4), semantics, [[1], [6], [25]])).toEqual([
    [],
    [[0, 2]],
    [
      [0, 2],
      [0, 2],
    ],
  ]);
  expect(await run(trigger.continuous(5), semantics, [[1], [25]])).toEqual([
    [],
    [
      [0, 1],
      [0, 1],
    ],
  ]);
  // 500 ms after the first row, and at the end.
  expect(await run(trigger.early(500), semantics, [[1], 499, 1, [2], [25]])).toEqual([[], [], [[0, 1]], [], [[0, 2]]]);
  expect(await run(trigger.processingTime('1 second'), semantics, [[1], 999, 1, 1000])).toEqual([[], [], [[0, 1]], [[0, 1]]]);
});

it('a late row within the lateness fires at once under Flink; a trigger that purges has nothing of before', async () => {
  const steps = [[1], [12], [3]];
  expect(await run(trigger.eventTime(), 'flink', steps, '20 milliseconds')).toEqual([[], [[0, 1]], [[0, 2]]]);
  expect(await run(trigger.purging(trigger.eventTime()), 'flink', steps, '20 milliseconds')).toEqual([[], [[0, 1]], [[0, 1]]]);
});

it('append takes what fires a window once', async () => {
  session = await Session.create({ workers: 0 });
  const df = session.memoryStream({ ts: 'timestamp', v: 'int' }).toDF().withWatermark('ts', '0 seconds');
  const start = (firing: Firing, lateness?: string): Promise<StreamingQuery> =>
    windows(df, firing, lateness).writeStream.format('noop').option('semantics', 'flink').start();
  await (await start(trigger.eventTime())).stop();
  for (const firing of [trigger.count(2), trigger.purging(trigger.count(2)), trigger.early(5), trigger.continuous(5)])
    await expect(start(firing), firing.kind).rejects.toThrow(/append.*triggers that may fire a window again/);
  await expect(start(trigger.eventTime(), '1 second')).rejects.toThrow(/triggers that may fire a window again/);
});
