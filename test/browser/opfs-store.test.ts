// The checkpoint store over OPFS: on the page by createWritable, in a worker by sync handles; one lock over both.

import { describe, expect, it } from 'vitest';
import { openLog, readRecords } from '../../src/checkpoint/log.ts';
import { defaultPlatform } from '../../src/platform/default.ts';

const platform = defaultPlatform();
const fresh = (): string => `opfs:/checkpoints/${crypto.randomUUID()}`;
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** Runs the same steps in a worker; what it answers is what the store gave there. */
function inWorker(location: string, step: 'files' | 'append' | 'lock'): Promise<unknown> {
  const worker = new Worker(new URL('./opfs-store.worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => {
      worker.terminate();
      resolve(data);
    });
    worker.addEventListener('error', (event) => reject(new Error(event.message)));
    worker.postMessage({ location, step });
  });
}

describe('a checkpoint in OPFS', () => {
  it('appends, writes, cuts, lists and deletes on the page', async () => {
    const files = platform.checkpointStore(fresh());
    expect(await files.read('log')).toBeUndefined();
    expect(await files.list('')).toEqual([]);
    await files.append('log', bytes(1, 2));
    await files.append('log', bytes(3));
    await files.write('state/a', bytes(9, 9));
    await files.write('state/a', bytes(7));
    expect([...(await files.read('log'))!]).toEqual([1, 2, 3]);
    expect([...(await files.read('state/a'))!]).toEqual([7]);
    await files.truncate('log', 2);
    expect([...(await files.read('log'))!]).toEqual([1, 2]);
    expect(await files.list('')).toEqual(['log', 'state/a']);
    expect(await files.list('state/')).toEqual(['state/a']);
    await files.delete('state/a');
    await files.delete('state/a');
    expect(await files.list('')).toEqual(['log']);
  });
  it('does the same in a worker, with sync handles', async () => {
    expect(await inWorker(fresh(), 'files')).toEqual({ sync: true, log: [1, 2], state: [7], names: ['log', 'state/a'] });
  });
  it('is one log for the page and a worker, one after the other', async () => {
    const location = fresh();
    const log = await openLog(platform.checkpointStore(location), location);
    await log.append({ kind: 'page' });
    expect(await inWorker(location, 'append')).toBe('CHECKPOINT_IN_USE');
    await log.close();
    expect(await inWorker(location, 'append')).toEqual(['page']);
    const { records } = await readRecords(platform.checkpointStore(location), location);
    expect(records).toEqual([
      { generation: 1, payload: { kind: 'page' } },
      { generation: 2, payload: { kind: 'worker' } },
    ]);
  });
  it('is free again when the worker that held it is gone', async () => {
    const location = fresh();
    expect(await inWorker(location, 'lock')).toBe('held');
    await expect
      .poll(() =>
        platform
          .checkpointStore(location)
          .lock()
          .then(
            (lock) => lock.release(),
            (error: Error) => error.message,
          ),
      )
      .toBeUndefined();
  });
  it('takes a directory handle, under the lock of its path', async () => {
    const root = await navigator.storage.getDirectory();
    const handle = await (
      await root.getDirectoryHandle('checkpoints', { create: true })
    ).getDirectoryHandle('by-handle', { create: true });
    const lock = await platform.checkpointStore(handle).lock();
    await expect(platform.checkpointStore('opfs:/checkpoints//by-handle').lock()).rejects.toMatchObject({
      code: 'CHECKPOINT_IN_USE',
    });
    await lock.release();
  });
  it('refuses what is no folder a page can write', () => {
    expect(() => platform.checkpointStore('/tmp/c')).toThrow(/INVALID_OPTION/);
  });
});
