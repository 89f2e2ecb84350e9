// One part of the stream suite in a process of its own; prints one JSON line. Usage: stream-child.ts PART ROWS RUNS
// Everything runs on the session's thread (workers: 0). The first run of each part is not counted.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Table } from 'apache-arrow';
import { Session } from '../src/index.ts';
import type { DataFrame, StreamingQuery } from '../src/index.ts';
import { CACHE } from './data/paths.ts';
import { median } from './report.ts';
import { SCHEMA, arrowOf, check, countsOf, eventsOf, groupOf, objectsOf, rowsOf } from './stream-events.ts';
import type { Events } from './stream-events.ts';
import type { StreamAnswer } from './stream.ts';

const GENERATOR = join(CACHE, 'stream-generator.mjs');
const TABLE_ROWS = 2 ** 20;
const ADDED_ROWS = 2 ** 16;
const FEW_KEYS = 10_000;
const MANY_KEYS = 100_000;
const RATE = 100_000;
const LATENCY_S = 5;

type Sink = (result: Table, atMs: number) => void;
const now = (): number => performance.timeOrigin + performance.now();
/** `sink` gets each epoch's result and when the stream called. */
const start = (events: DataFrame, sink: Sink, options = {}): Promise<StreamingQuery> =>
  countsOf(events)
    .writeStream.outputMode('update')
    .options(options)
    .foreachBatch(async (batch) => {
      const atMs = now();
      sink(await batch.toArrow(), atMs);
    })
    .start();

async function timed(n: number, runs: number, run: () => Promise<void>): Promise<StreamAnswer> {
  await run();
  const times: { wall: number; cpu: number }[] = [];
  for (let i = 0; i < runs; i++) {
    const cpu = process.cpuUsage(),
      begun = performance.now();
    await run();
    const wall = performance.now() - begun,
      { user, system } = process.cpuUsage(cpu);
    times.push({ wall: (wall * 1e6) / n, cpu: ((user + system) * 1000) / n });
  }
  return { events: times.map(({ wall }) => 1e9 / wall), wall: times.map(({ wall }) => wall), cpu: times.map(({ cpu }) => cpu) };
}

/** At least four tables, that one is read while another is worked on. */
async function columns(session: Session, rows: number, runs: number): Promise<StreamAnswer> {
  const events = Array.from({ length: Math.max(4, Math.ceil(rows / TABLE_ROWS)) }, (_, t) =>
    eventsOf(t * TABLE_ROWS, TABLE_ROWS, FEW_KEYS),
  );
  const tables = events.map(arrowOf);
  const given = async function* (): AsyncGenerator<Table> {
    yield* tables;
  };
  let results: Table[] = [];
  const answer = await timed(tables.length * TABLE_ROWS, runs, async () => {
    results = [];
    const query = await start(session.readStream.schema(SCHEMA).load(given()), (result) => results.push(result));
    await query.awaitTermination();
  });
  check(results, events);
  return answer;
}
/** Each add waits for the epoch of the one before. */
async function objects(session: Session, rows: number, runs: number): Promise<StreamAnswer> {
  const events = Array.from({ length: Math.ceil(rows / ADDED_ROWS) }, (_, a) => eventsOf(a * ADDED_ROWS, ADDED_ROWS, FEW_KEYS));
  const added = events.map(objectsOf);
  let results: Table[] = [];
  const answer = await timed(added.length * ADDED_ROWS, runs, async () => {
    results = [];
    const input = session.memoryStream(SCHEMA);
    const query = await start(input.toDF(), (result) => results.push(result));
    for (const some of added) {
      input.add(some as never);
      await query.processAllAvailable();
    }
    input.end();
    await query.awaitTermination();
  });
  check(results, events);
  return answer;
}
/** Every epoch touches every key. With a checkpoint after each the commit waits for its files, with one after every second it does not. */
async function state(session: Session, _rows: number, runs: number, folder: string): Promise<StreamAnswer> {
  const each = await saved(session, runs, { checkpointLocation: join(folder, 'each') });
  const second = await saved(session, 2 * runs, { checkpointLocation: join(folder, 'second'), checkpointInterval: 2 });
  const pauses = second['pause']!;
  return {
    'bytes per key': each['bytes']!,
    'checkpoint pause': each['pause']!,
    // Of each two epochs the one that has the state taken.
    'pause, every second': pauses.filter((_, i) => i % 2 === 0).map((pause, i) => Math.max(pause, pauses[2 * i + 1] ?? 0)),
  };
}
async function saved(session: Session, runs: number, options: object): Promise<StreamAnswer> {
  const input = session.memoryStream(SCHEMA);
  const keys = Int32Array.from({ length: MANY_KEYS }, (_, key) => key);
  const epoch: Events = { keys, times: new BigInt64Array(MANY_KEYS), values: keys };
  const results: Table[] = [];
  const query = await start(input.toDF(), (result) => results.push(result), options);
  for (let i = 0; i <= runs; i++) {
    input.add(objectsOf(epoch) as never);
    await query.processAllAvailable();
  }
  const counted = query.recentProgress.filter(({ numInputRows }) => numInputRows > 0).slice(1);
  await query.stop();
  check(
    results,
    Array.from({ length: runs + 1 }, () => epoch),
  );
  return {
    bytes: counted.map(({ stateOperators: [own] }) => own!.memoryUsedBytes / own!.numRowsTotal),
    pause: counted.map(({ durationMs }) => durationMs['commitOffsets']!),
  };
}

/** A checkpoint comes every so many epochs: as many as the run before had in a second. */
async function latency(session: Session, _rows: number, runs: number, folder: string): Promise<StreamAnswer> {
  const answer = { p50: [] as number[], p99: [] as number[], 'checkpoint every': [] as number[] };
  let interval = 10;
  for (let run = 0; run <= runs; run++) {
    const { late, epochs } = await loaded(session, {
      checkpointLocation: join(folder, String(run)),
      checkpointInterval: interval,
    });
    if (run > 0) {
      answer.p50.push(median(late));
      answer.p99.push([...late].sort((a, b) => a - b)[Math.ceil(late.length * 0.99) - 1]!);
      answer['checkpoint every'].push((LATENCY_S * 1000 * interval) / epochs);
    }
    interval = Math.max(1, Math.round(epochs / LATENCY_S));
  }
  return answer;
}
/** Milliseconds from when the event was due that made a result what it is (the n-th of a group, if it counts n) to the call of the sink. */
async function loaded(session: Session, options: object): Promise<{ late: number[]; epochs: number }> {
  const sent: Events[] = [];
  const calls: { result: Table; atMs: number }[] = [];
  const generator = fork(GENERATOR, [RATE, LATENCY_S, MANY_KEYS].map(String), { serialization: 'advanced' });
  const input = session.readStream.schema(SCHEMA).load(tablesFrom(generator, sent));
  const query = await start(input, (result, atMs) => calls.push({ result, atMs }), options);
  await query.awaitTermination();
  check(
    calls.map(({ result }) => result),
    sent,
  );
  const dueMs = new Map<string, number[]>();
  for (const { times, keys } of sent)
    for (const [i, key] of keys.entries()) {
      const group = groupOf(times[i]!, key);
      const due = dueMs.get(group);
      if (due) due.push(Number(times[i]) / 1000);
      else dueMs.set(group, [Number(times[i]) / 1000]);
    }
  const late = calls.flatMap(({ result, atMs }) => rowsOf(result).map(({ group, n }) => atMs - dueMs.get(group)![n - 1]!));
  return { late, epochs: calls.filter(({ result }) => result.numRows > 0).length };
}
async function* tablesFrom(generator: ChildProcess, sent: Events[]): AsyncGenerator<Table> {
  type Message = Pick<Events, 'times' | 'keys'>;
  const waiting: Message[] = [];
  let isOver = false,
    wake = (): void => undefined;
  generator.on('message', (message) => {
    waiting.push(message as Message);
    wake();
  });
  generator.on('exit', (code) => {
    if (code !== 0) console.error(`the generator ended with ${code}`);
  });
  // Not its exit: messages may come after that.
  generator.on('disconnect', () => {
    isOver = true;
    wake();
  });
  while (!isOver || waiting.length > 0) {
    for (const { times, keys } of waiting.splice(0)) {
      const events: Events = { times, keys, values: keys };
      sent.push(events);
      yield arrowOf(events);
    }
    if (!isOver && waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
  }
  const events = sent.reduce((sum, { keys }) => sum + keys.length, 0);
  if (events !== RATE * LATENCY_S) throw new Error(`the generator sent ${events} events, not ${RATE * LATENCY_S}`);
}

const PARTS: Readonly<Record<string, typeof state>> = { columns, objects, state, latency };
const [, , part, rows, runs] = process.argv;
const folder = mkdtempSync(join(tmpdir(), 'caudal-stream-'));
const session = await Session.create({ workers: 0 });
try {
  console.log(`\n${JSON.stringify(await PARTS[part!]!(session, Number(rows), Number(runs), folder))}`);
} finally {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
}
