// The engine beside the naive model: random rows, epochs and windows under every preset; then each rule of the engine broken on purpose,
// which the comparison must notice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session, count, cumulate, session_window, sum, window } from '../../src/index.ts';
import { WindowModel } from '../oracle/model.ts';
import type { Result, Row } from '../oracle/model.ts';
import { MUTATIONS } from '../oracle/mutations.ts';
import { randomWorkload } from '../oracle/workload.ts';
import type { Workload } from '../oracle/workload.ts';
import { SEED } from '../helpers/seed.ts';

const CASES = 40;
let session: Session;
beforeAll(async () => {
  session = await Session.create({ workers: 0, timeZone: 'UTC' });
});
afterAll(() => session.close());

const key = ({ key: k, start, end, n, total }: Result): string => JSON.stringify([k, start, end, n, total]);
let queries = 0;

/** What the engine gives for each epoch, and how many rows it dropped. */
async function engineRuns({ query, epochs }: Workload): Promise<readonly (readonly string[])[]> {
  const input = session.memoryStream({ key: 'string', time: 'timestamp', value: 'int' });
  const ms = (n: number): string => `${n} milliseconds`;
  const { windows } = query;
  const column =
    windows.kind === 'session'
      ? session_window('time', ms(windows.gap))
      : windows.kind === 'cumulate'
        ? cumulate('time', ms(windows.step), ms(windows.size))
        : window('time', ms(windows.size), ms(windows.slide), ms(windows.offset ?? 0));
  let grouped = input.toDF().withWatermark('time', ms(query.delay)).groupBy(column.as('w'), 'key');
  if (query.lateness) grouped = grouped.allowedLateness(ms(query.lateness));
  const name = `oracle_${++queries}`;
  const running = await grouped
    .agg(count('*').as('n'), sum('value').as('total'))
    .selectExpr('key', 'unix_millis(w.start) as start', 'unix_millis(w.end) as end', 'n', 'total')
    .writeStream.format('memory')
    .queryName(name)
    .outputMode(query.mode)
    .option('semantics', query.preset)
    .start();
  const out: string[][] = [];
  let seen = 0;
  for (const rows of epochs) {
    input.add(rows.map(({ key: k, time, value }) => ({ key: k, time, value })));
    await running.processAllAvailable();
    const table = (await session.table(name).collect()) as unknown as Result[];
    out.push(table.slice(query.mode === 'complete' ? 0 : seen).map(key));
    seen = table.length;
  }
  await running.stop();
  return out;
}
function modelRuns({ query, epochs }: Workload): readonly (readonly string[])[] {
  const model = new WindowModel(query);
  return epochs.map((rows: readonly Row[]) => model.epoch(rows).map(key));
}
const sorted = (epochs: readonly (readonly string[])[]): string[][] => epochs.map((rows) => [...rows].sort());

describe('the engine gives what the model gives', () => {
  for (const preset of ['spark', 'flink', 'flink-sql', 'kafka'] as const)
    it(`${preset}, seed ${SEED}`, { timeout: 120_000 }, async () => {
      for (let i = 0; i < CASES; i++) {
        const workload = randomWorkload(preset, SEED + i);
        expect(sorted(await engineRuns(workload)), JSON.stringify(workload)).toEqual(sorted(modelRuns(workload)));
      }
    });
});

describe('a broken rule is noticed', () => {
  for (const mutation of MUTATIONS)
    it(mutation.name, { timeout: 120_000 }, async () => {
      const restore = mutation.apply();
      try {
        for (let i = 0; i < 4 * CASES; i++) {
          const workload = randomWorkload(mutation.preset, SEED + i);
          const runs = await engineRuns(workload).catch((error: unknown) => [[String(error)]]);
          if (JSON.stringify(sorted(runs)) !== JSON.stringify(sorted(modelRuns(workload)))) return;
        }
        expect.fail('nothing differed');
      } finally {
        restore();
      }
    });
});
