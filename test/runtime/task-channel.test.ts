// The wire between the session and its workers: what is sent, and how often. And the account of the stages a worker holds.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { Session } from '../../src/index.ts';
import type { Stage } from '../../src/physical/physical.ts';
import { HeldStages } from '../../src/runtime/held-stages.ts';
import { TaskSender } from '../../src/runtime/task-channel.ts';
import { CaudalError } from '../../src/types/error.ts';

interface Sent {
  readonly kind?: string;
  readonly tasks?: readonly unknown[];
  readonly stage?: { readonly number: number; readonly stage?: unknown; readonly forget?: readonly number[] };
  readonly outcomes?: readonly unknown[];
}
let workerFile: string;
let session: Session | undefined;
let sent: Sent[] = [],
  answers: Sent[] = [];
function watchedWorker(): unknown {
  const worker = new Worker(workerFile);
  worker.on('message', (message: Sent) => {
    if (message.kind === 'results') answers.push(message);
  });
  const post = worker.postMessage.bind(worker) as (message: unknown, transfer?: readonly ArrayBuffer[]) => void;
  worker.postMessage = ((message: Sent, transfer?: readonly ArrayBuffer[]) => {
    if (message.kind === 'tasks') sent.push(message);
    post(message, transfer);
  }) as typeof worker.postMessage;
  return worker;
}
beforeAll(() => {
  workerFile = (createRequire(import.meta.url)('../../scripts/source-worker.cjs') as { bundleWorker(): string }).bundleWorker();
});
afterEach(async () => {
  await session?.close();
  session = undefined;
  sent = answers = [];
});

test('a stage goes to a worker once, its tasks in one message, also when the query is asked again', async () => {
  session = await Session.create({ workers: 2, assets: { worker: watchedWorker } });
  const rows = 1_000_000;
  const table = session.range(rows).cache();
  await table.count();
  table.createOrReplaceTempView('t');
  const ask = () => session!.sql('SELECT sum(id) AS s FROM t').collect();
  for (const first of [true, false]) {
    sent = [];
    answers = [];
    expect(await ask()).toEqual([{ s: (rows * (rows - 1)) / 2 }]);
    expect(sent.map((m) => m.tasks!.length)).toEqual([2, 2]);
    expect(sent.map((m) => m.stage!.stage !== undefined)).toEqual([first, first]);
    expect(answers.reduce((n, m) => n + m.outcomes!.length, 0)).toBe(4);
  }
});

const stageOver = (format: string): Stage =>
  ({
    id: 0,
    root: { kind: 'Scan', id: 0, output: [], source: { format } },
    partitioning: { kind: 'single' },
    dependsOn: [],
  }) as unknown as Stage;

test('64 stages are held; one over files until the next comes', () => {
  const held = new HeldStages();
  const first = stageOver('memory'),
    file = stageOver('csv');
  expect(held.name(first)).toEqual({ number: 1, stage: first });
  expect(held.name(file)).toEqual({ number: 2, stage: file });
  expect(held.name(file)).toEqual({ number: 2 });
  const next = stageOver('memory');
  expect(held.name(next)).toEqual({ number: 3, stage: next, forget: [2] });
  expect(held.name(file)).toEqual({ number: 4, stage: file });
  const others = Array.from({ length: 61 }, () => held.name(stageOver('memory')));
  expect(others.map((o) => o.forget)).toEqual([[4], ...Array.from({ length: 60 }, () => undefined)]);
  expect(held.name(first)).toEqual({ number: 1 });
  for (let i = 0; i < 2; i++) held.name(stageOver('memory'));
  expect(held.name(first)).toMatchObject({ stage: first });
});
test('a message that cannot be sent fails its tasks, and the stage is sent with the next', async () => {
  const messages: Sent[] = [];
  const sender = new TaskSender({
    postMessage: (message) => void messages.push(structuredClone(message) as Sent),
    onMessage: () => undefined,
  });
  const stage = stageOver('memory');
  const run = {
    queryId: 1,
    stage,
    internal: false,
    plainText: false,
    batchRows: 8192,
    evaluation: { timeZone: 'UTC', nowUs: 0n, ansi: true },
  };
  const unclonable = { index: 0, inputs: { 0: { kind: 'scan', task: { spec: () => 0 } } } } as const;
  await expect(sender.send(run, [unclonable as never])[0]).rejects.toThrow('could not be cloned');
  const [waiting] = sender.send(run, [{ index: 0, inputs: {} }]);
  expect(messages.map((m) => m.stage!.stage !== undefined)).toEqual([true]);
  sender.fail(new CaudalError('WORKER_LOST', 'gone'));
  await expect(waiting).rejects.toMatchObject({ code: 'WORKER_LOST' });
  await expect(sender.send(run, [{ index: 1, inputs: {} }])[0]).rejects.toMatchObject({ code: 'WORKER_LOST' });
});
