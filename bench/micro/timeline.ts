// timeline.ts: where the time of one warm query goes: text, plan, messages, work on workers, result. Stamps every message on both sides
// of the thread boundary, so it knows nothing of what they say; prints the fastest run's events and medians of wall and CPU time.
// Usage: tsx bench/micro/timeline.ts [--rows 1e6] [--workers 2] [--runs 200] [--batch 16384] [--source memory|parquet] [query = q01 …]

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Session } from '../../src/index.ts';
import { h2oFiles } from '../data/h2o.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '1e6' },
    workers: { type: 'string', default: '2' },
    runs: { type: 'string', default: '200' },
    batch: { type: 'string', default: '16384' },
    source: { type: 'string', default: 'memory' },
  },
});
const runs = Number(options.runs),
  workers = Number(options.workers);

interface Event {
  readonly at: number;
  readonly what: string;
}
let events: Event[] = [];
const now = (): number => performance.timeOrigin + performance.now();
const note = (what: string, at = now()): void => void events.push({ at, what });

/** Runs in the worker before its code: stamps what comes and what goes. */
const STAMPS = `
const { parentPort } = require('node:worker_threads');
const now = () => performance.timeOrigin + performance.now();
const post = parentPort.postMessage.bind(parentPort), on = parentPort.on.bind(parentPort);
let received = [], last;
parentPort.postMessage = (message, transfer) => post({ message, received: received.splice(0), sent: now() }, transfer);
parentPort.on = (name, listener) => on(name, name !== 'message' ? listener : (m) => { if (m !== last) received.push(now()); last = m; listener(m); });
`;
let started = 0;
function stampedWorker(): unknown {
  const name = `worker ${started++}`;
  const require = createRequire(import.meta.url);
  const script = (require('../../scripts/source-worker.cjs') as { bundleWorker(): string }).bundleWorker();
  const worker = new Worker(`${STAMPS}\nimport(${JSON.stringify(pathToFileURL(script).href)});`, { eval: true });
  let listeners = 0;
  return {
    postMessage(message: unknown, transfer: []): void {
      const at = now();
      worker.postMessage(message, transfer);
      note(`to ${name}: posted in ${(now() - at).toFixed(2)}`, at);
    },
    on(event: string, listener: (message: unknown) => void): void {
      if (event !== 'message') return void worker.on(event, listener);
      // Several listen to one worker; the first of them stamps.
      if (listeners++ > 0) return void worker.on('message', ({ message }: { message: unknown }) => listener(message));
      worker.on('message', ({ message, received, sent }: { message: unknown; received: number[]; sent: number }) => {
        for (const at of received) note(`  ${name} received`, at);
        note(`  ${name} sent`, sent);
        note(`from ${name}`);
        listener(message);
      });
    },
    ref: () => worker.ref(),
    unref: () => worker.unref(),
    terminate: () => worker.terminate(),
  };
}

const session = await Session.create({
  workers,
  memoryLimit: '4gb',
  conf: { 'caudal.batchRows': Number(options.batch) },
  assets: { worker: stampedWorker },
});
const files = await h2oFiles(Number(options.rows));
if (options.source === 'parquet') session.read.parquet(files.parquet).createOrReplaceTempView('x');
else {
  const table = session.read.arrow(new Uint8Array(readFileSync(files.arrow))).cache();
  await table.count();
  table.createOrReplaceTempView('x');
}

interface Run {
  readonly ms: number;
  readonly cpuMs: number;
  readonly events: readonly Event[];
}
async function once(sql: string): Promise<Run> {
  events = [];
  const cpu = process.cpuUsage();
  const from = now();
  const frame = session.sql(sql);
  note('text parsed and bound');
  await frame.toArrow();
  note('Arrow table');
  const ms = now() - from;
  const { user, system } = process.cpuUsage(cpu);
  return { ms, cpuMs: (user + system) / 1000, events: events.map(({ at, what }) => ({ what, at: at - from })) };
}
const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!;

for (const name of positionals.length > 0 ? positionals : ['q01']) {
  const sql = readFileSync(join(import.meta.dirname, '..', 'queries', 'h2o', `${name}.sql`), 'utf8');
  const all: Run[] = [];
  for (let i = 0; i < runs; i++) all.push(await once(sql));
  const warm = all.slice(runs >> 1);
  const fastest = warm.reduce((a, b) => (b.ms < a.ms ? b : a));
  const early = all.slice(0, 25);
  console.log(`\n${name}, ${workers} workers: the fastest run`);
  for (const { at, what } of [...fastest.events].sort((a, b) => a.at - b.at))
    console.log(`${at.toFixed(2).padStart(8)}  ${what}`);
  const row = (label: string, of: readonly Run[]): void =>
    console.log(
      `${label}: wall ${median(of.map((r) => r.ms)).toFixed(2)}, least ${Math.min(...of.map((r) => r.ms)).toFixed(2)}; CPU ${median(of.map((r) => r.cpuMs)).toFixed(2)} ms`,
    );
  row('medians of the first 25 runs', early);
  row(`of the last ${warm.length}`, warm);
}
await session.close();
