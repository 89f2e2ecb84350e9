// A process killed with SIGKILL, again and again, wherever it is: what it has committed in the end is what an undisturbed run commits.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Session } from '../../src/index.ts';

const parent = mkdtempSync(join(tmpdir(), 'caudal-killed-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
const FILES = 12;
const JOB = fileURLToPath(new URL('./killed-job.ts', import.meta.url));

function prepare(name: string): string {
  const folder = join(parent, name);
  for (const sub of ['in', 'groups']) mkdirSync(join(folder, sub), { recursive: true });
  for (let i = 0; i < FILES; i++) {
    const path = join(folder, 'in', `${i}.json`);
    const rows = Array.from({ length: 50 }, (_, r) => ({ k: `k${(r * (i + 1)) % 17}`, n: i * 50 + r }));
    writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'));
    utimesSync(path, 1_700_000_000 + i, 1_700_000_000 + i);
  }
  return folder;
}
/** Runs the job and, unless it ends first, kills it that long after its session stands. Its milliseconds, or undefined if it was killed. */
async function attempt(folder: string, workers: number, killAfterMs: number): Promise<number | undefined> {
  const job = spawn(process.execPath, ['--import', 'tsx', JOB, folder, String(workers), '15'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(job, 'exit') as Promise<[number | null, string | null]>;
  await Promise.race([once(job.stdout, 'data'), ended]);
  const startedMs = performance.now();
  const timer = setTimeout(() => job.kill('SIGKILL'), killAfterMs);
  const [code, signal] = await ended;
  clearTimeout(timer);
  if (signal === 'SIGKILL') return undefined;
  expect(code).toBe(0);
  return performance.now() - startedMs;
}
const groupsOf = (folder: string): string[][] =>
  Array.from({ length: FILES }, (_, epoch) => readFileSync(join(folder, 'groups', String(epoch)), 'utf8').split('\n'));
async function filesOf(folder: string): Promise<number[]> {
  const session = await Session.create({ workers: 0 });
  const rows = await session.read.json(join(folder, 'out')).orderBy('n').collect();
  await session.close();
  return rows.map((row: { n: number }) => row.n);
}

test.each([0, 2])(
  'workers: %i',
  async (workers) => {
    const whole = prepare(`whole${workers}`);
    const wholeMs = (await attempt(whole, workers, 120_000))!;

    const killed = prepare(`killed${workers}`);
    let kills = 0;
    // Each time a bit later, so that it comes to an end also where a start takes most of the time.
    for (let share = 0.3; (await attempt(killed, workers, wholeMs * share)) === undefined; share += 0.15) kills++;
    expect(kills).toBeGreaterThan(0);
    expect(existsSync(join(killed, 'done'))).toBe(true);

    // The epochs are pinned, a file each: byte for byte.
    expect(groupsOf(killed)).toEqual(groupsOf(whole));
    const expected = Array.from({ length: FILES * 50 }, (_, n) => n).filter((n) => n % 3 !== 0);
    expect(await filesOf(whole)).toEqual(expected);
    expect(await filesOf(killed)).toEqual(expected);
    const epochs = readdirSync(join(killed, 'out/_spark_metadata')).filter((name) => /^\d/.test(name));
    expect(epochs).toHaveLength(FILES);
  },
  240_000,
);
