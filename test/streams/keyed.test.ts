// Functions of users with state per key, through the public API.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Session } from '../../src/index.ts';
import { manualClock } from '../../src/entries/testing.ts';
import type { ManualClock } from '../../src/streaming/manual-clock.ts';

let session: Session;
let clock: ManualClock;
let directory: string;
beforeEach(async () => {
  clock = manualClock();
  directory = mkdtempSync(join(tmpdir(), 'caudal-keyed-'));
  session = await Session.create({ clock, workers: 0, timeZone: 'UTC' });
});
afterEach(async () => {
  await session.close();
  rmSync(directory, { recursive: true, force: true });
});
const rowsOf = async (name: string): Promise<unknown[]> => session.table(name).collect();
/** Rows that a table gained since the last call. */
function gains(name: string): () => Promise<unknown[]> {
  let seen = 0;
  return async () => {
    const rows = await rowsOf(name);
    return rows.slice(seen, (seen = rows.length));
  };
}

describe('mapGroupsWithState', () => {
  it('gives one row per key and epoch', async () => {
    const input = session.memoryStream({ key: 'string', n: 'int' });
    const totals = input
      .toDF()
      .groupByKey('key')
      .mapGroupsWithState({ state: 'bigint', output: { key: 'string', total: 'bigint' } }, (key, rows, state) => {
        let total = state.get() ?? 0;
        for (const row of rows) total += row.n;
        state.update(total);
        return { key, total };
      });
    const query = await totals.writeStream.outputMode('update').format('memory').queryName('totals').start();
    const gained = gains('totals');
    input.add([
      { key: 'a', n: 1 },
      { key: 'b', n: 5 },
      { key: 'a', n: 2 },
    ]);
    await query.processAllAvailable();
    expect(await gained()).toEqual([
      { key: 'a', total: 3 },
      { key: 'b', total: 5 },
    ]);
    input.add([{ key: 'a', n: 10 }]);
    await query.processAllAvailable();
    expect(await gained()).toEqual([{ key: 'a', total: 13 }]);
    expect(query.lastProgress!.stateOperators[0]).toMatchObject({ numRowsTotal: 2 });
    await query.stop();
  });
  it('refuses another output mode', async () => {
    const input = session.memoryStream({ key: 'string' });
    const mapped = input
      .toDF()
      .groupByKey('key')
      .mapGroupsWithState({ state: 'int', output: { key: 'string' } }, (key) => ({ key }));
    await expect(mapped.writeStream.format('memory').queryName('t').start()).rejects.toThrow(/mapGroupsWithState in update/);
  });
  it('fails the query when the function throws, or gives a value that is none', async () => {
    const input = session.memoryStream({ key: 'string' });
    const mapped = input
      .toDF()
      .groupByKey('key')
      .mapGroupsWithState({ state: 'int', output: { n: 'int' } }, () => ({ n: 'one' }));
    const query = await mapped.writeStream.outputMode('update').format('memory').queryName('t').start();
    input.add([{ key: 'a' }]);
    await expect(query.processAllAvailable()).rejects.toThrow(/n: 'one' is not a value of type int/);
    expect(query.isActive).toBe(false);
  });
});

describe('transformWithState', () => {
  const start = async (input: ReturnType<Session['memoryStream']>, initial = false) => {
    let seen: any, words: any, latest: any;
    const initialRows = session.createDataFrame([{ key: 'a', seen: 100 }], { key: 'string', seen: 'int' });
    let handle: any;
    const df = input
      .toDF()
      .groupByKey('key')
      .transformWithState(
        {
          init(h) {
            handle = h;
            seen = h.getValueState('seen', 'int');
            words = h.getListState('words', 'string');
            latest = h.getMapState('latest', 'string', 'int', { ttlMs: 5000 });
          },
          handleInitialState(_key, row) {
            seen.update(row['seen']);
          },
          *handleInputRows(key, rows, times) {
            for (const row of rows) {
              seen.update((seen.get() ?? 0) + 1);
              words.add(row.word);
              latest.set(row.word, seen.get());
            }
            if (handle.listTimers().length === 0) handle.registerTimer(times.currentProcessingTimeMs + 10_000);
            yield { key, what: `${seen.get()} ${words.get().join(',')} ${[...latest.keys()].join(',')}` };
          },
          *handleExpiredTimer(key, _times, { expiryTimeMs }) {
            words.clear();
            yield { key, what: `timer ${expiryTimeMs} ${latest.exists}` };
          },
        },
        {
          output: { key: 'string', what: 'string' },
          timeMode: 'processingTime',
          outputMode: 'update',
          ...(initial && { initialState: initialRows.groupByKey('key') }),
        },
      );
    return df.writeStream
      .outputMode('update')
      .format('memory')
      .queryName(`t${Math.random()}`.replace('.', ''))
      .option('checkpointLocation', directory)
      .start();
  };
  it('keeps values, lists and maps, with timers, TTL and an initial state, over a restart', async () => {
    const input = session.memoryStream({ key: 'string', word: 'string' });
    let query = await start(input, true);
    let gained = gains(query.name!);
    input.add([
      { key: 'a', word: 'x' },
      { key: 'b', word: 'y' },
    ]);
    await query.processAllAvailable();
    expect(await gained()).toEqual([
      { key: 'a', what: '101 x x' },
      { key: 'b', what: '1 y y' },
    ]);
    await query.stop();
    query = await start(input, true);
    gained = gains(query.name!);
    clock.advance(6000);
    input.add([{ key: 'a', word: 'z' }]);
    await query.processAllAvailable();
    expect(await gained()).toEqual([{ key: 'a', what: '102 x,z z' }]);
    clock.advance(4000);
    await query.processAllAvailable();
    expect(await gained()).toEqual([
      { key: 'a', what: 'timer 10000 true' },
      { key: 'b', what: 'timer 10000 false' },
    ]);
    await query.stop();
  });
});

describe('keyBy().process', () => {
  it('sees rows in order, the watermark before each, timers and side outputs', async () => {
    const input = session.memoryStream({ key: 'string', at: 'timestamp' });
    const seen: number[] = [];
    const df = input
      .toDF()
      .withWatermark('at', '0 seconds')
      .keyBy('key')
      .process(
        {
          processElement(row, ctx) {
            seen.push(ctx.currentWatermark);
            ctx.timers.registerEventTime(ctx.timestamp! + 1000);
            ctx.output('rows', { key: row.key });
          },
          onTimer: (timeMs, ctx) => ctx.emit({ key: ctx.key, at: timeMs, domain: ctx.timeDomain }),
        },
        { key: 'string', at: 'bigint', domain: 'string' },
        { sideOutputs: { rows: { key: 'string' } } },
      );
    const query = await df.writeStream.format('memory').queryName('p').option('semantics', 'flink').start();
    input.add([
      { key: 'a', at: 0 },
      { key: 'b', at: 500 },
      { key: 'a', at: 1200 },
      { key: 'b', at: 3000 },
    ]);
    await query.processAllAvailable();
    expect(seen).toEqual([-Infinity, -1, 499, 1199]);
    expect(await rowsOf('p')).toEqual([
      { key: 'a', at: 1000, domain: 'eventTime' },
      { key: 'b', at: 1500, domain: 'eventTime' },
      { key: 'a', at: 2200, domain: 'eventTime' },
    ]);
    expect(await query.sideOutput('rows').count()).toBe(4);
    input.end();
    await query.awaitTermination();
    expect((await rowsOf('p')).at(-1)).toEqual({ key: 'b', at: 4000, domain: 'eventTime' });
  });
});

it.each([0, 2])('a batch is one epoch: keyed functions over rows that are all there, %i workers', async (workers) => {
  const batch = await Session.create({ workers });
  const rows = batch.createDataFrame([1, 2, 1, 1].map((k, i) => ({ k, v: i })));
  const options = { state: 'n int', output: 'k int, n int' } as const;
  const counted = rows.groupByKey('k').mapGroupsWithState(options, (k, given) => ({ k, n: [...given].length }));
  expect(await counted.orderBy('k').collect()).toEqual([
    { k: 1, n: 3 },
    { k: 2, n: 1 },
  ]);
  await batch.close();
});
