// Restarts through the public API: a crash at every change of the checkpoint's files, lost workers, what is refused. What the sink
// was given under each epoch's number must be what an uninterrupted run gives, row by row.

import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { memoryStore } from '../../src/checkpoint/memory-store.ts';
import { manualClock } from '../../src/entries/testing.ts';
import { Session } from '../../src/index.ts';
import type { DataFrame } from '../../src/index.ts';
import type { CheckpointStore } from '../../src/platform/checkpoint-store.ts';
import { folderStore } from '../../src/platform/durable-files.ts';
import { FATES, SimulatedFiles } from '../helpers/simulated-files.ts';
import { inputFolder } from './json-inputs.ts';

const parent = mkdtempSync(join(tmpdir(), 'caudal-restart-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** Epochs as the sink got them; an epoch that comes again must be the same. */
type Delivered = Map<number, string[]>;
interface Run {
  readonly session: Session;
  readonly folder: string;
  readonly checkpoint: unknown;
  readonly delivered: Delivered;
  readonly options?: Record<string, string | number>;
}
async function runToEnd({
  session,
  folder,
  checkpoint,
  delivered,
  options = {},
}: Run): Promise<{ id: string; batches: number[] }> {
  const source = session.readStream.schema('k string, n int, s string').option('maxFilesPerTrigger', 1).json(folder);
  const query = await source
    .groupBy('k')
    .agg({ n: 'sum', s: 'max', '*': 'count' })
    .writeStream.outputMode('update')
    .options({ ...options, checkpointLocation: checkpoint })
    .foreachBatch(async (batch, id) => {
      const rows = (await batch.collect({ rows: 'array' })).map((row) => JSON.stringify(row));
      if (delivered.has(id)) expect(rows, `epoch ${id} again`).toEqual(delivered.get(id));
      delivered.set(id, rows);
    })
    .trigger({ availableNow: true })
    .start();
  await query.awaitTermination();
  return { id: query.id, batches: query.recentProgress.map((p) => p.batchId) };
}

describe('crashes', () => {
  let session: Session;
  let expected: Delivered;
  const folder = inputFolder(join(parent, 'crashes'), 4);
  const storeOn = (files: SimulatedFiles): CheckpointStore => folderStore(files, '/c', async () => ({ release: async () => {} }));
  beforeAll(async () => {
    session = await Session.create({ workers: 0 });
    expected = new Map();
    await runToEnd({ session, folder, checkpoint: memoryStore(), delivered: expected });
    expect([...expected.keys()]).toEqual([0, 1, 2, 3]);
    expect(expected.get(0)).toHaveLength(12);
  });
  afterAll(() => session.close());

  test.each([1, 2])(
    'at every change of the disk, a checkpoint every %i epochs',
    async (checkpointInterval) => {
      const options = { checkpointInterval };
      const whole = new SimulatedFiles();
      await runToEnd({ session, folder, checkpoint: storeOn(whole), delivered: new Map(), options });
      expect(whole.changes).toBeGreaterThan(30);
      for (let crashAt = 0; crashAt < whole.changes; crashAt++) {
        const files = new SimulatedFiles({ crashAt });
        const before: Delivered = new Map();
        const failure = await runToEnd({ session, folder, checkpoint: storeOn(files), delivered: before, options }).catch(
          (error: Error) => error,
        );
        expect(failure, String(crashAt)).toBeInstanceOf(Error);
        for (const fate of FATES) {
          const delivered = new Map(before);
          await runToEnd({ session, folder, checkpoint: storeOn(files.afterCrash(fate)), delivered, options });
          expect(delivered, `${crashAt} ${fate}`).toEqual(expected);
        }
      }
    },
    240_000,
  );

  test('a failing foreachBatch gets its epoch again, with the same number and rows', async () => {
    const store = memoryStore();
    const seen: [number, number][] = [];
    const start = (fails: boolean) =>
      session.readStream
        .schema('n int')
        .option('maxFilesPerTrigger', 1)
        .json(folder)
        .writeStream.option('checkpointLocation', store as never)
        .foreachBatch(async (batch, id) => {
          seen.push([id, await batch.count()]);
          if (fails && id === 2) throw new Error('the sink is down');
        })
        .trigger({ availableNow: true })
        .start();
    const failing = await start(true);
    await expect(failing.awaitTermination()).rejects.toThrow('the sink is down');
    const again = await start(false);
    await again.awaitTermination();
    expect(again.id).toBe(failing.id);
    expect(seen).toEqual([
      [0, 40],
      [1, 40],
      [2, 40],
      [2, 40],
      [3, 40],
    ]);
  });
});

describe('a lost worker', () => {
  let workerFile: string;
  let made: Worker[] = [];
  beforeAll(() => {
    workerFile = (createRequire(import.meta.url)('../../scripts/source-worker.cjs') as { bundleWorker(): string }).bundleWorker();
  });
  const open = async (onMade?: (worker: Worker) => void): Promise<Session> => {
    made = [];
    const worker = (): Worker => {
      const thread = new Worker(workerFile);
      made.push(thread);
      onMade?.(thread);
      return thread;
    };
    return Session.create({ workers: 2, clock: manualClock(), assets: { worker } });
  };

  test.each([undefined, 'disk'])(
    'takes no row with it and gives none twice; checkpoint: %s',
    async (where) => {
      const session = await open();
      const input = session.memoryStream({ k: 'string', n: 'int' });
      const delivered: Delivered = new Map();
      let calls = 0;
      const writer = input.toDF().groupBy('k').agg({ n: 'sum' }).writeStream.outputMode('update');
      if (where) writer.option('checkpointLocation', join(parent, 'lost'));
      const query = await writer
        .foreachBatch(async (batch, id) => {
          calls++;
          delivered.set(id, (await batch.collect({ rows: 'array' })).map((row) => JSON.stringify(row)).sort());
        })
        .start();
      const totals = new Map<string, number>();
      for (let epoch = 0; epoch < 25; epoch++) {
        const rows = Array.from({ length: 20 }, (_, r) => ({ k: `k${(r * 5) % (epoch + 4)}`, n: epoch + r }));
        for (const { k, n } of rows) totals.set(k, (totals.get(k) ?? 0) + n);
        input.add(rows);
        if (epoch === 7 || epoch === 19) await made.at(epoch === 7 ? 0 : -1)!.terminate();
        await query.processAllAvailable();
        const touched = [...new Set(rows.map(({ k }) => k))];
        expect(delivered.get(epoch), String(epoch)).toEqual(touched.map((k) => JSON.stringify([k, totals.get(k)])).sort());
      }
      expect(calls).toBe(25);
      expect(made.length).toBe(4);
      await session.close();
    },
    60_000,
  );

  test('more often than restartAttempts: WORKER_LOST, and a restart goes on from the checkpoint', async () => {
    let deadly = false;
    const session = await open((worker) => {
      if (deadly) void worker.terminate();
    });
    const input = session.memoryStream({ k: 'string' });
    const start = () =>
      input
        .toDF()
        .groupBy('k')
        .count()
        .writeStream.outputMode('complete')
        .format('memory')
        .queryName('t')
        .options({ checkpointLocation: join(parent, 'deadly'), restartAttempts: 2 })
        .start();
    const query = await start();
    input.add([{ k: 'a' }, { k: 'b' }, { k: 'a' }]);
    await query.processAllAvailable();
    deadly = true;
    await made[0]!.terminate();
    await made[1]!.terminate();
    input.add([{ k: 'a' }]);
    await expect(query.processAllAvailable()).rejects.toMatchObject({ code: 'WORKER_LOST' });
    deadly = false;
    const again = await start();
    await again.processAllAvailable();
    expect(await session.table('t').orderBy('k').collect({ rows: 'array' })).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
    await session.close();
  }, 60_000);
});

describe('what a restart keeps and refuses', () => {
  let session: Session;
  beforeAll(async () => {
    session = await Session.create({ workers: 0 });
  });
  afterAll(() => session.close());

  test('id, number of the epoch and watermark', async () => {
    const store = memoryStore();
    const input = session.memoryStream({ t: 'timestamp' });
    const start = () =>
      input
        .toDF()
        .withWatermark('t', '10 seconds')
        .writeStream.format('noop')
        .option('checkpointLocation', store as never)
        .start();
    const first = await start();
    input.add([{ t: 60_000 }]);
    await first.processAllAvailable();
    await first.stop();
    const second = await start();
    expect(second.id).toBe(first.id);
    input.add([{ t: 20_000 }]);
    await second.processAllAvailable();
    expect(second.lastProgress).toMatchObject({ batchId: 1, eventTime: { watermark: '1970-01-01T00:00:50.000Z' } });
    await second.stop();
  });
  test('a checkpoint that is in use, of another query, or no checkpoint', async () => {
    const location = join(parent, 'refused');
    const input = session.memoryStream({ k: 'string', n: 'int' });
    const start = (df: DataFrame = input.toDF().groupBy('k').count()) =>
      df.writeStream.outputMode('update').format('noop').option('checkpointLocation', location).start();
    const query = await start();
    input.add([{ k: 'a', n: 1 }]);
    await query.processAllAvailable();
    await expect(start()).rejects.toMatchObject({ code: 'CHECKPOINT_IN_USE' });
    await query.stop();
    await expect(start(input.toDF().groupBy('n').count())).rejects.toMatchObject({ code: 'CHECKPOINT_INCOMPATIBLE' });
    await expect(start(input.toDF().groupBy('k').agg({ n: 'sum' }))).rejects.toMatchObject({ code: 'CHECKPOINT_INCOMPATIBLE' });
    await expect(start(input.toDF())).rejects.toMatchObject({ code: 'CHECKPOINT_INCOMPATIBLE' });
    // What stands around the state may change.
    const changed = await start(input.toDF().filter('n > 0').groupBy('k').count());
    input.add([
      { k: 'a', n: 1 },
      { k: 'a', n: -1 },
    ]);
    await changed.processAllAvailable();
    expect(changed.lastProgress).toMatchObject({ batchId: 1, stateOperators: [{ numRowsTotal: 1, numRowsUpdated: 1 }] });
    await changed.stop();
    const foreign = join(parent, 'foreign');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'log'), 'not ours');
    await expect(input.toDF().writeStream.format('noop').option('checkpointLocation', foreign).start()).rejects.toMatchObject({
      code: 'CHECKPOINT_FOREIGN',
    });
  });
});
