// parquet.ts: Parquet pages to columns on one thread, column by column; prints CPU nanoseconds a value beside hyparquet's.
// Usage: tsx bench/micro/parquet.ts [rows = 1000000] [codec = snappy]

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquet } from '../../src/connectors/parquet/connector.ts';
import type { ScanRequest } from '../../src/connectors/connector.ts';
import { nodePlatform } from '../../src/platform/node.ts';
import { createEngine } from '../../src/wasm/instance.ts';

const RUNS = 7;
const rows = Number(process.argv[2] ?? 1_000_000);
const codec = process.argv[3] ?? 'snappy';
const COLUMNS: Readonly<Record<string, string>> = {
  'dictionary string': "'id' || lpad((hash(i) % 100)::VARCHAR, 3, '0')",
  'dictionary int': '(hash(i) % 100)::INTEGER',
  'dictionary int, NULLs': 'CASE WHEN hash(i) % 10 > 0 THEN (hash(i + 1) % 100)::INTEGER END',
  'plain double': 'hash(i)::DOUBLE / 1e19',
  'plain bigint': '(hash(i)::HUGEINT - 9223372036854775808)::BIGINT',
  'ascending bigint': 'i',
  'plain string': "'id' || lpad((hash(i) % 1000000)::VARCHAR, 10, '0')",
  boolean: 'hash(i) % 2 = 0',
  list: '[i, i + 1, i + 2]',
};
const platform = nodePlatform();
const engine = createEngine(await platform.loadKernels());
const context = { platform, timeZone: 'UTC', engine, batchRows: 16384 };

/** Least CPU time of some runs, per row. */
async function nanoseconds(run: () => Promise<void>): Promise<string> {
  let best = Infinity;
  for (let i = 0; i < RUNS; i++) {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, user + system);
  }
  return ((best * 1000) / rows).toFixed(2).padStart(10);
}
async function readColumn(path: string, column: number): Promise<string> {
  const source = await parquet.resolve({ paths: [path], handles: [], options: {} }, context);
  const request: ScanRequest = { columns: [column], output: [], filters: [] };
  return nanoseconds(async () => {
    for (const task of (await parquet.tasks(source, request, context)).tasks) {
      const reader = parquet.open(source, task, request, context);
      for (;;) {
        const mark = engine.memory.mark();
        if (!(await reader.next())) break;
        engine.memory.release(mark);
      }
      reader.close();
    }
  });
}
function readByHyparquet(bytes: Uint8Array<ArrayBuffer>, column: string): Promise<string> {
  const file = { byteLength: bytes.length, slice: (from: number, to?: number) => bytes.slice(from, to).buffer };
  return nanoseconds(() => parquetRead({ file, columns: [column], compressors, onChunk: () => undefined }));
}

const folder = mkdtempSync(join(tmpdir(), 'caudal-bench-'));
try {
  const duckdb = await (await DuckDBInstance.create(':memory:')).connect();
  for (const version of ['V1', 'V2']) {
    const path = join(folder, `${version}.parquet`);
    const select = Object.entries(COLUMNS).map(([name, sql]) => `${sql} AS "${name}"`);
    await duckdb.run(
      `COPY (SELECT ${select.join(', ')} FROM range(${rows}) t(i)) TO '${path}' (FORMAT parquet, COMPRESSION ${codec}, PARQUET_VERSION ${version})`,
    );
    console.log(`${codec}, ${version}`.padEnd(24), '    caudal  hyparquet   (ns a row)');
    const bytes = new Uint8Array(readFileSync(path));
    for (const [i, name] of Object.keys(COLUMNS).entries())
      console.log(name.padEnd(24), await readColumn(path, i), await readByHyparquet(bytes, name));
  }
} finally {
  rmSync(folder, { recursive: true });
}
