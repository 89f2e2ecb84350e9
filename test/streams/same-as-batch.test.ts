// However rows are cut into epochs, and on however many workers: complete gives what the batch query gives over all rows, and the last
// rows of update per key are the same.
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { Session, avg, count, max, min, sum, window } from '../../src/index.ts';
import type { DataFrame } from '../../src/index.ts';

let session: Session;
afterEach(() => session.close());

const SCHEMA = { k: 'string', g: 'int', n: 'bigint', x: 'double' };
const row = fc.record({
  k: fc.option(fc.constantFrom('a', 'b', 'ä', 'a longer key than that'), { nil: null }),
  g: fc.option(fc.integer({ min: -2, max: 40 }), { nil: null }),
  n: fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: null }),
  x: fc.integer({ min: -8, max: 8 }).map((v) => v / 4),
});
const grouped = (df: DataFrame<any>): DataFrame<any> =>
  df
    .filter('x <> 2')
    .groupBy('k', 'g')
    .agg(count('*').as('c'), sum('n').as('s'), avg('x').as('a'), min('k').as('lo'), max('n').as('hi'));
const sorted = (rows: readonly unknown[][]): string[] => rows.map((r) => JSON.stringify(r)).sort();

it.each([0, 1, 2])('workers: %i', async (workers) => {
  session = await Session.create({ workers });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(row, { maxLength: 12 }), { minLength: 1, maxLength: 6 }), async (epochs) => {
      const input = session.memoryStream(SCHEMA);
      const start = (mode: 'update' | 'complete', name: string) =>
        grouped(input.toDF()).writeStream.outputMode(mode).format('memory').queryName(name).start();
      const complete = await start('complete', `c${++run}`);
      const update = await start('update', `u${run}`);
      for (const rows of epochs) {
        input.add(rows);
        await complete.processAllAvailable();
        await update.processAllAvailable();
      }
      const expected = sorted(await grouped(session.createDataFrame(epochs.flat(), SCHEMA)).collect({ rows: 'array' }));
      expect(sorted(await session.table(`c${run}`).collect({ rows: 'array' }))).toEqual(expected);
      const last = new Map<string, unknown[]>();
      for (const r of await session.table(`u${run}`).collect({ rows: 'array' })) last.set(JSON.stringify(r.slice(0, 2)), r);
      expect(sorted([...last.values()])).toEqual(expected);
      await complete.stop();
      await update.stop();
    }),
    { numRuns: 15 },
  );
});

it('many rows: several frames, several partitions, results in the end those of batch', async () => {
  session = await Session.create({ workers: 2 });
  const rows = Array.from({ length: 100_000 }, (_, i) => ({ k: `key ${i % 9973}`, g: i % 3, n: i, x: (i % 64) / 4 }));
  const input = session.memoryStream(SCHEMA);
  const query = await grouped(input.toDF()).writeStream.outputMode('complete').format('memory').queryName('c').start();
  for (let at = 0; at < rows.length; at += 40_000) {
    input.add(rows.slice(at, at + 40_000));
    await query.processAllAvailable();
  }
  const expected = sorted(await grouped(session.createDataFrame(rows, SCHEMA)).collect({ rows: 'array' }));
  expect(sorted(await session.table('c').collect({ rows: 'array' }))).toEqual(expected);
  expect(query.lastProgress!.stateOperators[0]).toMatchObject({ numRowsTotal: expected.length, numStateStoreInstances: 2 });
});

it('more windows in an epoch than get a table each', async () => {
  session = await Session.create({ workers: 2 });
  const windowed = (df: DataFrame<any>): DataFrame<any> =>
    df.groupBy(window('t', '1 second'), 'g').agg(count('*').as('c'), sum('n').as('s')).selectExpr('window.start', 'g', 'c', 's');
  const schema = { t: 'timestamp', g: 'int', n: 'bigint' };
  const rows = Array.from({ length: 12_000 }, (_, i) => ({ t: new Date(i < 2000 ? i : i * 700), g: i % 3, n: i }));
  const input = session.memoryStream(schema);
  const query = await windowed(input.toDF().withWatermark('t', '0 seconds'))
    .writeStream.outputMode('append')
    .format('memory')
    .queryName('w')
    .start();
  input.add(rows);
  await query.processAllAvailable();
  input.add([{ t: new Date(1e9), g: 0, n: 0 }]);
  await query.processAllAvailable();
  const expected = sorted(await windowed(session.createDataFrame(rows, schema)).collect({ rows: 'array' }));
  expect(expected.length).toBeGreaterThan(8000);
  expect(sorted(await session.table('w').collect({ rows: 'array' }))).toEqual(expected);
});
