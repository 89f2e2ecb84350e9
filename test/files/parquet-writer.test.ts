// parquet-writer.test.ts: what is written comes back, by our reader and by DuckDB.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBatch } from '../../src/column/batch.ts';
import { buildColumn } from '../../src/column/builder.ts';
import type { Options } from '../../src/connectors/options.ts';
import { parquet } from '../../src/connectors/parquet/connector.ts';
import { INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH, TIMESTAMP_NTZ, decimal, structOf, INT, isNested, type DataType, type Schema } from '../../src/types/data-type.ts';
import { StructValue, type Value } from '../../src/types/value.ts';
import { ALL_TYPES, columnOf, specOf, valueOrNull } from '../helpers/columns.ts';
import { expectText } from '../helpers/duckdb-text.ts';
import { testEngine } from '../helpers/engine.ts';
import { scan } from '../helpers/scan.ts';

let folder = '';
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'caudal-parquet-writer-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TYPES: readonly DataType[] = [...ALL_TYPES, TIMESTAMP_NTZ, decimal(18, 6), decimal(10, 0)];
const schemaOf = (types: readonly DataType[]): Schema => types.map((type, i) => ({ name: `c${i}`, type, nullable: true }));

/** Rows through the writer, in batches. */
async function write(schema: Schema, rows: readonly (readonly Value[])[], batchRows: number, options: Options = {}): Promise<Uint8Array> {
  const engine = testEngine(), writer = parquet.writer!(schema, options, 'UTC'), parts: Uint8Array[] = [];
  for (let at = 0; at < rows.length; at += batchRows) {
    const part = rows.slice(at, at + batchRows);
    const columns = schema.map((field, c) => buildColumn(engine.memory, field.type, part.map((row) => row[c]!), (bytes) => engine.memory.temp(bytes)));
    parts.push(...(await writer.write(makeBatch(part.length, columns), engine)));
    engine.memory.clearArena();
  }
  parts.push(...(await writer.finish()));
  return new Uint8Array(Buffer.concat(parts));
}

describe('round trips', () => {
  test.each(['none', 'snappy', 'gzip'])('every type, %s', async (compression) => {
    const row = fc.tuple(...TYPES.map(valueOrNull));
    await fc.assert(fc.asyncProperty(fc.array(row, { maxLength: 30 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), async (rows, batchRows, rowGroupSize) => {
      const schema = schemaOf(TYPES), bytes = await write(schema, rows, batchRows, { compression, rowgroupsize: rowGroupSize });
      const back = await scan(parquet, bytes);
      expect(back.source.schema).toEqual(schema);
      expect(back.rows).toEqual(rows);
    }), { numRuns: 30 });
  });
  test('dictionary columns', async () => {
    const engine = testEngine(), { memory } = engine;
    await fc.assert(fc.asyncProperty(specOf(ALL_TYPES.find((t) => t.kind === 'string')!, { minLength: 1, maxLength: 40 }), async (spec) => {
      const column = columnOf(memory, { ...spec, isDict: true }, (bytes) => memory.alloc(bytes));
      const writer = parquet.writer!([{ name: 's', type: spec.type, nullable: true }], {}, 'UTC');
      const parts = [...(await writer.write(makeBatch(spec.values.length, [column]), engine)), ...(await writer.finish())];
      expect((await scan(parquet, new Uint8Array(Buffer.concat(parts)))).rows.map((r) => r[0])).toEqual(spec.values);
    }), { numRuns: 50 });
  });
  test('no rows, and intervals as Spark stores them', async () => {
    expect((await scan(parquet, await write(schemaOf(TYPES), [], 8))).source.schema).toEqual(schemaOf(TYPES));
    const bytes = await write(schemaOf([INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME]), [[14, 5n]], 8);
    expect((await scan(parquet, bytes)).rows).toEqual([[14, 5n]]);
  });
  test('names that hurt', async () => {
    const fields = ['__proto__', 'constructor', 'toString', 'a.b', ''].map((name) => ({ name, type: INT, nullable: true }));
    const schema: Schema = [{ name: '__proto__', type: structOf(fields), nullable: true }, ...fields.slice(1)];
    const row = [new StructValue([1, 2, 3, 4, 5]), 6, 7, 8, 9];
    const back = await scan(parquet, await write(schema, [row], 8));
    expect(back.source.schema).toEqual(schema);
    expect(back.rows).toEqual([row]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
  test('statistics let row groups be skipped', async () => {
    const bytes = await write([{ name: 'id', type: INT, nullable: true }], Array.from({ length: 100 }, (_, i) => [i]), 100, { rowgroupsize: 10 });
    const { metrics, source } = await scan(parquet, bytes, {
      filters: (a) => [{ kind: 'Call', name: 'equal', args: [a('id'), { kind: 'Literal', value: 55, type: INT }], type: { kind: 'boolean' } }],
    });
    expect(metrics).toMatchObject({ rowGroups: 10, rowGroupsRead: 1 });
    expect(source.columns).toEqual([{ min: 0, max: 99, nullCount: 0 }]);
  });
  test('codecs that cannot be written are refused', () => {
    expect(() => parquet.writer!([], { compression: 'zstd' }, 'UTC')).toThrow(/INVALID_OPTION.*zstd.*none, snappy or gzip/);
    expect(() => parquet.writer!([], { rowgroupsize: 0 }, 'UTC')).toThrow(/INVALID_OPTION/);
  });
});

test('DuckDB reads what was written', async () => {
  const types = TYPES.filter((type) => type.kind !== 'null'), schema = schemaOf(types);
  const rows = fc.sample(fc.tuple(...types.map((type) => (isNested(type) || type.kind === 'timestamp' || type.kind === 'timestamp_ntz' || type.kind === 'date' ? fc.constant(null) : valueOrNull(type)))), { numRuns: 200, seed: 5 });
  const path = join(folder, 'out.parquet');
  writeFileSync(path, await write(schema, rows, 64, { rowgroupsize: 50 }));
  const duckdb = await (await DuckDBInstance.create(':memory:')).connect();
  const texts = schema.map(({ name, type }) => (type.kind === 'binary' ? `hex(${name})` : `${name}::VARCHAR`));
  const read = (await duckdb.runAndReadAll(`SELECT ${texts.join(', ')} FROM '${path}'`)).getRows();
  expect(read).toHaveLength(rows.length);
  read.forEach((cells, r) => cells.forEach((cell, c) => expectText(rows[r]![c]!, schema[c]!.type, cell, `row ${r}, ${schema[c]!.name}`)));
});
