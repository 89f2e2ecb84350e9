// Aggregates have a state that a checkpoint keeps, all but one: half of the rows before a restart, half after it, end as all of them in a batch.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { memoryStore } from '../../src/checkpoint/memory-store.ts';
import { allFunctions } from '../../src/functions/index.ts';
import { Session } from '../../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'caudal-aggregates-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const SCHEMA = 'k int, n int, s string';
const CALLS = [
  'mode(n)',
  'mode(s)',
  'collect_set(s)',
  'median(n)',
  'max_by(s, n)',
  'stddev(n)',
  'first(s)',
  'listagg(s)',
  'bit_xor(n)',
];
const SQL = `SELECT k, ${CALLS.map((call, i) => `${call} AS c${i}`).join(', ')} FROM input GROUP BY k`;

function put(half: number): void {
  mkdirSync(join(folder, 'in'), { recursive: true });
  const rows = Array.from({ length: 60 }, (_, i) => {
    const n = (i * 7 + half * 3) % 11;
    return JSON.stringify({ k: i % 4, n: i % 13 === 0 ? null : n, s: i % 17 === 0 ? null : `s${n % 5}` });
  });
  writeFileSync(join(folder, 'in', `${half}.json`), rows.join('\n'));
  utimesSync(join(folder, 'in', `${half}.json`), 1_700_000_000 + half, 1_700_000_000 + half);
}

test('of all that there are one has none: it counts by a set of its operator', () => {
  const without = allFunctions()
    .filter((f) => f.kind === 'aggregate' && f.stateTypes === undefined)
    .map((f) => f.name);
  expect(without).toEqual(['approx_count_distinct']);
});
test('restarted in the middle they end as a batch', async () => {
  const checkpoint = memoryStore();
  const groups = new Map<unknown, unknown>();
  for (const [half, workers] of [0, 2].entries()) {
    put(half);
    const session = await Session.create({ workers });
    session.readStream.schema(SCHEMA).json(join(folder, 'in')).createOrReplaceTempView('input');
    const query = await session
      .sql(SQL)
      .writeStream.outputMode('update')
      .option('checkpointLocation', checkpoint)
      .foreachBatch(async (batch: { collect(options: object): Promise<unknown[][]> }) => {
        for (const [k, ...results] of await batch.collect({ rows: 'array' })) groups.set(k, results);
      })
      .trigger({ availableNow: true })
      .start();
    await query.awaitTermination();
    await session.close();
  }
  const session = await Session.create({ workers: 0 });
  session.read.schema(SCHEMA).json(join(folder, 'in')).createOrReplaceTempView('input');
  const batch = (await session.sql(`${SQL} ORDER BY k`).collect({ rows: 'array' })) as unknown[][];
  await session.close();
  expect(batch).toHaveLength(4);
  for (const [k, ...results] of batch) expect(groups.get(k), String(k)).toEqual(results);
});
