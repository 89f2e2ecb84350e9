// parquet-shared.test.ts: the files of apache/parquet-testing, good ones against the rows native DuckDB reads, broken ones until they
// are refused by name.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { parquet } from '../../src/connectors/parquet/connector.ts';
import { CaudalError } from '../../src/types/error.ts';
import { expectText } from '../helpers/duckdb-text.ts';
import { scan } from '../helpers/scan.ts';
import { SHARED_PATH, hasShared, sharedIt } from '../helpers/shared.ts';

const GOOD = `${SHARED_PATH}/data/parquet/good`, BROKEN = `${SHARED_PATH}/data/parquet/broken`;
const parquetFiles = (folder: string): string[] => (hasShared ? readdirSync(folder).filter((f) => f.endsWith('.parquet')) : ['(all files)']);

interface Expected { columns: { name: string; type: string }[]; rowCount: number; firstRows: unknown[][] }
/** Broken on purpose: refused, where DuckDB does not look. */
const REFUSED = new Map([
  ['datapage_v1-corrupt-checksum.parquet', /checksum/],
  ['large_string_map.brotli.parquet', /a page of 1073741828 bytes/],
  ['rle-dict-uncompressed-corrupt-checksum.parquet', /checksum/],
]);

describe('good files give the rows DuckDB gives', () => {
  for (const name of parquetFiles(GOOD)) {
    const refused = REFUSED.get(name);
    for (const batchRows of refused ? [8192] : [8192, 7]) {
      sharedIt(`${name}, batches of ${batchRows}`, async () => {
        const reading = scan(parquet, `${GOOD}/${name}`, { batchRows, keep: 2000 });
        if (refused) return expect(reading).rejects.toThrow(refused);
        const { source, rows, rowCount } = await reading;
        const path = `${GOOD}/${name.replace(/\.parquet$/, '.expected.json')}`;
        if (!existsSync(path)) return expect(rowCount).toBe(source.rows);
        const expected = JSON.parse(readFileSync(path, 'utf8')) as Expected;
        expect(rowCount).toBe(expected.rowCount);
        expect(source.rows).toBe(expected.rowCount);
        expect(source.schema.map((f) => f.name)).toEqual(expected.columns.map((c) => c.name));
        expected.firstRows.forEach((row, r) => row.forEach((cell, c) => expectText(rows[r]![c]!, source.schema[c]!.type, cell, `row ${r}, ${source.schema[c]!.name}`)));
      });
    }
  }
});

describe('broken files are refused by name, or read', () => {
  for (const name of parquetFiles(BROKEN)) {
    sharedIt(name, async () => {
      const error = await scan(parquet, `${BROKEN}/${name}`).then(() => null, (e: unknown) => e);
      if (error === null) return;
      expect(error).toBeInstanceOf(CaudalError);
      expect((error as CaudalError).code).toMatch(/^(CORRUPT_FILE|UNSUPPORTED_FEATURE|OUT_OF_MEMORY)$/);
      expect((error as CaudalError).message).toContain(name);
    });
  }
});
