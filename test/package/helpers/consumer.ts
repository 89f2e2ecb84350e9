// consumer.ts: a folder that has the packed package installed as a user would, and a Parquet file to query. Made once per run.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FIXTURES = join(ROOT, 'test/package/fixtures');
export const CONSUMER = join(ROOT, 'build/consumer');

/** Rows in the file: enough that the query is worth more than one worker. */
export const ROW_COUNT = 600_000;
/** What test/package/fixtures/query.js answers over it. */
export const EXPECTED = [
  { k: 'even', n: ROW_COUNT / 2, s: (ROW_COUNT / 2) * (ROW_COUNT / 2 - 1) },
  { k: 'odd', n: ROW_COUNT / 2, s: (ROW_COUNT / 2) ** 2 },
];

/** Vitest's global setup of the package project: packs the package and installs the tarball. */
export async function setup(): Promise<void> {
  rmSync(CONSUMER, { recursive: true, force: true });
  mkdirSync(CONSUMER, { recursive: true });
  run('npx', ['tsx', 'scripts/build.ts'], ROOT);
  const packed = run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', CONSUMER], ROOT);
  const tarball = packed.trim().split('\n').at(-1);
  writeFileSync(join(CONSUMER, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', `./${tarball}`], CONSUMER);
  await writeParquet(join(CONSUMER, 'data.parquet'));
}

/** A copy of a fixture folder inside the consumer, so that imports resolve to the installed package. */
export function fixture(name: string): string {
  const folder = join(CONSUMER, name);
  cpSync(join(FIXTURES, name), folder, { recursive: true });
  cpSync(join(FIXTURES, 'query.js'), join(folder, 'query.js'));
  return folder;
}

/** Installs tools/<name> when it is not there, and answers with a file of it. */
export function tool(name: string, file: string): string {
  const folder = join(ROOT, 'tools', name);
  const path = join(folder, 'node_modules', file);
  if (!existsSync(path)) run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], folder);
  return path;
}

/** Runs a program to its end; what it prints on standard error appears only in the failure. */
export function run(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, {
    cwd: resolve(cwd),
    encoding: 'utf8',
    timeout: 240_000,
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
}

/** Zstd, so that every tool must also find the codec that loads on demand; four row groups, so that both workers have work. */
async function writeParquet(path: string): Promise<void> {
  const duckdb = await DuckDBInstance.create();
  const connection = await duckdb.connect();
  await connection.run(`
    COPY (SELECT CASE WHEN i % 2 = 0 THEN 'even' ELSE 'odd' END AS k, i::INTEGER AS v FROM range(${ROW_COUNT}) t(i))
    TO '${path.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_COUNT / 4})`);
  connection.closeSync();
  duckdb.closeSync();
}
