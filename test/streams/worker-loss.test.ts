// A worker dies with state: the query goes back to its last checkpoint, in memory if there is no other, and no row is lost or counted
// twice; where restarts are not allowed it fails with WORKER_LOST. A query without state goes on.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { Session, count } from '../../src/index.ts';

let workerFile: string;
let made: Worker[] = [];
let session: Session;
beforeAll(() => {
  workerFile = (createRequire(import.meta.url)('../../scripts/source-worker.cjs') as { bundleWorker(): string }).bundleWorker();
});
afterEach(async () => {
  await session.close();
  made = [];
});
const open = async (): Promise<Session> => {
  const worker = (): Worker => {
    const one = new Worker(workerFile);
    made.push(one);
    return one;
  };
  return Session.create({ workers: 2, assets: { worker } });
};

const LOSSES = [
  [3, 'goes on'],
  [0, 'fails'],
] as const;
it.each(LOSSES)('with state, %i restarts: %s', async (restartAttempts) => {
  session = await open();
  const input = session.memoryStream({ k: 'int' });
  const counts = input.toDF().groupBy('k').agg(count('*').as('n')).orderBy('k');
  const writer = counts.writeStream.outputMode('complete').format('memory').queryName('t');
  const query = await writer.option('restartAttempts', restartAttempts).start();
  input.add([{ k: 1 }, { k: 2 }, { k: 3 }]);
  await query.processAllAvailable();
  await made[0]!.terminate();
  await made[1]!.terminate();
  input.add([{ k: 1 }]);
  if (restartAttempts === 0) {
    await expect(query.processAllAvailable()).rejects.toMatchObject({ code: 'WORKER_LOST' });
    expect(await session.table('t').count()).toBe(3);
  } else {
    await query.processAllAvailable();
    expect(await session.table('t').collect({ rows: 'array' })).toEqual([
      [1, 2],
      [2, 1],
      [3, 1],
    ]);
  }
  expect(await session.range(10).count()).toBe(10);
});

it('without', async () => {
  session = await open();
  const input = session.memoryStream({ k: 'int' });
  const query = await input.toDF().filter('k > 0').writeStream.format('memory').queryName('t').start();
  const rows = Array.from({ length: 70_000 }, (_, i) => ({ k: i }));
  input.add(rows);
  await query.processAllAvailable();
  await made[0]!.terminate();
  input.add(rows);
  await query.processAllAvailable();
  expect(await session.table('t').count()).toBe(2 * 69_999);
});
