// Real threads that die: a query whose worker is killed still answers right, tables that stood on it are made again, and the third loss
// within one query is WORKER_LOST; the session lives on.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Session } from '../../src/index.ts';

let workerFile: string;
let made: Worker[] = [];
let session: Session | undefined;
/** Every worker the session asks for, at hand to be killed. */
function makeWorker(onMade?: (worker: Worker) => void): () => Worker {
  return () => {
    const worker = new Worker(workerFile);
    made.push(worker);
    onMade?.(worker);
    return worker;
  };
}
beforeAll(() => {
  workerFile = (createRequire(import.meta.url)('../../scripts/source-worker.cjs') as { bundleWorker(): string }).bundleWorker();
});
afterEach(async () => {
  await session?.close();
  made = [];
});
const ROWS = 3_000_000;
const QUERY = `SELECT id % 7 AS k, count(*) AS n, sum(id) AS s FROM numbers WHERE sqrt(CAST(id AS DOUBLE)) >= 0 GROUP BY id % 7 ORDER BY k`;
const expected = Array.from({ length: 7 }, (_, k) => {
  const n = Math.floor((ROWS - 1 - k) / 7) + 1;
  return { k, n, s: n * k + (7 * n * (n - 1)) / 2 };
});
async function numbers(onMade?: (worker: Worker) => void): Promise<Session> {
  const open = await Session.create({ workers: 2, assets: { worker: makeWorker(onMade) } });
  const table = open.range(ROWS).cache();
  await table.count();
  table.createOrReplaceTempView('numbers');
  return open;
}

describe('a worker is lost', () => {
  it('between queries: its part of a cached table is made again', async () => {
    session = await numbers();
    expect(await session.sql(QUERY).collect()).toEqual(expected);
    await made[0]!.terminate();
    expect(await session.sql(QUERY).collect()).toEqual(expected);
    expect(made.length).toBe(3);
  });
  it('in the middle of a query: the answer is right', async () => {
    session = await numbers();
    const result = session.sql(QUERY).collect({
      onProgress: ({ rows }) => {
        if (rows > 0 && made.length === 2) void made[1]!.terminate();
      },
    });
    setTimeout(() => void made[1]?.terminate(), 5);
    expect(await result).toEqual(expected);
    expect(made.length).toBeGreaterThan(2);
  });
  it('again and again: WORKER_LOST after the third, and the session lives on', async () => {
    let deadly = false;
    session = await numbers((worker) => {
      if (deadly) void worker.terminate();
    });
    deadly = true;
    await made[0]!.terminate();
    await made[1]!.terminate();
    await expect(session.sql(QUERY).collect()).rejects.toMatchObject({ code: 'WORKER_LOST' });
    deadly = false;
    expect(await session.sql('SELECT 1 AS one').collect()).toEqual([{ one: 1 }]);
  });
});
