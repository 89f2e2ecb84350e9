// parquet-zstd-fallback.test.ts: where WebAssembly may not be compiled from bytes, zstd pages are read by JavaScript.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test, vi } from 'vitest';
import { parquet } from '../../src/connectors/parquet/connector.ts';
import { scan } from '../helpers/scan.ts';

vi.mock('zstddec', () => ({
  ZSTDDecoder: class {
    init(): Promise<void> {
      return Promise.reject(new Error('CompileError: code generation is not allowed'));
    }
  },
}));

test('the slower decoder gives the same rows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caudal-zstd-'));
  try {
    const path = join(folder, 'a.parquet');
    const duckdb = await (await DuckDBInstance.create(':memory:')).connect();
    await duckdb.run(`COPY (SELECT i, 'text ' || i % 77 AS s FROM range(20000) t(i)) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`);
    const { rows } = await scan(parquet, path);
    expect(rows).toHaveLength(20_000);
    expect(rows.findIndex(([i, s], r) => i !== BigInt(r) || s !== `text ${r % 77}`)).toBe(-1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
