// Every source and sink of the spine, and what a query reports of them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromArrays } from 'apache-arrow';
import { afterEach, expect, it, vi } from 'vitest';
import { Session } from '../../src/index.ts';
import { manualClock } from '../../src/entries/testing.ts';

let session: Session;
afterEach(() => session.close());
const open = async (workers = 0) => {
  const clock = manualClock();
  session = await Session.create({ clock, workers });
  return clock;
};

it('rate: rows by the second, at even distances, with ramp-up', async () => {
  const clock = await open();
  const df = session.readStream.format('rate').option('rowsPerSecond', 4).load();
  const query = await df.selectExpr('unix_millis(timestamp) AS ms', 'value').writeStream.format('memory').queryName('t').start();
  await query.processAllAvailable();
  expect(await session.table('t').count()).toBe(0);
  clock.advance(1500);
  await query.processAllAvailable();
  expect(await session.table('t').collect({ rows: 'array' })).toEqual([
    [0, 0],
    [250, 1],
    [500, 2],
    [750, 3],
  ]);
  clock.advance(1500);
  await query.processAllAvailable();
  expect(await session.table('t').count()).toBe(12);
  const ramped = session.readStream.format('rate').options({ rowsPerSecond: 10, rampUpTime: '4 seconds' }).load();
  const second = await ramped.writeStream.format('memory').queryName('r').start();
  for (const total of [2, 6, 12, 20, 30]) {
    clock.advance(1000);
    await second.processAllAvailable();
    expect(await session.table('r').count()).toBe(total);
  }
});

it('rate-micro-batch: the same rows in every run', async () => {
  await open();
  const df = session.readStream
    .format('rate-micro-batch')
    .options({ rowsPerBatch: 3, startTimestamp: 5000, advanceMillisPerBatch: 10 })
    .load();
  const query = await df
    .selectExpr('unix_millis(timestamp) AS ms', 'value')
    .writeStream.format('memory')
    .queryName('t')
    .trigger({ availableNow: true })
    .start();
  await query.awaitTermination();
  expect(await session.table('t').collect({ rows: 'array' })).toEqual([
    [5000, 0],
    [5000, 1],
    [5000, 2],
  ]);
});

it('an AsyncIterable: its end ends the query, its error fails it', async () => {
  await open();
  const rows = async function* (n: number, fail = false) {
    for (let i = 0; i < n; i++) yield { i, at: i * 1000 };
    if (fail) throw new RangeError('no more');
  };
  const schema = { i: 'int', at: 'timestamp' };
  const query = await session.readStream.schema(schema).load(rows(1000)).writeStream.format('memory').queryName('t').start();
  await query.awaitTermination();
  expect(query.isActive).toBe(false);
  expect(await session.table('t').selectExpr('sum(i) AS s', 'max(unix_millis(at)) AS m').collect()).toEqual([
    { s: 499_500, m: 999_000 },
  ]);
  const failing = await session.readStream.schema(schema).load(rows(3, true)).writeStream.format('noop').start();
  await expect(failing.awaitTermination()).rejects.toThrow('no more');
  expect(failing.exception).toMatchObject({ code: 'SOURCE_FAILED', cause: expect.any(RangeError) });
});

it('an AsyncIterable runs ahead by rows, of tables too, and does not wait for a checkpoint that only further epochs bring', async () => {
  await open();
  const ROWS = 50_000;
  let given = 0;
  const tables = async function* () {
    for (; given < 8; given++)
      yield tableFromArrays({
        i: Int32Array.from({ length: ROWS }, (_, r) => given * ROWS + r),
        d: new Float64Array(ROWS).fill(0.5),
      });
  };
  const ahead: number[] = [];
  const sums: number[][] = [];
  const folder = mkdtempSync(join(tmpdir(), 'caudal-ahead-'));
  const query = await session.readStream
    .schema({ i: 'int', d: 'double' })
    .load(tables())
    .writeStream.options({ checkpointLocation: folder, checkpointInterval: 5 })
    .foreachBatch(async (batch) => {
      ahead.push(given);
      sums.push(
        ...((await batch.selectExpr('sum(i) AS i', 'sum(d) AS d', 'count(*) AS n').collect({ rows: 'array' })) as number[][]),
      );
    })
    .start();
  await query.awaitTermination();
  rmSync(folder, { recursive: true });
  const total = [0, 1, 2].map((c) => sums.reduce((sum, row) => sum + row[c]!, 0));
  expect(total).toEqual([(8 * ROWS * (8 * ROWS - 1)) / 2, 4 * ROWS, 8 * ROWS]);
  // Two tables are more than may wait; the next two come as those are taken.
  expect(ahead[0]).toBeLessThanOrEqual(4);
});

it('foreachBatch gets a DataFrame per epoch, foreach rows; both may fail the query', async () => {
  await open();
  const input = session.memoryStream({ n: 'int' });
  const batches: unknown[] = [];
  const query = await input
    .toDF()
    .writeStream.foreachBatch(async (batch, id) => {
      batches.push([id, await batch.selectExpr('sum(n) AS s', 'count(*) AS c').collect({ rows: 'array' })]);
      if (id === 1) throw new Error('enough');
    })
    .start();
  const calls: unknown[] = [];
  const rows = await input
    .toDF()
    .writeStream.foreach({
      open: (partition, epoch) => void calls.push(['open', partition, epoch]),
      process: (row) => void calls.push(row['n']),
      close: (error) => void calls.push(['close', error]),
    })
    .start();
  input.add([{ n: 1 }, { n: 2 }]);
  await query.processAllAvailable();
  await rows.processAllAvailable();
  input.add([{ n: 5 }]);
  await expect(query.processAllAvailable()).rejects.toThrow('enough');
  await rows.processAllAvailable();
  expect(batches).toEqual([
    [0, [[3, 2]]],
    [1, [[5, 1]]],
  ]);
  expect(calls).toEqual([['open', 0, 0], 1, 2, ['close', null], ['open', 0, 1], 5, ['close', null]]);
  expect(query.exception?.message).toContain('enough');
  expect(query.isActive).toBe(false);
  await expect(query.awaitTermination()).rejects.toThrow('enough');
});

it('console prints each epoch', async () => {
  await open();
  const input = session.memoryStream({ n: 'int' });
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    const query = await input.toDF().writeStream.format('console').option('numRows', 1).start();
    input.add([{ n: 1 }, { n: 2 }]);
    await query.processAllAvailable();
    expect(log.mock.calls.map(([text]) => text as string)).toEqual([
      '-------------------------------------------\nBatch: 0\n-------------------------------------------\n+---+\n|  n|\n+---+\n|  1|\n+---+\nonly showing top 1 row',
    ]);
  } finally {
    log.mockRestore();
  }
});

it('a memory stream: rows that are none are refused at once, and after its end nothing is taken', async () => {
  await open();
  const input = session.memoryStream({ n: 'int' }, { eventTime: 'n' } as never);
  expect(() => input.add([{ n: 'x' }])).toThrow('DATATYPE_MISMATCH');
  expect(() => input.add([3 as never])).toThrow('not an object');
  expect(() => session.memoryStream({ n: 'int' }).advanceWatermark(0)).toThrow('eventTime');
  expect(() => session.memoryStream({ n: 'int' }, { eventTime: 'm' as never })).toThrow('UNRESOLVED_COLUMN');
  await expect(input.toDF().writeStream.format('noop').start()).rejects.toThrow('EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE');
  const ended = session.memoryStream({ n: 'int' });
  const query = await ended.toDF().writeStream.format('memory').queryName('t').start();
  ended.add([{ n: 1 }]);
  ended.end();
  await query.awaitTermination();
  expect(await session.table('t').count()).toBe(1);
  expect(() => ended.add([])).toThrow('STREAM_ENDED');
  await query.processAllAvailable();
  await query.stop();
});

it('refuses sources, sinks and options it does not know, with what there is', async () => {
  await open();
  const df = session.memoryStream({ n: 'int' }).toDF();
  expect(() => session.readStream.format('kafak').load()).toThrow('no streaming source');
  expect(() => session.readStream.format('rate').option('rowsPerSecond', -1).load()).toThrow('rowspersecond');
  expect(() => df.writeStream.outputMode('upsert' as never)).toThrow('Invalid streaming output mode');
  expect(() => df.writeStream.trigger({} as never)).toThrow('trigger()');
  await expect(df.writeStream.start()).rejects.toThrow('needs a sink');
  await expect(df.writeStream.format('memory').start()).rejects.toThrow('queryName');
  await expect(
    df.writeStream
      .format('noop')
      .option('semantics', 'storm' as never)
      .start(),
  ).rejects.toThrow('semantics');
  await expect(df.writeStream.format('noop').option('maxRowsPerEpoch', 0).start()).rejects.toThrow('maxRowsPerEpoch');
});
