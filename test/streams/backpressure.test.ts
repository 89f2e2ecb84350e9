// A sink that is slower than its source: what lies between them stays bounded however long it lasts, for an endless iterable on the
// session's thread and through workers that hold state.
import { expect, test } from 'vitest';
import { Session } from '../../src/index.ts';

const ROWS = 1000;
/** What an iterable may run ahead by, and one epoch of as much under way. */
const BOUND = 2 * 65_536 + 2 * ROWS;

test.each([0, 2])('an endless iterable waits for its sink (%s workers)', async (workers) => {
  const session = await Session.create({ workers });
  let given = 0,
    taken = 0,
    stopped = false;
  const between: number[] = [];
  async function* endless(): AsyncGenerator<{ k: string; n: number }> {
    while (!stopped) {
      for (let i = 0; i < ROWS; i++) yield { k: `key ${given++}`, n: i };
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const query = await session.readStream
    .schema('k string, n int')
    .load(endless())
    .dropDuplicates(['k'])
    .writeStream.outputMode('append')
    .foreachBatch(async (batch: { count(): Promise<number> }) => {
      const rows = await batch.count();
      await new Promise((resolve) => setTimeout(resolve, 150));
      between.push(given - taken);
      taken += rows;
      if (between.length === 12) stopped = true;
    })
    .start();
  await query.awaitTermination();
  await session.close();
  expect(taken).toBe(given);
  expect(given).toBeGreaterThan(4 * 65_536);
  expect(Math.max(...between), between.join()).toBeLessThanOrEqual(BOUND);
});
