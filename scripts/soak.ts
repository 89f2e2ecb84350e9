// npm run soak -- [--seconds 600] [--rate 200000] [--workers 2] [--format arrow] [--seed 1] [--kill-every 15]: a long run, disturbed.
// Keys that never come twice, counted by windows of event time, from a replayable source through checkpoints into files; workers are killed
// at random times. Fails (exit code 1) if a row is lost or doubled in the files, if windows that were closed stay in the state, or if the
// memory grows: its floor, the least of each ten seconds (what lies above waits for a collector), by more than 1 MB a minute after minute
// 2 in runs that last three minutes beyond it; in shorter ones from the second third to the last by more than --growth MB (200).

import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { Session, count, sum, window } from '../src/index.ts';
import type { DataFrame, StreamingQuery } from '../src/index.ts';
import { randomOf } from '../bench/random.ts';
import { floorsOf, growthOf, slopeOf } from './lib/memory-floor.ts';
import type { Sample } from './lib/memory-floor.ts';

const WINDOW_S = 5;
const DELAY_S = 2;
const SETTLE_S = 120;
const JUDGED_S = 180;
const MAX_SLOPE_MB = 1;
const STALL_MS = 120_000;
const MB = 2 ** 20;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    rate: { type: 'string', default: '200000' },
    workers: { type: 'string', default: '2' },
    format: { type: 'string', default: 'arrow' },
    seed: { type: 'string', default: '1' },
    'kill-every': { type: 'string', default: '15' },
    growth: { type: 'string', default: '200' },
  },
});
const counted = (name: keyof typeof values): number => {
  const n = Number(values[name]);
  if (!Number.isInteger(n) || n < 1) throw new Error(`--${name} ${values[name]}: a whole number from 1 on`);
  return n;
};
const [seconds, rate, workers] = [counted('seconds'), counted('rate'), counted('workers')];
const formatOf = (name: string): 'parquet' | 'arrow' | 'json' | 'csv' => {
  if (name === 'parquet' || name === 'arrow' || name === 'json' || name === 'csv') return name;
  throw new Error(`--format ${name}: parquet, arrow, json or csv`);
};
const format = formatOf(values.format);

/** The workers that live, at hand to be killed. */
const alive = new Set<Worker>();
const workerFile = (createRequire(import.meta.url)('./source-worker.cjs') as { bundleWorker(): string }).bundleWorker();
function worker(): Worker {
  const one = new Worker(workerFile);
  alive.add(one);
  one.on('exit', () => alive.delete(one));
  return one;
}

const countsOf = (session: Session): DataFrame =>
  session.readStream
    .format('rate')
    .option('rowsPerSecond', rate)
    .load()
    .selectExpr('timestamp', 'value', "concat('key ', value) AS key")
    .withWatermark('timestamp', `${DELAY_S} seconds`)
    .groupBy(window('timestamp', `${WINDOW_S} seconds`), 'key')
    .agg(count('*').as('n'), sum('value').as('total'))
    .selectExpr('unix_millis(window.start) AS start', 'key', 'n', 'total');

/** The source's own rule: value v is row v % rate of a second. */
const timeOf = (value: number, startMs: number): number =>
  startMs + Math.floor(value / rate) * 1000 + Math.floor(((value % rate) * 1000) / rate);
/** How many values have times before that. */
function valuesBefore(timeMs: number, startMs: number): number {
  const ms = Math.max(0, timeMs - startMs);
  return Math.floor(ms / 1000) * rate + Math.ceil(((ms % 1000) * rate) / 1000);
}
const windowOf = (timeMs: number): number => Math.floor(timeMs / 1000 / WINDOW_S) * WINDOW_S * 1000;

interface Disturbed {
  readonly kills: number;
  readonly samples: readonly Sample[];
}
/** Until the time is over or the query has failed; a query that makes no epoch for so long fails too. */
async function disturb(query: StreamingQuery): Promise<Disturbed> {
  const random = randomOf(counted('seed'));
  const begun = performance.now();
  const pause = (): number => random() * 2000 * counted('kill-every');
  const samples: Sample[] = [];
  let kills = 0,
    killAt = begun + pause() / 2,
    epoch = -1,
    movedAt = begun;
  while (query.isActive && performance.now() - begun < seconds * 1000) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const now = performance.now();
    samples.push({ second: (now - begun) / 1000, mb: process.memoryUsage.rss() / MB });
    if ((query.lastProgress?.batchId ?? -1) !== epoch) {
      epoch = query.lastProgress!.batchId;
      movedAt = now;
    }
    if (now - movedAt > STALL_MS) throw new Error(`no epoch for ${STALL_MS / 1000} seconds, the last was ${epoch}`);
    if (now < killAt || alive.size === 0) continue;
    killAt = now + pause();
    kills++;
    await [...alive][Math.floor(random() * alive.size)]!.terminate();
  }
  return { kills, samples };
}

/** The epoch with the most rows in the state, beside what may be there: open windows, and the rows of this epoch and the one before. */
function watchState(session: Session): { readonly wrong: string[] } {
  const wrong: string[] = [];
  let before = 0;
  session.streams.addListener({
    onQueryProgress({ progress: { batchId, numInputRows, stateOperators } }) {
      const held = stateOperators[0]!.numRowsTotal;
      const open = (WINDOW_S + DELAY_S + 1) * rate + numInputRows + before;
      if (held > open && wrong.length === 0)
        wrong.push(`${held} groups in the state after epoch ${batchId}, where ${open} can be open`);
      before = numInputRows;
    },
  });
  return { wrong };
}

interface Files {
  readonly rows: number;
  readonly wrong: readonly string[];
}
/** The files must have each value of the closed windows once, as the only one of its key and window, and no others. */
async function readFiles(session: Session, folder: string, startMs: number, closed: number): Promise<Files> {
  const seen = new Uint8Array(closed);
  let rows = 0,
    doubled = 0,
    odd = 0;
  for await (const batch of session.read[format](folder).batches()) {
    const [start, key, n, total] = ['start', 'key', 'n', 'total'].map((name) => batch.getChild(name)!);
    for (let row = 0; row < batch.numRows; row++) {
      const value = Number(total!.get(row));
      rows++;
      if (
        key!.get(row) !== `key ${value}` ||
        Number(n!.get(row)) !== 1 ||
        Number(start!.get(row)) !== windowOf(timeOf(value, startMs)) ||
        !(value < closed)
      )
        odd++;
      else if (seen[value]) doubled++;
      else seen[value] = 1;
    }
  }
  const lost = closed - seen.reduce((all, one) => all + one, 0);
  const wrong = Object.entries({ lost, doubled, 'counted wrong': odd }).flatMap(([what, rows]) =>
    rows > 0 ? [`${rows} rows ${what}`] : [],
  );
  if (rows === 0) wrong.push('no window was closed: the run is too short to say anything');
  return { rows, wrong };
}

function judgeMemory(samples: readonly Sample[]): { readonly text: string; readonly wrong: readonly string[] } {
  const now = `now ${samples.at(-1)!.mb.toFixed(0)} MB`;
  if (seconds >= SETTLE_S + JUDGED_S) {
    const slope = slopeOf(samples.filter(({ second }) => second >= SETTLE_S));
    const wrong = slope <= MAX_SLOPE_MB ? [] : [`memory grows by more than ${MAX_SLOPE_MB} MB a minute`];
    return { text: `${slope.toFixed(2)} MB/min after minute ${SETTLE_S / 60}, ${now}`, wrong };
  }
  const growth = growthOf(samples);
  const wrong = growth <= counted('growth') ? [] : [`memory has grown by more than ${values.growth} MB`];
  return { text: `${growth.toFixed(0)} MB more in the last third than in the second, ${now}`, wrong };
}

const folder = mkdtempSync(join(tmpdir(), 'caudal-soak-'));
const session = await Session.create({ workers, assets: { worker } });
try {
  const state = watchState(session);
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const query = await countsOf(session)
    .writeStream.format(format)
    .options({ checkpointLocation: join(folder, 'checkpoint'), checkpointInterval: 5, maxRowsPerEpoch: 2 * rate })
    .options({ restartAttempts: 1_000_000 })
    .start(join(folder, 'out'));
  const { kills, samples } = await disturb(query);
  await query.stop();
  const tookS = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const { lastProgress, exception } = query;
  const { startMs = 0, seconds: taken = 0 } = (lastProgress?.sources[0]!.endOffset ?? {}) as {
    startMs?: number;
    seconds?: number;
  };
  const closed = valuesBefore(windowOf(Date.parse(lastProgress?.eventTime.watermark ?? '') || startMs), startMs);

  const memory = judgeMemory(samples);
  const files = await readFiles(session, join(folder, 'out'), startMs, closed);
  const wrong = [...state.wrong, ...memory.wrong, ...files.wrong];
  if (exception) wrong.push(`the query failed: ${exception.message}`);
  if (kills === 0) wrong.push('no worker was killed: the run is too short to say anything');
  const events = taken * rate;
  console.log(`rate      ${Math.round(events / tookS)} of ${rate} events/s, ${events} events in ${tookS.toFixed(0)} s`);
  console.log(`cpu       ${((user + system) / events).toFixed(1)} microseconds an event on all threads`);
  console.log(`memory    ${memory.text}`);
  console.log(
    `floors    ${floorsOf(samples)
      .map(({ mb }) => mb.toFixed(0))
      .join(' ')} MB`,
  );
  console.log(`kills     ${kills}`);
  console.log(`files     ${files.rows} rows, ${closed} due`);
  console.log(`verdict   ${wrong.length === 0 ? 'ok' : wrong.join('; ')}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
}
