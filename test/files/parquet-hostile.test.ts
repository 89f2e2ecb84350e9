// parquet-hostile.test.ts: hundreds of files made to hurt: mutated footers and pages, bombs, broken Thrift, property names.
// Each gives its rows or an error that names it; nothing crashes, hangs, leaks or grows.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { parquet } from '../../src/connectors/parquet/connector.ts';
import { CaudalError } from '../../src/types/error.ts';
import { testEngine } from '../helpers/engine.ts';
import { scan } from '../helpers/scan.ts';
import { SHARED_PATH, sharedIt } from '../helpers/shared.ts';

interface Entry { file: string; expect: 'rows' | 'error-or-rows'; rows?: number; columns?: string[]; row0?: number[] }
const SEEDS = [1, 2];
const MEMORY_BYTES = 512 << 20;
const CODES = /^(CORRUPT_FILE|UNSUPPORTED_FEATURE|OUT_OF_MEMORY)$/;
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function hostileFiles(seed: number): { folder: string; entries: Entry[] } {
  const folder = mkdtempSync(join(tmpdir(), `caudal-hostile-${seed}-`));
  folders.push(folder);
  execFileSync(process.execPath, [`${SHARED_PATH}/tools/hostile-files.mjs`, folder, String(seed)], { cwd: process.cwd(), stdio: 'ignore' });
  const entries = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Entry[];
  return { folder, entries: entries.filter((entry) => entry.file.endsWith('.parquet')) };
}
async function checkFile(folder: string, entry: Entry, seed: number): Promise<string> {
  const engine = testEngine(MEMORY_BYTES);
  // A repeated megabyte of text is not kept 20,000 times, so few rows are looked at.
  const outcome = await scan(parquet, join(folder, entry.file), { engine, keep: 2 }).then((scanned) => ({ scanned }), (error: unknown) => ({ error }));
  const place = `seed ${seed}, ${entry.file}`;
  expect(engine.memory.liveBytes, `${place}: bytes leaked`).toBe(0);
  expect(({} as Record<string, unknown>).polluted, place).toBeUndefined();
  if ('error' in outcome) {
    const { error } = outcome;
    if (entry.expect === 'rows' || !(error instanceof CaudalError) || !CODES.test(error.code)) throw new Error(place, { cause: error });
    if (error.code !== 'OUT_OF_MEMORY') expect(error.message, place).toContain(entry.file);
    return error.code;
  }
  const { scanned } = outcome;
  if (entry.rows !== undefined) expect(scanned.rowCount, place).toBe(entry.rows);
  if (entry.columns) expect(scanned.source.schema.map((f) => f.name), place).toEqual(entry.columns);
  if (entry.row0) expect(scanned.rows[0]!.map(Number), place).toEqual(entry.row0);
  return 'rows';
}

for (const seed of SEEDS) {
  sharedIt(`hostile Parquet files, seed ${seed}`, async () => {
    const { folder, entries } = hostileFiles(seed);
    const outcomes = new Map<string, number>();
    for (const entry of entries) {
      const outcome = await checkFile(folder, entry, seed);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(entries.length).toBeGreaterThan(600);
    expect(outcomes.get('CORRUPT_FILE')).toBeGreaterThan(100);
  }, 180_000);
}
