// A query's life: triggers on a clock moved by hand, progress, listeners, the manager, the end.
import { afterEach, expect, it } from 'vitest';
import { Session, count } from '../../src/index.ts';
import { manualClock } from '../../src/entries/testing.ts';

let session: Session;
afterEach(() => session.close());
const open = async (workers = 0) => {
  const clock = manualClock();
  session = await Session.create({ clock, workers });
  return clock;
};
const ids = (query: { recentProgress: readonly { batchId: number; numInputRows: number }[] }) =>
  query.recentProgress.map((p) => [p.batchId, p.numInputRows]);

it('processingTime: the first epoch at once, then one a tick; nobody waits for a tick', async () => {
  const clock = await open();
  const input = session.memoryStream({ n: 'int' });
  input.add([{ n: 1 }]);
  const query = await input.toDF().writeStream.format('memory').queryName('t').trigger({ processingTime: '1 second' }).start();
  await query.processAllAvailable();
  expect(ids(query)).toEqual([[0, 1]]);
  input.add([{ n: 2 }]);
  await query.processAllAvailable();
  expect(ids(query)).toEqual([[0, 1]]);
  clock.advance(999);
  await query.processAllAvailable();
  expect(ids(query)).toHaveLength(1);
  clock.advance(1);
  await query.processAllAvailable();
  expect(ids(query)).toEqual([
    [0, 1],
    [1, 1],
  ]);
  expect(query.lastProgress).toMatchObject({ timestamp: '1970-01-01T00:00:01.000Z', inputRowsPerSecond: 1 });
  input.add([{ n: 3 }]);
  input.end();
  await query.awaitTermination();
  expect(ids(query)).toHaveLength(3);
});

it('availableNow takes what is there in parts, once takes it whole', async () => {
  await open();
  const input = session.memoryStream({ n: 'int' });
  for (let i = 0; i < 5; i++) input.add([{ n: i }, { n: i }]);
  const writer = () => input.toDF().writeStream.format('noop').option('maxRowsPerEpoch', 4);
  const now = await writer().trigger({ availableNow: true }).start();
  const once = await writer().trigger({ once: true }).start();
  input.add([{ n: 9 }]);
  await now.awaitTermination();
  await once.awaitTermination();
  expect(ids(once)).toEqual([[0, 10]]);
  expect(ids(now).map(([, rows]) => rows)).toEqual([4, 4, 2]);
});

it('an add is never split, several may share an epoch, addAll is one epoch over all inputs', async () => {
  await open();
  const left = session.memoryStream({ n: 'int' });
  const right = session.memoryStream({ n: 'int' });
  const query = await left
    .toDF()
    .union(right.toDF())
    .writeStream.format('memory')
    .queryName('t')
    .option('maxRowsPerEpoch', 2)
    .start();
  left.add([{ n: 1 }, { n: 2 }, { n: 3 }]);
  left.add([{ n: 4 }]);
  await query.processAllAvailable();
  session.addAll([
    [left, [{ n: 5 }]],
    [right, [{ n: 6 }, { n: 7 }]],
  ]);
  await query.processAllAvailable();
  expect(ids(query)).toEqual([
    [0, 3],
    [1, 1],
    [2, 3],
  ]);
  expect(query.lastProgress!.sources.map((s) => [s.startOffset, s.endOffset, s.numInputRows])).toEqual([
    [2, 3, 1],
    [null, 1, 2],
  ]);
});

it('event times: statistics of the epoch, the watermark it ran with, min over the inputs', async () => {
  await open();
  const left = session.memoryStream({ t: 'timestamp' });
  const right = session.memoryStream({ t: 'timestamp' });
  const df = left.toDF().withWatermark('t', '10 seconds').union(right.toDF().withWatermark('t', '5 seconds'));
  const query = await df.writeStream.format('noop').start();
  const seconds = async (l: number[], r: number[]) => {
    session.addAll([
      [left, l.map((s) => ({ t: s * 1000 }))],
      [right, r.map((s) => ({ t: s * 1000 }))],
    ]);
    await query.processAllAvailable();
    return query.lastProgress!.eventTime;
  };
  expect(await seconds([11], [])).toEqual({
    max: '1970-01-01T00:00:11.000Z',
    min: '1970-01-01T00:00:11.000Z',
    avg: '1970-01-01T00:00:11.000Z',
    watermark: '1970-01-01T00:00:00.000Z',
  });
  await seconds([], [6]);
  await seconds([21], [17, 28, 39]);
  expect(await seconds([31], [])).toMatchObject({ watermark: '1970-01-01T00:00:11.000Z' });
  expect(await seconds([], [])).toEqual({ watermark: '1970-01-01T00:00:21.000Z' });
});

it('the policy max takes the highest; an idle input holds nobody back', async () => {
  const clock = await open();
  const watermark = async (df: ReturnType<typeof session.range>, feed: () => void) => {
    const query = await df.writeStream.format('noop').start();
    feed();
    await query.processAllAvailable();
    return query;
  };
  const pair = (idle?: string) => {
    const a = session.memoryStream({ t: 'timestamp' });
    const b = session.memoryStream({ t: 'timestamp' });
    const options = idle === undefined ? {} : { idleTimeout: idle };
    const df = a
      .toDF()
      .withWatermark('t', '0 seconds')
      .union(b.toDF().withWatermark('t', '0 seconds', options));
    return { a, b, df };
  };
  session.conf.set('sql.streaming.multipleWatermarkPolicy', 'max');
  const first = pair();
  const max = await watermark(first.df, () => first.a.add([{ t: 20_000 }]));
  first.a.add([]);
  await max.processAllAvailable();
  expect(max.lastProgress!.eventTime.watermark).toBe('1970-01-01T00:00:20.000Z');
  session.conf.set('sql.streaming.multipleWatermarkPolicy', 'min');
  const second = pair('1 minute');
  const idle = await watermark(second.df, () => second.a.add([{ t: 20_000 }]));
  clock.advance(60_000);
  second.a.add([]);
  await idle.processAllAvailable();
  expect(idle.lastProgress!.eventTime.watermark).toBe('1970-01-01T00:00:20.000Z');
});

it('a watermark of the source moves by advanceWatermark only', async () => {
  await open();
  const input = session.memoryStream({ t: 'timestamp' }, { eventTime: 't' });
  const query = await input.toDF().writeStream.format('noop').start();
  input.add([{ t: 90_000 }]);
  await query.processAllAvailable();
  input.advanceWatermark(7000);
  input.advanceWatermark('1970-01-01 00:00:08');
  await query.processAllAvailable();
  expect(ids(query)).toEqual([[0, 1]]);
  input.add([]);
  await query.processAllAvailable();
  expect(query.lastProgress!.eventTime).toEqual({ watermark: '1970-01-01T00:00:08.000Z' });
});

it('withWatermark refuses delays and columns that are none; in a batch query it means nothing', async () => {
  await open();
  const df = session.memoryStream({ t: 'timestamp', n: 'int' }).toDF();
  expect(() => df.withWatermark('t', '-1 year')).toThrow('delay threshold (-1 year) should not be negative');
  expect(() => df.withWatermark('t', '1 year -13 months')).toThrow('should not be negative');
  expect(() => df.withWatermark('t', '1 foot')).toThrow('INVALID_INTERVAL_FORMAT');
  expect(df.withWatermark('t', '1 month 2 days').isStreaming).toBe(true);
  await expect(df.withWatermark('n', 'PT5M').writeStream.format('noop').start()).rejects.toThrow('expected "TIMESTAMP"');
  await expect(df.withWatermark('m', '1 second').writeStream.format('noop').start()).rejects.toThrow('UNRESOLVED_COLUMN');
  const bounded = session.range(3).selectExpr('id', 'timestamp_seconds(id) AS t').withWatermark('t', '1 second');
  expect(await bounded.count()).toBe(3);
  expect(await bounded.explain('extended')).toContain('EventTimeWatermark');
});

it('listeners hear of starts, epochs and ends; the manager knows who runs', async () => {
  await open();
  const events: string[] = [];
  const listener = {
    onQueryStarted: (e: { name: string | null }) => void events.push(`started ${e.name}`),
    onQueryProgress: (e: { progress: { batchId: number } }) => void events.push(`epoch ${e.progress.batchId}`),
    onQueryIdle: () => void events.push('idle'),
    onQueryTerminated: (e: { exception: string | null; errorClassOnException: string | null }) =>
      void events.push(`ended ${e.errorClassOnException}`),
  };
  session.streams.addListener(listener);
  const input = session.memoryStream({ n: 'int' });
  const query = await input.toDF().selectExpr('1 / n AS q').writeStream.format('memory').queryName('one').start();
  expect(session.streams.active).toEqual([query]);
  expect(session.streams.get(query.id)).toBe(query);
  await expect(input.toDF().writeStream.format('memory').queryName('one').start()).rejects.toThrow('already active');
  input.add([{ n: 1 }]);
  await query.processAllAvailable();
  expect(await session.streams.awaitAnyTermination(1)).toBe(false);
  input.add([{ n: 0 }]);
  await expect(query.processAllAvailable()).rejects.toThrow('DIVIDE_BY_ZERO');
  await expect(session.streams.awaitAnyTermination()).rejects.toThrow('DIVIDE_BY_ZERO');
  session.streams.resetTerminated();
  expect(events.filter((e) => e !== 'idle')).toEqual(['started one', 'epoch 0', 'ended DIVIDE_BY_ZERO']);
  expect(session.streams.active).toEqual([]);
  expect(session.streams.get(query.id)).toBeNull();
  expect(query.status.message).toContain('DIVIDE_BY_ZERO');
  session.streams.removeListener(listener);
  const again = await input.toDF().writeStream.format('noop').start();
  const ended = session.streams.awaitAnyTermination();
  await again.stop();
  await ended;
  expect(events).toHaveLength(events.length);
  expect(await again.awaitTermination(10)).toBe(true);
});

it('progress has the fields of Spark, as an object and as JSON', async () => {
  await open(1);
  const input = session.memoryStream({ k: 'string' });
  const query = await input
    .toDF()
    .groupBy('k')
    .agg(count('*').as('n'))
    .writeStream.outputMode('update')
    .format('memory')
    .queryName('t')
    .start();
  input.add([{ k: 'a' }, { k: 'b' }, { k: 'a' }]);
  await query.processAllAvailable();
  const progress = query.lastProgress!;
  expect(Object.keys(progress)).toEqual([
    'id', 'runId', 'name', 'timestamp', 'batchId', 'batchDuration', 'numInputRows', 'processedRowsPerSecond', 'durationMs',
    'eventTime', 'stateOperators', 'sources', 'sink',
  ]); // prettier-ignore
  expect(JSON.parse(progress.json)).toMatchObject({ id: query.id, runId: query.runId, name: 't', batchId: 0, numInputRows: 3 });
  expect(progress.prettyJson).toContain('\n  "runId"');
  expect(progress.sources).toMatchObject([
    { description: 'memory[k]', startOffset: null, endOffset: 1, latestOffset: 1, numInputRows: 3 },
  ]);
  expect(progress.sink).toEqual({ description: 'MemorySink', numOutputRows: 2 });
  expect(progress.stateOperators).toMatchObject([
    { operatorName: 'stateStoreSave', numRowsTotal: 2, numRowsUpdated: 2, numRowsDroppedByWatermark: 0, numShufflePartitions: 1 },
  ]);
  expect(await query.explain()).toContain('StatefulAggregate');
  expect(await query.explain(true)).toContain('== Optimized Logical Plan ==');
});

it('the current time is that of the epoch; a static table joins; views over streams are streams', async () => {
  const clock = await open();
  const input = session.memoryStream({ k: 'int' });
  session
    .createDataFrame([
      { k: 1, name: 'one' },
      { k: 2, name: 'two' },
    ])
    .createOrReplaceTempView('names');
  input.toDF().createOrReplaceTempView('numbers');
  const df = session.sql('SELECT names.name, unix_millis(current_timestamp()) AS at FROM numbers JOIN names USING (k)');
  expect(df.isStreaming).toBe(true);
  const query = await df.writeStream.format('memory').queryName('t').start();
  for (const k of [1, 2]) {
    clock.advance(1000);
    input.add([{ k }, { k: 7 }]);
    await query.processAllAvailable();
  }
  expect(await session.table('t').collect({ rows: 'array' })).toEqual([
    ['one', 1000],
    ['two', 2000],
  ]);
});

it('closing the session stops its queries', async () => {
  await open();
  const query = await session.memoryStream({ n: 'int' }).toDF().writeStream.format('noop').start();
  await session.close();
  expect(query.isActive).toBe(false);
  await query.awaitTermination();
});

it('explain and schema of a stream that is not started: its plan with the defaults of a writer', async () => {
  await open();
  const input = session.memoryStream({ k: 'string', t: 'timestamp' });
  const df = input.toDF().withWatermark('t', '1 second').groupBy('k').agg(count('*').as('n'));
  expect(await df.columns()).toEqual(['k', 'n']);
  expect(await df.explain()).toMatch(/StatefulAggregate[^]*EventTimeWatermark[^]*StreamInput/);
  df.createOrReplaceTempView('counts');
  expect(JSON.stringify(await session.sql('EXPLAIN EXTENDED SELECT n FROM counts').collect())).toMatch(/StreamSource memory/);
  await expect(df.explain('analyze' as never)).rejects.toThrow(/must be executed with writeStream.start/);
});
