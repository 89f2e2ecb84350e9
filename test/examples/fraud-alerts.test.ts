// examples/fraud-alerts.mjs: which payments raise an alert, whatever the epochs, and over a restart.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { Session } from '../../src/index.ts';
import { example } from './load-example.ts';

type Payment = readonly [account: number, amount: number, seconds: number];
const SCHEMA = { account: 'bigint', amount: 'double', time: 'timestamp' };
/** The payments one epoch each, or all in one; the query is stopped and started again before `restartBefore`. */
async function alerts(payments: readonly Payment[], { together = false, restartBefore = -1 } = {}): Promise<string[]> {
  const { alertsOf } = await example('fraud-alerts');
  const folder = mkdtempSync(join(tmpdir(), 'caudal-fraud-'));
  await using session = await Session.create({ workers: 0 });
  const input = session.memoryStream(SCHEMA);
  const found: string[] = [];
  const start = () =>
    alertsOf(input.toDF())
      .writeStream.option('semantics', 'flink')
      .option('checkpointLocation', folder)
      .foreach((row: { account: number; amount: number }) => found.push(`${row.account} ${row.amount}`))
      .start();
  let query = await start();
  const rows = payments.map(([account, amount, seconds]) => ({ account, amount, time: seconds * 1000 }));
  if (together) input.add(rows);
  else
    for (const [i, row] of rows.entries()) {
      if (i === restartBefore) {
        await query.stop();
        query = await start();
      }
      input.add([row]);
      await query.processAllAvailable();
    }
  input.end();
  await query.awaitTermination();
  rmSync(folder, { recursive: true });
  return found;
}

const PAYMENTS: readonly Payment[] = [
  [1, 0.5, 0],
  [2, 0.1, 5],
  [1, 900, 20],
  // Too late: the minute was over at 65.
  [2, 700, 66],
  // A payment in between takes the suspicion back.
  [3, 0.9, 70],
  [3, 20, 80],
  [3, 800, 90],
  // Small again renews it; the first one's timer is gone.
  [4, 0.2, 100],
  [4, 0.3, 150],
  [5, 1, 161],
  [4, 501, 205],
];
test.each([{ together: true }, { together: false }])('alerts: %o', async (how) => {
  expect(await alerts(PAYMENTS, how)).toEqual(['1 900', '4 501']);
});
test('alerts over a restart', async () => {
  expect(await alerts(PAYMENTS, { restartBefore: 2 })).toEqual(['1 900', '4 501']);
  expect(await alerts(PAYMENTS, { restartBefore: 10 })).toEqual(['1 900', '4 501']);
});
test('the program prints its alert', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const { default: run } = await example('fraud-alerts');
  await using session = await Session.create({ workers: 0 });
  await run({ session });
  const rows = log.mock.calls.flatMap(([text]) => String(text).match(/^\|\s*\d.*$/gm) ?? []);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatch(/\|\s*1\|\s*900\.0\|2026-01-01 10:00:20\|/);
});
