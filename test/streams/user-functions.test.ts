// Functions of users in streams: what they return is waited for, what they throw ends the query with an error that says where.
import { afterEach, expect, it } from 'vitest';
import { Session, trigger } from '../../src/index.ts';
import type { CaudalError, StreamingQuery } from '../../src/index.ts';
import type { DataStreamWriter } from '../../src/dataframe/stream-writer.ts';

let session: Session;
afterEach(() => session.close());

/** The query over two rows, when it has ended, and what `processAllAvailable` threw. */
async function ended(write: (writer: DataStreamWriter) => DataStreamWriter): Promise<{ query: StreamingQuery; error: unknown }> {
  session = await Session.create({ workers: 0 });
  const input = session.memoryStream({ n: 'int' });
  const query = await write(input.toDF().writeStream).start();
  input.add([{ n: 1 }, { n: 2 }]);
  const error = await query.processAllAvailable().catch((thrown: unknown) => thrown);
  await query.stop();
  return { query, error };
}
const failed = async (write: (writer: DataStreamWriter) => DataStreamWriter): Promise<CaudalError> => {
  const { query, error } = await ended(write);
  expect(query.exception).toBe(error);
  expect(query.isActive).toBe(false);
  await expect(query.awaitTermination()).rejects.toBe(error);
  await expect(query.processAllAvailable()).rejects.toBe(error);
  return error as CaudalError;
};
const boom = new TypeError('boom');
const fail = (): never => {
  throw boom;
};

it('foreach: the row and the epoch are named; a promise is waited for', async () => {
  const seen: unknown[] = [];
  const first = await failed((w) =>
    w.foreach({ process: ({ n }) => (n === 2 ? fail() : void seen.push(n)), close: (e) => void seen.push(e) }),
  );
  expect(first).toMatchObject({ code: 'FOREACH_USER_FUNCTION_ERROR', cause: boom });
  expect(first.message).toMatch(/epoch 0, row 1: boom/);
  expect(seen).toEqual([1, boom]);
  const later = await failed((w) => w.foreach(async () => fail()));
  expect(later).toMatchObject({ code: 'FOREACH_USER_FUNCTION_ERROR', cause: boom });
  const opening = await failed((w) => w.foreach({ open: fail, process: () => undefined }));
  expect(opening.message).toMatch(/epoch 0, open\(\): boom/);
});

it('foreach: an open that says false is closed all the same, as in Spark', async () => {
  const calls: unknown[] = [];
  const { query } = await ended((w) =>
    w.foreach({
      open: (...args) => (calls.push(args), false),
      process: (row) => void calls.push(row),
      close: (e) => void calls.push(e),
    }),
  );
  expect(calls).toEqual([[0, 0], null]);
  expect(query.exception).toBeNull();
});

it('foreachBatch: the epoch is named; an error of a query inside keeps its code', async () => {
  const first = await failed((w) => w.foreachBatch(fail));
  expect(first).toMatchObject({ code: 'FOREACH_BATCH_USER_FUNCTION_ERROR', cause: boom });
  expect(first.message).toMatch(/epoch 0: boom/);
  const inside = await failed((w) => w.foreachBatch(async (batch) => void (await batch.selectExpr('1 / (n - n)').collect())));
  expect(inside.code).toBe('DIVIDE_BY_ZERO');
});

it('functions of state: the key is named', async () => {
  session = await Session.create({ workers: 0 });
  const input = session.memoryStream({ k: 'string', n: 'int' });
  const grouped = input.toDF().groupByKey('k', 'n');
  const frames = [
    grouped.mapGroupsWithState({ state: 'int', output: { k: 'string' } }, fail),
    input.toDF().keyBy('k', 'n').process({ processElement: fail }, { k: 'string' }),
    grouped.transformWithState({ handleInputRows: fail }, { output: { k: 'string' }, outputMode: 'update' }),
  ];
  input.add([{ k: 'a', n: 7 }]);
  for (const frame of frames) {
    const query = await frame.writeStream.format('noop').outputMode('update').start();
    const error: unknown = await query.awaitTermination().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'USER_FUNCTION_FAILED', cause: boom });
    expect((error as Error).message).toMatch(/key \(a, 7\): boom/);
    expect(query.exception).toBe(error);
  }
});

it('an iterable that fails: the rows before are delivered, the failing one is counted', async () => {
  session = await Session.create({ workers: 0 });
  const run = async (rows: AsyncIterable<object>): Promise<{ error: CaudalError; rows: unknown }> => {
    const name = `t${Math.random()}`.replace('.', '');
    const query = await session.readStream.schema({ n: 'int' }).load(rows).writeStream.format('memory').queryName(name).start();
    const error = (await query.awaitTermination().catch((thrown: unknown) => thrown)) as CaudalError;
    return { error, rows: await session.table(name).collect() };
  };
  const one = await run(
    (async function* () {
      yield { n: 1 };
      fail();
    })(),
  );
  expect(one.error).toMatchObject({ code: 'SOURCE_FAILED', cause: boom });
  expect(one.error.message).toMatch(/after 1 rows: boom/);
  expect(one.rows).toEqual([{ n: 1 }]);
  const other = await run(
    (async function* () {
      yield { n: 1 };
      yield { n: 'x' };
    })(),
  );
  expect(other.error.message).toMatch(/Column `n`, row 1: 'x' is not a value of type int/);
});

it('triggers take text or milliseconds, and say what is wrong', async () => {
  session = await Session.create({ workers: 0 });
  expect(trigger.processingTime('2 seconds')).toEqual(trigger.processingTime(2000));
  expect(trigger.continuous('1 minute')).toEqual(trigger.continuous(60_000));
  expect(trigger.early('PT1S')).toEqual(trigger.early(1000));
  expect(() => trigger.early('0 seconds')).toThrow(/greater than 0/);
  expect(() => trigger.early('soon')).toThrow(/INVALID_INTERVAL_FORMAT/);
  expect(trigger.purging(trigger.count(3)).kind).toBe('purging');
  expect(() => trigger.purging(5 as never)).toThrow(/trigger.purging\(\) takes a trigger/);
  const { writeStream } = session.memoryStream({ n: 'int' }).toDF();
  for (const wrong of [{}, { once: false }, { once: true, processingTime: 1 }, trigger.count(3), null, 5])
    expect(() => writeStream.trigger(wrong as never), JSON.stringify(wrong)).toThrow(/trigger\(\) takes one of/);
  const bad = writeStream.format('noop');
  await expect(bad.option('checkpointInterval', 0).start()).rejects.toThrow(/checkpointInterval must be a whole number from 1/);
  await expect(
    session.memoryStream({ n: 'int' }).toDF().writeStream.format('noop').option('maxRowsPerEpoch', 1.5).start(),
  ).rejects.toThrow(/maxRowsPerEpoch must be a whole number from 1/);
  for (const sink of ['foreach', 'foreachBatch'])
    await expect(session.memoryStream({ n: 'int' }).toDF().writeStream.format(sink).start()).rejects.toThrow(
      `The sink ${sink} has no function`,
    );
  const query = await session.memoryStream({ n: 'int' }).toDF().writeStream.format('noop').start();
  await expect(query.explain('nonsense' as never)).rejects.toThrow(/explain\(\) takes a mode/);
});
