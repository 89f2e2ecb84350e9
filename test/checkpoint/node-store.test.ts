// The store over real files: what it reads back, and its lock among processes.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultPlatform } from '../../src/platform/default.ts';

const parent = mkdtempSync(join(tmpdir(), 'caudal-store-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
let folder = '';
let count = 0;
beforeEach(() => {
  folder = join(parent, `c${count++}`);
});
const store = () => defaultPlatform().checkpointStore(folder);
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('files', () => {
  test('append, write, truncate, list, delete', async () => {
    const files = store();
    expect(await files.read('log')).toBeUndefined();
    expect(await files.list('')).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    await files.append('log', bytes(1, 2));
    await files.append('log', bytes(3));
    await files.write('state/a', bytes(9, 9));
    await files.write('state/a', bytes(7));
    expect([...(await files.read('log'))!]).toEqual([1, 2, 3]);
    expect([...(await files.read('state/a'))!]).toEqual([7]);
    await files.truncate('log', 2);
    expect([...(await store().read('log'))!]).toEqual([1, 2]);
    expect(await files.list('')).toEqual(['log', 'state/a']);
    expect(await files.list('state/')).toEqual(['state/a']);
    await files.delete('state/a');
    await files.delete('state/a');
    expect(await files.list('state/')).toEqual([]);
  });
  test.each([undefined, 7, 'https://example.com/c'])('%s is no place for a checkpoint', (location) => {
    expect(() => defaultPlatform().checkpointStore(location)).toThrow(/INVALID_OPTION.*checkpoint/);
  });
});

describe('the lock', () => {
  const leave = (n: number, holder: object): void => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `lock-${n}`),
      JSON.stringify({ pid: process.pid, host: hostname(), started: null, time: Date.now(), ...holder }),
    );
  };
  const refused = { code: 'CHECKPOINT_IN_USE' };

  test('is held once, and again after its release', async () => {
    const lock = await store().lock();
    await expect(store().lock()).rejects.toMatchObject({ ...refused, params: { pid: String(process.pid) } });
    await lock.release();
    await (await store().lock()).release();
    expect(readdirSync(folder)).toEqual(['lock-2']);
  });
  test('of a live process is respected, of a killed one it is taken', async () => {
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        '--input-type=module',
        '-e',
        `
      const { nodePlatform } = await import(${JSON.stringify(new URL('../../src/platform/node.ts', import.meta.url).href)});
      await nodePlatform().checkpointStore(${JSON.stringify(folder)}).lock();
      process.stdout.write('held');
      setInterval(() => {}, 1000);
    `,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      await once(child.stdout, 'data');
      await expect(store().lock()).rejects.toMatchObject({ ...refused, params: { pid: String(child.pid) } });
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await (await store().lock()).release();
  });
  test('a number given to another process does not pass for the holder', async () => {
    leave(3, { started: 'another boot 123' });
    await (await store().lock()).release();
    expect(readdirSync(folder)).toEqual(['lock-4']);
  });
  test('of another machine is respected, and the error says which file to delete', async () => {
    leave(1, { host: 'elsewhere', pid: 1 });
    await expect(store().lock()).rejects.toMatchObject({ ...refused, hint: expect.stringContaining('lock-1') as string });
  });
  test('a lock without text, left by a crash, is taken', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'lock-1'), '');
    await (await store().lock()).release();
    expect(JSON.parse(readFileSync(join(folder, 'lock-2'), 'utf8'))).toMatchObject({ released: true });
  });
  test('of many at once one wins', async () => {
    leave(1, { released: true });
    const taken = await Promise.allSettled(Array.from({ length: 20 }, () => store().lock()));
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
