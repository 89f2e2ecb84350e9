// The worker's side of opfs-store.test.ts.

import { openLog } from '../../src/checkpoint/log.ts';
import { defaultPlatform } from '../../src/platform/default.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

async function files(location: string): Promise<unknown> {
  const store = defaultPlatform().checkpointStore(location);
  await store.append('log', bytes(1, 2));
  await store.append('log', bytes(3));
  await store.truncate('log', 2);
  await store.write('state/a', bytes(9, 9));
  await store.write('state/a', bytes(7));
  return {
    sync: 'createSyncAccessHandle' in FileSystemFileHandle.prototype,
    log: [...(await store.read('log'))!],
    state: [...(await store.read('state/a'))!],
    names: await store.list(''),
  };
}
async function append(location: string): Promise<unknown> {
  const log = await openLog(defaultPlatform().checkpointStore(location), location);
  await log.append({ kind: 'worker' });
  await log.close();
  return log.records.map(({ payload }) => payload.kind);
}
async function lock(location: string): Promise<unknown> {
  await defaultPlatform().checkpointStore(location).lock();
  return 'held';
}
const steps = { files, append, lock };

addEventListener('message', ({ data }: MessageEvent<{ location: string; step: keyof typeof steps }>) => {
  steps[data.step](data.location).then(
    (answer) => postMessage(answer),
    (error: { code?: string; message: string }) => postMessage(error.code ?? error.message),
  );
});
