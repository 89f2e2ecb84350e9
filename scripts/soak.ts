// npm run soak -- [--seconds 600] [--rate 200000] [--workers 2] [--seed 1] [--kill-every 15]: a long run that is disturbed.
// Keys that never come twice, counted by windows of event time, from a replayable source through checkpoints into files; workers are killed
// at random times. Fails (exit code 1) if a row is lost or doubled in the files, or if the resident set grows by more than 1 MB a minute
// after minute 2, which is judged in runs that last three minutes beyond it.

import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { Session, count, sum, window } from '../src/index.ts';
import type { DataFrame, StreamingQuery } from '../src/index.ts';
import { randomOf } from '../bench/random.ts';

const WINDOW_S = 5;
const SETTLE_S = 120;
const JUDGED_S = 180;
const MAX_SLOPE_MB = 1;
const STALL_MS = 120_000;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    rate: { type: 'string', default: '200000' },
    workers: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    'kill-every': { type: 'string', default: '15' },
  },
});
const counted = (name: keyof typeof values): number => {
  const n = Number(values[name]);
  if (!Number.isInteger(n) || n < 1) throw new Error(`--${name} ${values[name]}: a whole number from 1 on`);
  return n;
};
const [seconds, rate, workers] = [counted('seconds'), counted('rate'), counted('workers')];

/** The workers that live, at hand to be killed. */
const alive = new Set<Worker>();
const workerFile = (createRequire(import.meta.url)('./source-worker.cjs') as { bundleWorker(): string }).bundleWorker();
function worker(): Worker {
  const one = new Worker(workerFile);
  alive.add(one);
  one.on('exit', () => alive.delete(one));
  return one;
}

/** Second n of event time has the values [n * rate, (n + 1) * rate). */
const countsOf = (session: Session): DataFrame =>
  session.readStream
    .format('rate-micro-batch')
    .options({ rowsPerBatch: rate, advanceMillisPerBatch: 1000 })
    .load()
    .selectExpr('timestamp', 'value', "concat('key ', value) AS key")
    .withWatermark('timestamp', '2 seconds')
    .groupBy(window('timestamp', `${WINDOW_S} seconds`), 'key')
    .agg(count('*').as('n'), sum('value').as('total'))
    .selectExpr('unix_millis(window.start) AS start', 'key', 'n', 'total');

interface Sample {
  readonly minute: number;
  readonly mb: number;
}
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
    samples.push({ minute: (now - begun) / 60_000, mb: process.memoryUsage.rss() / 2 ** 20 });
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
/** Least squares, MB a minute. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (value: (s: Sample) => number): number => samples.reduce((all, s) => all + value(s), 0) / samples.length;
  const x = mean((s) => s.minute),
    y = mean((s) => s.mb);
  return mean((s) => (s.minute - x) * (s.mb - y)) / mean((s) => (s.minute - x) ** 2);
}

/** What is wrong with the files; they must have each value of the windows that are closed once, as the only one of its key and window. */
async function wrongOf(session: Session, folder: string, closedRows: number): Promise<{ rows: number; wrong: string[] }> {
  const seen = new Uint8Array(closedRows + rate * WINDOW_S * 60);
  let rows = 0,
    doubled = 0,
    odd = 0;
  for await (const batch of session.read.parquet(folder).batches()) {
    const [start, key, n, total] = ['start', 'key', 'n', 'total'].map((name) => batch.getChild(name)!);
    for (let row = 0; row < batch.numRows; row++) {
      const value = Number(total!.get(row));
      const windowMs = Math.floor(value / (rate * WINDOW_S)) * WINDOW_S * 1000;
      rows++;
      if (
        key!.get(row) !== `key ${value}` ||
        Number(n!.get(row)) !== 1 ||
        Number(start!.get(row)) !== windowMs ||
        !(value < seen.length)
      )
        odd++;
      else if (seen[value]) doubled++;
      else seen[value] = 1;
    }
  }
  const whole = Math.max(closedRows, rows);
  const lost = whole - seen.subarray(0, whole).reduce((all, one) => all + one, 0);
  const wrong = Object.entries({ lost, doubled, 'counted wrong': odd }).flatMap(([what, n]) =>
    n > 0 ? [`${n} rows ${what}`] : [],
  );
  if (rows === 0) wrong.push('no window was closed: the run is too short to say anything');
  if (rows % (rate * WINDOW_S) !== 0) wrong.push(`${rows} rows are not whole windows of ${rate * WINDOW_S}`);
  return { rows, wrong };
}

const folder = mkdtempSync(join(tmpdir(), 'caudal-soak-'));
const session = await Session.create({ workers, assets: { worker } });
try {
  const begun = performance.now();
  const query = await countsOf(session)
    .writeStream.format('parquet')
    .trigger({ processingTime: '1 second' })
    .options({ checkpointLocation: join(folder, 'checkpoint'), checkpointInterval: 5, restartAttempts: 1_000_000 })
    .start(join(folder, 'out'));
  const { kills, samples } = await disturb(query);
  await query.stop();
  const tookS = (performance.now() - begun) / 1000;
  const { lastProgress, exception } = query;
  const taken = (lastProgress?.sources[0]!.endOffset as { readonly offset: number } | undefined)?.offset ?? 0;
  const closedS =
    Math.floor(Date.parse(lastProgress?.eventTime.watermark ?? new Date(0).toISOString()) / 1000 / WINDOW_S) * WINDOW_S;

  const settled = samples.filter(({ minute }) => minute * 60 >= SETTLE_S);
  const isJudged = seconds >= SETTLE_S + JUDGED_S;
  const slope = slopeOf(settled.length > 1 ? settled : samples);
  const { rows, wrong } = await wrongOf(session, join(folder, 'out'), closedS * rate);
  if (exception) wrong.push(`the query failed: ${exception.message}`);
  if (kills === 0) wrong.push('no worker was killed: the run is too short to say anything');
  if (isJudged && !(slope <= MAX_SLOPE_MB)) wrong.push(`the resident set grows by more than ${MAX_SLOPE_MB} MB a minute`);
  console.log(`rate      ${Math.round(taken / tookS)} of ${rate} events/s, ${taken} events in ${tookS.toFixed(0)} s`);
  console.log(
    `memory    ${slope.toFixed(2)} MB/min${isJudged ? '' : ` (not judged under ${SETTLE_S + JUDGED_S} s)`}, now ${samples.at(-1)!.mb.toFixed(0)} MB`,
  );
  console.log(`kills     ${kills}`);
  console.log(`files     ${rows} rows, ${closedS * rate} due`);
  console.log(`verdict   ${wrong.length === 0 ? 'ok' : wrong.join('; ')}`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await session.close();
  rmSync(folder, { recursive: true, force: true });
}
