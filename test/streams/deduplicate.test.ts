// Deduplication on streams: which rows pass, when keys are forgotten, and what a restart finds.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../../src/index.ts';
import type { DataFrame } from '../../src/index.ts';
import { manualClock } from '../../src/entries/testing.ts';

type StreamingQuery = Awaited<ReturnType<DataFrame['writeStream']['start']>>;
let session: Session;
let checkpoint: string;
beforeEach(() => void (checkpoint = mkdtempSync(join(tmpdir(), 'caudal-dedup-'))));
afterEach(async () => {
  await session.close();
  rmSync(checkpoint, { recursive: true, force: true });
});

let started = 0;
async function start(df: DataFrame): Promise<{ query: StreamingQuery; rows(): Promise<unknown[][]> }> {
  const name = `out${started++}`;
  const query = await df.writeStream.format('memory').queryName(name).option('checkpointLocation', checkpoint).start();
  await query.processAllAvailable();
  let seen = 0;
  return {
    query,
    async rows() {
      await query.processAllAvailable();
      const all = (await session.table(name).collect({ rows: 'array' })) as unknown[][];
      return all.slice(seen, (seen = all.length));
    },
  };
}
const state = (query: StreamingQuery): unknown => query.lastProgress!.stateOperators[0];

describe.each([0, 2])('workers: %i', (workers) => {
  it('forgets a key with its event time, and drops late rows', async () => {
    session = await Session.create({ workers, clock: manualClock() });
    const input = session.memoryStream({ t: 'int' });
    const df = input
      .toDF()
      .selectExpr('timestamp_seconds(t) AS time')
      .withWatermark('time', '10 seconds')
      .dropDuplicates(['time'])
      .selectExpr('CAST(time AS bigint) AS t');
    const { query, rows } = await start(df);
    const add = (...times: (number | null)[]): void => input.add(times.map((t) => ({ t })));
    add(10, 11, 10, null, 11, null);
    expect((await rows()).flat().sort()).toEqual([10, 11, null]);
    add(25);
    expect(await rows()).toEqual([[25]]);
    // Those at 10 and 11 are gone; what has no time stays for ever.
    expect(state(query)).toMatchObject({ operatorName: 'dedupe', numRowsTotal: 2 });
    add(15, 25, null);
    expect(await rows()).toEqual([]);
    expect(state(query)).toMatchObject({
      numRowsDroppedByWatermark: 1,
      customMetrics: { numDroppedDuplicateRows: 2 },
    });
  });

  it('within the watermark: a duplicate does not put off the time at which its key is forgotten', async () => {
    session = await Session.create({ workers, clock: manualClock() });
    const input = session.memoryStream({ k: 'string', t: 'int' });
    const df = input
      .toDF()
      .selectExpr('k', 'timestamp_seconds(t) AS time')
      .withWatermark('time', '2 seconds')
      .dropDuplicatesWithinWatermark(['k'])
      .select('k');
    let run = await start(df);
    const feed = async (...events: [string, number][]): Promise<unknown[]> => {
      input.add(events.map(([k, t]) => ({ k, t })));
      return (await run.rows()).flat();
    };
    expect(await feed(['a', 17])).toEqual(['a']);
    expect(await feed(['a', 18], ['b', 17])).toEqual(['b']);
    await run.query.stop();
    run = await start(df);
    expect(await feed(['a', 18], ['c', 21])).toEqual(['c']);
    // a and b expired at 19: the watermark is 19.
    expect((await feed(['a', 20], ['b', 22], ['c', 22])).sort()).toEqual(['a', 'b']);
    expect(state(run.query)).toMatchObject({ operatorName: 'dedupeWithinWatermark' });
  });

  it('keeps the keys of distinct() over many epochs, restarts and forgettings', async () => {
    session = await Session.create({ workers, clock: manualClock() });
    const input = session.memoryStream({ k: 'string', t: 'int' });
    input
      .toDF()
      .selectExpr('k', 'timestamp_seconds(t) AS time')
      .withWatermark('time', '1 second')
      .createOrReplaceTempView('events');
    const df = session.table('events').distinct();
    let run = await start(df);
    let passed = 0;
    for (let epoch = 0; epoch < 14; epoch++) {
      // Each key twice in an epoch, and once more in the next: the watermark is a second behind.
      const keys = Array.from({ length: 800 }, (_, i) => ({ k: `k${i}`, t: epoch + 1 }));
      input.add([...keys, ...keys, ...keys.map(({ k, t }) => ({ k, t: Math.max(1, t - 1) }))]);
      passed += (await run.rows()).length;
      if (epoch % 4 === 3) {
        await run.query.stop();
        run = await start(df);
      }
    }
    expect(passed).toBe(14 * 800);
    expect(state(run.query)).toMatchObject({ numRowsTotal: 800 });
  });
});

it('refuses within the watermark where there is none, and in batch', async () => {
  session = await Session.create({ workers: 0 });
  const df = session.memoryStream({ k: 'string' }).toDF().dropDuplicatesWithinWatermark(['k']);
  await expect(df.writeStream.format('memory').queryName('x').start()).rejects.toThrow(/without watermark/);
  await expect(session.range(3).dropDuplicatesWithinWatermark().collect()).rejects.toThrow(/not supported with batch/);
});
