// read.format('statestore'): what a query keeps, as a table.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Session } from '../../src/index.ts';

const parent = mkdtempSync(join(tmpdir(), 'caudal-statestore-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

test.each([0, 2])('keys and values of the last checkpoint, deltas included; workers: %i', async (workers) => {
  const session = await Session.create({ workers });
  const location = join(parent, `cp${workers}`);
  const input = session.memoryStream({ k: 'string', n: 'int' });
  const query = await input
    .toDF()
    .groupBy('k')
    .agg({ n: 'sum', '*': 'count' })
    .writeStream.outputMode('update')
    .format('noop')
    .option('checkpointLocation', location)
    .start();
  const totals = new Map<string | null, { s: number; c: number }>();
  for (let epoch = 0; epoch < 6; epoch++) {
    const rows = Array.from({ length: 30 }, (_, r) => ({ k: r % 9 === 0 ? null : `k${(r * 3) % (5 + epoch)}`, n: r + epoch }));
    for (const { k, n } of rows) totals.set(k, { s: (totals.get(k)?.s ?? 0) + n, c: (totals.get(k)?.c ?? 0) + 1 });
    input.add(rows);
    await query.processAllAvailable();
  }
  // The query may be running.
  const state = session.read.format('statestore').load(location);
  expect((await state.collect()).map(({ key, value }: any) => [key.k, ...Object.values(value)]).sort()).toEqual(
    [...totals].map(([k, { s, c }]) => [k, s, c]).sort(),
  );
  expect(await state.where('key.k IS NULL').count()).toBe(1);
  expect(await state.select('partition_id').distinct().count()).toBe(workers === 0 ? 1 : 2);
  await query.stop();
  await expect(session.read.format('statestore').option('operatorId', 3).load(location).count()).rejects.toMatchObject({
    code: 'INVALID_OPTION',
    hint: 'Operators with state: 0.',
  });
  await expect(session.read.format('statestore').load(join(parent, 'none')).count()).rejects.toMatchObject({
    code: 'PATH_NOT_FOUND',
  });
  await session.close();
});
