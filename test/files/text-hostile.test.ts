// text-hostile.test.ts: the hostile CSV and JSON files of ../shared (the seed moves only the Parquet ones): rows where rows are promised, else
// rows or an error with a code; nothing is polluted, memory stays bounded.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { csv } from '../../src/connectors/csv/csv.ts';
import { json } from '../../src/connectors/json/json.ts';
import { nodePlatform } from '../../src/platform/node.ts';
import { CaudalError } from '../../src/types/error.ts';
import type { Value } from '../../src/types/value.ts';
import { testEngine } from '../helpers/engine.ts';
import { readSource } from '../helpers/read-source.ts';
import type { ReadResult } from '../helpers/read-source.ts';
import { SHARED_PATH, sharedIt } from '../helpers/shared.ts';

interface Entry {
  readonly file: string;
  readonly expect: 'rows' | 'error-or-rows';
  readonly rows?: number;
  readonly columns?: readonly string[];
  readonly columnsCount?: number;
  readonly row0?: readonly number[];
  readonly ifRows?: readonly (readonly Value[])[];
  readonly exact?: readonly string[];
  readonly fieldLength?: number;
}
/** Half a GB of text: counted with a reader of its own below, not turned into JavaScript values. */
const LARGE = 'gzip-bomb-members.csv.gz';
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const plain = (value: Value | undefined): unknown => (typeof value === 'bigint' ? Number(value) : value);
function check(entry: Entry, { rows, names }: ReadResult): void {
  if (entry.rows !== undefined) expect(rows, entry.file).toHaveLength(entry.rows);
  if (entry.columns) expect([...names].sort(), entry.file).toEqual([...entry.columns].sort());
  if (entry.columnsCount !== undefined) expect(names).toHaveLength(entry.columnsCount);
  if (entry.row0) expect(entry.columns!.map((name) => plain(rows[0]![names.indexOf(name)])), entry.file).toEqual(entry.row0);
  if (entry.ifRows) expect(rows.map((row) => row.map(plain)), entry.file).toEqual(entry.ifRows);
  if (entry.exact) expect(rows.map(([value]) => String(value)), entry.file).toEqual(entry.exact);
  if (entry.fieldLength !== undefined) expect((rows[0]![0] as string).length).toBe(entry.fieldLength);
}
sharedIt('hostile CSV and JSON files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caudal-hostile-'));
  folders.push(folder);
  execFileSync(process.execPath, [join(SHARED_PATH, 'tools/hostile-files.mjs'), folder, '3'], { cwd: process.cwd() });
  const entries = (JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Entry[]).filter(({ file }) => /\.(csv|csv\.gz|jsonl?)$/.test(file) && file !== LARGE);
  expect(entries.length).toBeGreaterThan(20);
  for (const entry of entries) {
    const outcome = await readSource(/\.csv/.test(entry.file) ? csv : json, { paths: [join(folder, entry.file)] }).catch((error: unknown) => error);
    if (outcome instanceof Error) {
      if (!(outcome instanceof CaudalError)) throw outcome;
      expect(entry.expect, `${entry.file}: ${outcome.message}`).toBe('error-or-rows');
    } else check(entry, outcome as ReadResult);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  }
}, 120_000);
sharedIt('half a GB of gzip members in bounded memory', async () => {
  const engine = testEngine();
  const context = { platform: nodePlatform(), timeZone: 'UTC', engine, batchRows: 8192 };
  const source = await csv.resolve({ paths: [join(folders[0]!, LARGE)], handles: [], options: {} }, context);
  const request = { columns: [], output: [], filters: [] };
  const { tasks } = await csv.tasks(source, request, context);
  const reader = csv.open(source, tasks[0]!, request, context);
  let rows = 0;
  for (let batch = await reader.next(); batch; batch = await reader.next()) rows += batch.length;
  reader.close();
  expect(rows).toBe(32 * (8 << 20));
  expect(engine.memory.totalBytes).toBeLessThan(16 << 20);
}, 300_000);
