// Workers that hang: real threads that stop between two tasks for good, and the rule that tells them from a busy machine.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Session } from '../../src/index.ts';
import { Heartbeat, Patience } from '../../src/runtime/heartbeat.ts';

describe('the rule', () => {
  const TICK = 100;
  interface Silent {
    readonly heartbeat: Heartbeat;
    readonly sent: unknown[];
    say(message: unknown): void;
    isSilent(): boolean;
  }
  function heartbeat(patience = new Patience()): Silent {
    const sent: unknown[] = [];
    let silent = false,
      listener: (message: unknown) => void = () => undefined;
    const wire = {
      postMessage: (message: unknown) => void sent.push(message),
      onMessage: (l: typeof listener) => void (listener = l),
    };
    const made = new Heartbeat(wire, patience, () => (silent = true));
    return { heartbeat: made, sent, say: (message) => listener(message), isSilent: () => silent };
  }
  beforeAll(() => void vi.useFakeTimers());
  afterEach(() => void vi.clearAllTimers());
  afterAll(() => void vi.useRealTimers());

  it('asks a busy worker and gives it half a second', () => {
    const { heartbeat: h, sent, say, isSilent } = heartbeat();
    say('hello');
    h.watch();
    vi.advanceTimersByTime(TICK);
    expect(sent).toEqual([{ kind: 'ping' }]);
    vi.advanceTimersByTime(4 * TICK);
    expect(isSilent()).toBe(false);
    vi.advanceTimersByTime(TICK);
    expect(isSilent()).toBe(true);
  });
  it('one that was lost gives the others more time: they may be at the same long step', () => {
    const patience = new Patience();
    const [first, second] = [heartbeat(patience), heartbeat(patience)];
    for (const { heartbeat: h, say } of [first, second]) {
      say('hello');
      h.watch();
    }
    vi.advanceTimersByTime(30 * TICK);
    expect([first.isSilent(), second.isSilent()]).toEqual([true, false]);
    vi.advanceTimersByTime(TICK);
    expect(second.isSilent()).toBe(true);
  });
  it('any message is a sign of life', () => {
    const { heartbeat: h, say, isSilent } = heartbeat();
    say('hello');
    h.watch();
    for (let i = 0; i < 10; i++) {
      vi.advanceTimersByTime(4 * TICK);
      say({ kind: 'results' });
    }
    expect(isSilent()).toBe(false);
  });
  it('a worker that starts, or has nothing to do, owes no answer', () => {
    const starting = heartbeat();
    starting.heartbeat.watch();
    const idle = heartbeat();
    idle.say('hello');
    idle.heartbeat.watch();
    vi.advanceTimersByTime(TICK);
    idle.heartbeat.rest();
    vi.advanceTimersByTime(100 * TICK);
    expect([starting.isSilent(), idle.isSilent()]).toEqual([false, false]);
  });
});

describe('a worker hangs', () => {
  let hangingFile: string;
  let made: Worker[] = [];
  let session: Session | undefined;
  /** How many of the next tasks' messages hang their worker. */
  const armed = new Int32Array(new SharedArrayBuffer(4));
  beforeAll(() => {
    const { bundleWorker } = createRequire(import.meta.url)('../../scripts/source-worker.cjs') as { bundleWorker(): string };
    hangingFile = join(tmpdir(), `caudal-hanging-worker-${process.pid}.mjs`);
    writeFileSync(
      hangingFile,
      `import { parentPort, workerData } from 'node:worker_threads';
       const on = parentPort.on.bind(parentPort);
       const hang = (message) => {
         if (message?.kind !== 'tasks' || Atomics.load(workerData, 0) <= 0) return;
         if (Atomics.sub(workerData, 0, 1) > 0) for (;;);
       };
       parentPort.on = (event, listener) => on(event, (message) => (hang(message), listener(message)));
       await import(${JSON.stringify(pathToFileURL(bundleWorker()).href)});`,
    );
  });
  afterEach(async () => {
    await session?.close();
    made = [];
    Atomics.store(armed, 0, 0);
  });
  const ROWS = 1_000_000;
  const QUERY = 'SELECT id % 3 AS k, count(*) AS n FROM numbers GROUP BY id % 3 ORDER BY k';
  const expected = [0, 1, 2].map((k) => ({ k, n: Math.floor((ROWS - 1 - k) / 3) + 1 }));
  async function numbers(): Promise<Session> {
    const makeWorker = (): Worker => {
      const worker = new Worker(hangingFile, { workerData: armed });
      made.push(worker);
      return worker;
    };
    const open = await Session.create({ workers: 2, assets: { worker: makeWorker } });
    const table = open.range(ROWS).cache();
    await table.count();
    table.createOrReplaceTempView('numbers');
    expect(await open.sql(QUERY).collect()).toEqual(expected);
    return open;
  }

  it('once: it is replaced and the answer is right', async () => {
    session = await numbers();
    const before = made.length;
    Atomics.store(armed, 0, 1);
    expect(await session.sql(QUERY).collect()).toEqual(expected);
    expect(made.length).toBe(before + 1);
  });
  // The two that hang at once are given half a second each, the third for that much longer.
  it('every time: WORKER_LOST after the third, and the session lives on', { timeout: 90_000 }, async () => {
    session = await numbers();
    Atomics.store(armed, 0, 1000);
    await expect(session.sql(QUERY).collect()).rejects.toMatchObject({ code: 'WORKER_LOST' });
    Atomics.store(armed, 0, 0);
    expect(await session.sql(QUERY).collect()).toEqual(expected);
  });
  it('not for good when a step just takes long', { timeout: 90_000 }, async () => {
    session = await numbers();
    const sorted = await session.sql('SELECT array_sort(collect_list(-id)) AS a FROM numbers').collect();
    expect((sorted[0] as { a: number[] }).a.slice(0, 2)).toEqual([1 - ROWS, 2 - ROWS]);
  });
  it('not because this thread was busy for long', async () => {
    session = await numbers();
    const before = made.length;
    const result = session.sql(QUERY).collect();
    for (let i = 0; i < 3; i++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      for (const end = performance.now() + 700; performance.now() < end;);
    }
    expect(await result).toEqual(expected);
    expect(made.length).toBe(before);
  });
});
