// readStream.table: names of streams, and tables of the session as they grow.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Session, col } from '../../src/index.ts';
import type { StreamingQuery } from '../../src/index.ts';
import { memoryStore } from '../../src/checkpoint/memory-store.ts';

let session: Session;
beforeEach(async () => {
  session = await Session.create({ workers: 0 });
});
afterEach(() => session.close());
const rows = async (name: string): Promise<unknown> => session.table(name).collect({ rows: 'array' });
const execute = (sql: string): Promise<unknown> => session.execute(sql);

it('a table in memory: what is there, then each INSERT; an INSERT is never split', async () => {
  await execute('CREATE TABLE t (n INT, k STRING)');
  const stream = session.readStream.table('t');
  expect(stream.isStreaming).toBe(true);
  await execute("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
  const sums = await stream.groupBy('k').sum('n').writeStream.outputMode('update').format('memory').queryName('sums').start();
  await sums.processAllAvailable();
  expect(await rows('sums')).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  await execute("INSERT INTO t VALUES (10, 'a'), (20, 'a')");
  await sums.processAllAvailable();
  expect(await rows('sums')).toEqual([
    ['a', 1],
    ['b', 2],
    ['a', 31],
  ]);
  await sums.stop();
  const parts = await stream.writeStream.format('noop').option('maxRowsPerEpoch', 3).trigger({ availableNow: true }).start();
  await parts.awaitTermination();
  expect(parts.recentProgress.map((p) => p.numInputRows)).toEqual([2, 2]);
  const whole = await stream.writeStream.format('memory').queryName('whole').trigger({ once: true }).start();
  await whole.awaitTermination();
  expect(whole.recentProgress.map((p) => [p.numInputRows, p.sources[0]!.description])).toEqual([[4, 'Table[t]']]);
  expect(await rows('whole')).toHaveLength(4);
});

it("another query's table; a checkpoint remembers how far it was read", async () => {
  const input = session.memoryStream({ k: 'string' });
  const writer = await input.toDF().writeStream.toTable('raw');
  const checkpointLocation = memoryStore();
  const start = (name: string): Promise<StreamingQuery> =>
    session.readStream
      .table('raw')
      .filter(col('k').notEqual('x'))
      .writeStream.format('memory')
      .queryName(name)
      .options({ checkpointLocation })
      .start();
  const add = async (query: StreamingQuery, ...keys: string[]): Promise<void> => {
    input.add(keys.map((k) => ({ k })));
    await writer.processAllAvailable();
    await query.processAllAvailable();
  };
  const first = await start('first');
  await add(first, 'a', 'x');
  await add(first, 'b');
  await first.stop();
  input.add([{ k: 'c' }]);
  await writer.processAllAvailable();
  const second = await start('second');
  await add(second, 'd');
  expect([await rows('first'), await rows('second')]).toEqual([
    [['a'], ['b']],
    [['c'], ['d']],
  ]);
});

it('names of streams; what is none is refused, and a table whose rows are replaced ends the query', async () => {
  const input = session.memoryStream({ k: 'string' });
  input.toDF().createOrReplaceTempView('s');
  expect(session.readStream.table('s').isStreaming).toBe(true);
  expect(() => session.readStream.table('nowhere')).toThrow(/TABLE_OR_VIEW_NOT_FOUND/);
  session.range(3).createOrReplaceTempView('bounded');
  const refused = session.readStream.table('bounded').writeStream.format('noop').start();
  await expect(refused).rejects.toThrow(/`bounded` is no stream and no table that grows/);
  await execute('CREATE TABLE t AS SELECT 1 AS n');
  const query = await session.readStream.table('t').writeStream.format('noop').start();
  await query.processAllAvailable();
  await execute('INSERT OVERWRITE t VALUES (2)');
  await expect(query.processAllAvailable()).rejects.toThrow(/STREAM_ROWS_GONE.*`t` were replaced/s);
});
