// State that is written while epochs go on: where a checkpoint comes only every few epochs, none of them waits for its files.

import { expect, test } from 'vitest';
import { memoryStore } from '../../src/checkpoint/memory-store.ts';
import { Session } from '../../src/index.ts';
import type { StreamingQuery } from '../../src/index.ts';
import type { CheckpointStore } from '../../src/platform/checkpoint-store.ts';

/** A store whose state files wait for `release`. */
function slowStore(): { readonly store: CheckpointStore; readonly files: string[]; release(error?: Error): void } {
  const memory = memoryStore();
  const files: string[] = [];
  let release: (error?: Error) => void = () => undefined;
  const gate = new Promise<void>((resolve, reject) => (release = (error) => (error ? reject(error) : resolve())));
  gate.catch(() => undefined);
  const store: CheckpointStore = {
    ...memory,
    async write(name, bytes) {
      files.push(name);
      await gate;
      await memory.write(name, bytes);
    },
  };
  return { store, files, release: (error) => release(error) };
}
async function counted(
  store: CheckpointStore,
  epochs: number,
  work: (query: StreamingQuery) => Promise<void>,
): Promise<number[]> {
  const session = await Session.create({ workers: 0 });
  const counts: number[] = [];
  try {
    const input = session.memoryStream({ key: 'int' });
    const query = await input
      .toDF()
      .groupBy('key')
      .count()
      .writeStream.outputMode('update')
      .option('checkpointLocation', store as never)
      .option('checkpointInterval', 2)
      .foreachBatch(async (batch) => {
        for (const { count } of await batch.collect()) counts.push(Number(count));
      })
      .start();
    for (let i = 0; i < epochs; i++) {
      input.add([{ key: 1 }]);
      await query.processAllAvailable();
    }
    await work(query);
  } finally {
    await session.close();
  }
  return counts;
}

test('epochs go on while state is written; one save at a time', async () => {
  const { store, files, release } = slowStore();
  const counts = await counted(store, 6, async (query) => {
    expect(files).toHaveLength(1);
    expect(await store.list('state/')).toEqual([]);
    release();
    await query.stop();
    expect(query.exception).toBeNull();
  });
  expect(counts).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await store.list('state/')).toEqual(files);
  // The state is that of the second epoch, whatever came after; a program's rows do not outlive it.
  expect(await counted(store, 1, (query) => query.stop())).toEqual([3]);
});

test('a state that cannot be written fails the query', async () => {
  const { store, release } = slowStore();
  await counted(store, 3, async (query) => {
    release(new Error('the disk is full'));
    await expect(query.stop().then(() => query.processAllAvailable())).rejects.toThrow('the disk is full');
  });
});
