// The checkpoint's log at every crash: what was acknowledged is there, in order, and nothing that was not written; what is no log
// of ours is refused and left as it is.

import { describe, expect, test } from 'vitest';
import { encodeHeader, encodeRecord } from '../../src/checkpoint/log-format.ts';
import { openLog, readRecords } from '../../src/checkpoint/log.ts';
import type { LogContents } from '../../src/checkpoint/log.ts';
import { memoryStore } from '../../src/checkpoint/memory-store.ts';
import type { CheckpointStore } from '../../src/platform/checkpoint-store.ts';
import { folderStore } from '../../src/platform/durable-files.ts';
import { Crash, FATES, SimulatedFiles } from '../helpers/simulated-files.ts';

const storeOn = (files: SimulatedFiles): CheckpointStore => folderStore(files, '/c', async () => ({ release: async () => {} }));
/** A snapshot stands for the numbers up to its own. */
const numbersOf = ({ snapshot, records }: LogContents): number[] => [
  ...(snapshot ? upTo(Number(snapshot['n']) + 1) : []),
  ...records.map(({ payload }) => Number(payload['n'])),
];

/** Appends until `upTo` numbers are in the log or the machine crashes; `acknowledged` counts what the log promised. Cut: after every `cutEvery`. */
async function count(
  files: SimulatedFiles,
  upTo: number,
  cutEvery = Infinity,
): Promise<{ found: number[]; acknowledged: number }> {
  let found: number[] = [];
  let acknowledged = 0;
  try {
    const log = await openLog(storeOn(files), 'test');
    found = numbersOf(log);
    acknowledged = found.length;
    for (let n = found.length; n < upTo; n++) {
      await log.append({ kind: 'number', n, text: 'x'.repeat(n * 7) });
      acknowledged = n + 1;
      if ((n + 1) % cutEvery === 0) await log.replace({ kind: 'numbers', n });
    }
    await log.close();
  } catch (error) {
    if (!files.crashed) throw error;
    expect((error as Error).cause ?? error).toBeInstanceOf(Crash);
  }
  return { found, acknowledged };
}
const sizeOf = async (files: SimulatedFiles): Promise<number> =>
  (await Promise.all((await files.list('/c')).map(async (name) => (await files.read(`/c/${name}`))!.length))).reduce(
    (a, b) => a + b,
    0,
  );
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe('crashes', () => {
  test.each([Infinity, 2, 1])('at every change and with every fate of what was not synced; cut after every %s', async (cut) => {
    const whole = new SimulatedFiles();
    await count(whole, 5, cut);
    expect(whole.changes).toBeGreaterThan(12);
    for (let crashAt = 0; crashAt < whole.changes; crashAt++) {
      for (const fate of FATES) {
        const files = new SimulatedFiles({ crashAt });
        const before = await count(files, 5, cut);
        const { found } = await count(files.afterCrash(fate), 5, cut);
        expect(found, `${crashAt} ${fate}`).toEqual(upTo(found.length));
        expect(found.length, `${crashAt} ${fate}`).toBeGreaterThanOrEqual(before.acknowledged);
        expect(found.length, `${crashAt} ${fate}`).toBeLessThanOrEqual(before.acknowledged + 1);
      }
    }
  });
  test.each([Infinity, 2])('and again while the second start recovers; cut after every %s', async (cut) => {
    const whole = new SimulatedFiles();
    await count(whole, 3, cut);
    for (let first = 0; first < whole.changes; first++) {
      for (const fate of FATES) {
        const crashed = new SimulatedFiles({ crashAt: first });
        await count(crashed, 3, cut);
        for (let second = 0; ; second++) {
          const files = crashed.afterCrash(fate, second);
          const middle = await count(files, 4, cut);
          if (!files.crashed) break;
          const { found } = await count(files.afterCrash(fate), 4, cut);
          expect(found, `${first} ${second} ${fate}`).toEqual(upTo(found.length));
          expect(found.length).toBeGreaterThanOrEqual(middle.acknowledged);
        }
      }
    }
  });
  test('a log that is cut stays small, and its snapshots do not pile up', async () => {
    const long = new SimulatedFiles();
    const cut = new SimulatedFiles();
    await count(long, 40);
    await count(cut, 40, 5);
    expect(await cut.list('/c')).toEqual(['log', 'snapshot-1-7', 'snapshot-1-8']);
    expect(await sizeOf(cut)).toBeLessThan((await sizeOf(long)) / 10);
  });
  test('a snapshot that is not synced is caught by them, and not taken for an empty log', async () => {
    const careless = (files: SimulatedFiles): CheckpointStore => ({
      ...storeOn(files),
      write: async (name, bytes) => (await files.open(`/c/${name}`, 'a')).write(bytes),
    });
    const files = new SimulatedFiles();
    const log = await openLog(careless(files), 'test');
    await log.append({ kind: 'number', n: 0 });
    await log.replace({ kind: 'numbers', n: 0 });
    for (const fate of ['lost', 'torn', 'tail', 'zeros'] as const)
      await expect(readRecords(storeOn(files.afterCrash(fate)), 'test'), fate).rejects.toMatchObject({
        code: 'CHECKPOINT_CORRUPT',
      });
  });
  test('a log that does not sync is caught by them', async () => {
    const careless = (files: SimulatedFiles): CheckpointStore => ({
      ...storeOn(files),
      async append(name, bytes) {
        await files.makeFolder('/c');
        await (await files.open(`/c/${name}`, 'a')).write(bytes);
      },
    });
    const files = new SimulatedFiles();
    const log = await openLog(careless(files), 'test');
    await log.append({ kind: 'number', n: 0 });
    expect(await readRecords(storeOn(files.afterCrash('lost')), 'test')).toEqual({ snapshot: undefined, records: [] });
  });
});

describe('what is no log of ours', () => {
  const record = (n: number, generation = 1): Uint8Array => encodeRecord({ generation, payload: { kind: 'number', n } });
  const fileOf = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
  const storeWith = async (name: string, bytes: Uint8Array): Promise<{ store: CheckpointStore; locks: () => number }> => {
    const store = memoryStore();
    await store.write(name, bytes);
    let locks = 0;
    return { store: { ...store, lock: () => (locks++, store.lock()) }, locks: () => locks };
  };
  const damaged = fileOf(encodeHeader(), record(0), record(1), record(2));
  damaged[encodeHeader().length + record(0).length + 20]! ^= 1;

  test.each([
    ['another program’s file', 'log', new TextEncoder().encode('2024-01-01 INFO started\n'), 'CHECKPOINT_FOREIGN'],
    ['a short foreign file', 'log', new TextEncoder().encode('hi'), 'CHECKPOINT_FOREIGN'],
    ['files without a log', 'offsets/0', new Uint8Array([1]), 'CHECKPOINT_FOREIGN'],
    ['a later format', 'log', fileOf(encodeHeader(2), new Uint8Array(40)), 'CHECKPOINT_NEWER'],
    ['a damaged record in the middle', 'log', damaged, 'CHECKPOINT_CORRUPT'],
  ])('%s', async (_, name, bytes, code) => {
    const { store, locks } = await storeWith(name, bytes);
    await expect(openLog(store, '/data/c')).rejects.toMatchObject({
      code,
      message: expect.stringContaining('/data/c') as string,
    });
    expect(locks()).toBe(0);
    expect(await store.list('')).toEqual([name]);
    expect(await store.read(name)).toEqual(bytes);
  });

  test('every single damaged byte of a log is refused or cut, and never read as something else', async () => {
    const whole = fileOf(encodeHeader(), record(0), record(1), record(2));
    const last = whole.length - record(2).length;
    for (let at = 0; at < whole.length; at++) {
      const bytes = whole.slice();
      bytes[at]! ^= 0x41;
      const { store } = await storeWith('log', bytes);
      if (at < last) await expect(readRecords(store, 'c'), String(at)).rejects.toMatchObject({ code: /^CHECKPOINT_/ });
      else expect(numbersOf(await readRecords(store, 'c')), String(at)).toEqual([0, 1]);
    }
  });
  test('a torn tail of every length is cut back to the last whole record', async () => {
    const whole = fileOf(encodeHeader(), record(0), record(1));
    for (let length = 0; length < whole.length; length++) {
      const { store } = await storeWith('log', whole.slice(0, length));
      const log = await openLog(store, 'c');
      const kept = length < encodeHeader().length + record(0).length ? 0 : 1;
      expect(numbersOf(log), String(length)).toEqual(upTo(kept));
      await log.append({ kind: 'number', n: kept });
      expect(numbersOf(await readRecords(store, 'c')), String(length)).toEqual(upTo(kept + 1));
    }
  });
  test('what a fenced opener adds behind its successor is not read', async () => {
    const { store } = await storeWith('log', fileOf(encodeHeader(), record(0, 1), record(1, 2), record(7, 1), record(2, 2)));
    expect(numbersOf(await readRecords(store, 'c'))).toEqual([0, 1, 2]);
  });
  test('an opener that was taken over does not cut the log of its successor', async () => {
    const store = memoryStore();
    const first = await openLog({ ...store, lock: async () => ({ release: async () => {} }) }, 'c');
    await first.append({ kind: 'number', n: 0 });
    const second = await openLog(store, 'c');
    await second.append({ kind: 'number', n: 1 });
    await expect(first.replace({ kind: 'numbers', n: 0 })).rejects.toMatchObject({ code: 'CHECKPOINT_IN_USE' });
    await second.replace({ kind: 'numbers', n: 1 });
    await second.append({ kind: 'number', n: 2 });
    await expect(first.append({ kind: 'number', n: 9 })).rejects.toMatchObject({ code: 'CHECKPOINT_IN_USE' });
    expect(numbersOf(await readRecords(store, 'c'))).toEqual([0, 1, 2]);
  });
  test('a second opener is refused while the first holds the log', async () => {
    const store = memoryStore();
    const log = await openLog(store, 'c');
    await expect(openLog(store, 'c')).rejects.toMatchObject({ code: 'CHECKPOINT_IN_USE' });
    await log.close();
    await (await openLog(store, 'c')).close();
  });
  test('after a failed append nothing more is taken', async () => {
    const store = memoryStore();
    let isFull = false;
    const log = await openLog(
      { ...store, append: (name, bytes) => (isFull ? Promise.reject(new Error('no space')) : store.append(name, bytes)) },
      'c',
    );
    await log.append({ kind: 'number', n: 0 });
    isFull = true;
    await expect(log.append({ kind: 'number', n: 1 })).rejects.toMatchObject({ code: 'CHECKPOINT_WRITE_FAILED' });
    isFull = false;
    await expect(log.append({ kind: 'number', n: 2 })).rejects.toMatchObject({ code: 'CHECKPOINT_WRITE_FAILED' });
  });
});
