// A query of many epochs keeps a short log: what is dropped is not missed at the next start, neither state nor which files were read.
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readHistory } from '../../src/checkpoint/checkpoint.ts';
import { memoryStore } from '../../src/checkpoint/memory-store.ts';
import { Session, sum } from '../../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'caudal-compaction-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const input = join(folder, 'in');
const checkpoint = memoryStore();
const EPOCHS = 150;

const put = (from: number, to: number): void => {
  mkdirSync(input, { recursive: true });
  for (let i = from; i < to; i++) {
    writeFileSync(join(input, `${i}.json`), JSON.stringify({ k: i % 5, n: i }));
    utimesSync(join(input, `${i}.json`), 1_700_000_000 + i, 1_700_000_000 + i);
  }
};
/** The epochs that ran and the sums as of the last. */
async function run(workers: number): Promise<{ epochs: number[]; sums: Map<number, number> }> {
  const session = await Session.create({ workers });
  const epochs: number[] = [];
  const sums = new Map<number, number>();
  const query = await session.readStream
    .schema('k int, n int')
    .option('maxFilesPerTrigger', 1)
    .json(input)
    .groupBy('k')
    .agg(sum('n').as('total'))
    .writeStream.outputMode('update')
    .options({ checkpointLocation: checkpoint, minBatchesToRetain: 10 })
    .foreachBatch(async (batch, id) => {
      epochs.push(id);
      for (const { k, total } of (await batch.collect()) as { k: number; total: number }[]) sums.set(k, Number(total));
    })
    .trigger({ availableNow: true })
    .start();
  await query.awaitTermination();
  await session.close();
  return { epochs, sums };
}

test('of a long run the log keeps what a restart needs', async () => {
  put(0, EPOCHS);
  expect((await run(1)).epochs).toHaveLength(EPOCHS);
  expect(await checkpoint.list('snapshot-')).toHaveLength(1);
  expect((await checkpoint.read('log'))!.length).toBeLessThan(1 << 16);
  const { plans, commits, notes } = await readHistory(checkpoint, 'c');
  expect(plans.length).toBeLessThan(EPOCHS);
  expect(plans.length).toBe(commits.length);
  expect(notes).toMatchObject([[{ files: [] }]]);

  put(EPOCHS, EPOCHS + 3);
  const { epochs, sums } = await run(2);
  expect(epochs).toEqual([EPOCHS, EPOCHS + 1, EPOCHS + 2]);
  const all = Array.from({ length: EPOCHS + 3 }, (_, i) => i);
  for (const [k, total] of sums) expect(total).toBe(all.filter((i) => i % 5 === k).reduce((a, b) => a + b, 0));
  expect(sums.size).toBe(3);
});
