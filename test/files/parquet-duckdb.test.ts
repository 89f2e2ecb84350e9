// parquet-duckdb.test.ts: files that native DuckDB writes with every codec and page version it has, read back and compared with what
// DuckDB says was written: all types with NULLs and extremes, nested values, dictionaries that overflow into PLAIN.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parquet } from '../../src/connectors/parquet/connector.ts';
import { INT, STRING, isNested, type DataType, type Field } from '../../src/types/data-type.ts';
import { formatType } from '../../src/types/format-type.ts';
import { MapValue, StructValue, type Value } from '../../src/types/value.ts';
import { expectText } from '../helpers/duckdb-text.ts';
import { scan } from '../helpers/scan.ts';

let duckdb: DuckDBConnection, folder = '';
beforeAll(async () => {
  duckdb = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  folder = mkdtempSync(join(tmpdir(), 'caudal-parquet-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ROWS = 12_000;
/** Every type; about one value in seven is NULL; some columns repeat, some are unique, some change their nature half-way. */
const COLUMNS: Readonly<Record<string, string>> = {
  b: 'i % 3 = 0', i8: '((i * 37) % 256 - 128)::TINYINT', i16: '((i * 997) % 65536 - 32768)::SMALLINT',
  i32: '(hash(i)::HUGEINT % 4294967296 - 2147483648)::INTEGER', i64: '(hash(i)::HUGEINT - 9223372036854775808)::BIGINT', steps: '(i * 3)::BIGINT',
  u8: '(i % 256)::UTINYINT', u16: '(i * 7 % 65536)::USMALLINT', u32: '(hash(i) % 4294967296)::UINTEGER', u64: 'hash(i)::UBIGINT',
  f32: '(i / 7)::FLOAT', f64: "CASE i % 50 WHEN 1 THEN 'NaN' WHEN 2 THEN 'inf' WHEN 3 THEN '-0.0' ELSE (i / 3)::VARCHAR END::DOUBLE",
  few: "'city ' || (i % 40)", many: "'näme ' || hash(i)", drift: "CASE WHEN i < 4000 THEN 'x' || i % 10 ELSE repeat('é', i % 90) || i END", empty: "''",
  blob: "encode('b' || hash(i) % 1000)", d9: '(i % 2000000 - 1000000)::DECIMAL(9, 2) / 100', d18: '(hash(i) % 1000000000000000)::DECIMAL(18, 3)',
  d38: '(i::HUGEINT * 1000000000000000000000 - 15000)::DECIMAL(38, 4)', day: "DATE '1900-01-01' + (i * 7 % 80000)::INTEGER",
  ts: "TIMESTAMP '1960-01-01' + to_microseconds(i * 987654321)", tms: "(TIMESTAMP '2000-01-01' + to_milliseconds(i * 98765))::TIMESTAMP_MS",
  tns: "make_timestamp_ns(i * 98765432123456 + 999)", tz: "TIMESTAMPTZ '2020-01-01 00:00:00+00' + to_seconds(i)", tod: "TIME '00:00:00' + to_microseconds(i * 2876543)",
  id: "md5(i::VARCHAR)::UUID", none: 'NULL::INTEGER', one: '42',
};
const NESTED: Readonly<Record<string, string>> = {
  ints: 'CASE WHEN i % 11 = 0 THEN [] ELSE [i, NULL, i + 1] END', deep: "[[{'x': i, 'y': ['a', NULL, 'b' || i]}], NULL, []]",
  point: "{'x': i, 'y': {'z': 's' || i % 9, 'w': NULL::INT}}", dict: "MAP {'k' || i % 5: i, 'z': NULL}", longer: 'range(i % 300)',
};
const nulled = (name: string, sql: string): string => `CASE WHEN hash(i, '${name}') % 7 = 0 AND '${name}' NOT IN ('steps', 'one', 'u64', 'many') THEN NULL ELSE ${sql} END AS ${name}`;
const selectOf = (columns: Readonly<Record<string, string>>, rows: number): string =>
  `SELECT ${Object.entries(columns).map(([name, sql]) => nulled(name, sql)).join(', ')} FROM range(${rows}) t(i)`;

async function check(name: string, columns: Readonly<Record<string, string>>, rows: number, options: string, batchRows: number): Promise<void> {
  const path = join(folder, `${name}.parquet`);
  await duckdb.run(`COPY (${selectOf(columns, rows)}) TO '${path}' (FORMAT parquet, ${options})`);
  const { source, rows: read, rowCount } = await scan(parquet, path, { batchRows });
  expect(rowCount).toBe(rows);
  const texts = source.schema.map(({ name: column, type }) => {
    if (isNested(type)) return `to_json(${column})::VARCHAR`;
    return type.kind === 'binary' ? `hex(${column})` : column === 'tz' ? `(${column} AT TIME ZONE 'UTC')::VARCHAR` : `${column}::VARCHAR`;
  });
  const expected = (await duckdb.runAndReadAll(`SELECT ${texts.join(', ')} FROM (${selectOf(columns, rows)})`)).getRows();
  expected.forEach((row, r) => row.forEach((cell, c) => {
    const { name: column, type } = source.schema[c]!;
    const wanted: unknown = cell !== null && isNested(type) ? JSON.parse(cell as string) : column === 'tns' && cell !== null ? toMicros(cell as string) : cell;
    expectText(read[r]![c]!, type, wanted, `${name}, row ${r}, ${column}`);
  }));
}
/** Nanoseconds are cut to microseconds, and a fraction ends in no zeros. */
const toMicros = (text: string): string => text.replace(/(\.\d{6})\d*$/, '$1').replace(/\.0*$|(\.\d*?)0+$/, '$1');

describe('files written by DuckDB', () => {
  const codecs = { uncompressed: ROWS, snappy: ROWS, gzip: ROWS, zstd: ROWS, brotli: 1000, lz4: ROWS, lz4_raw: ROWS };
  for (const [codec, rows] of Object.entries(codecs)) {
    for (const version of ['V1', 'V2']) {
      test(`${codec}, ${version}`, () => check(`flat-${codec}-${version}`, COLUMNS, rows, `COMPRESSION ${codec}, PARQUET_VERSION ${version}, ROW_GROUP_SIZE 6144`, 8192), 60_000);
    }
  }
  test('without dictionaries, small batches', () => check('plain', COLUMNS, 5000, 'COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 1', 1000));
  test('batches of one row', () => check('ones', COLUMNS, 300, 'COMPRESSION snappy', 1));
  test.each(['V1', 'V2'])('nested, %s', (version) => check(`nested-${version}`, NESTED, 6000, `COMPRESSION snappy, PARQUET_VERSION ${version}, ROW_GROUP_SIZE 4096`, 1000));
  test('nested, batches of seven', () => check('nested-7', NESTED, 500, 'COMPRESSION zstd', 7));

  test('intervals of days and time; months are refused', async () => {
    const path = join(folder, 'interval.parquet');
    await duckdb.run(`COPY (SELECT INTERVAL 3 DAY + INTERVAL 5 SECOND AS v) TO '${path}' (FORMAT parquet)`);
    const { source, rows } = await scan(parquet, path);
    expect(source.schema[0]!.type.kind).toBe('interval_day_time');
    expect(rows).toEqual([[(3n * 86400n + 5n) * 1_000_000n]]);
    await duckdb.run(`COPY (SELECT INTERVAL 1 MONTH AS v) TO '${path}' (FORMAT parquet)`);
    await expect(scan(parquet, path)).rejects.toThrow(/interval/);
  });
});

describe('many files', () => {
  test('Hive folders become typed columns, and prune files', async () => {
    const base = join(folder, 'hive');
    await duckdb.run(`COPY (SELECT i AS v, 2020 + i % 3 AS year, CASE i % 2 WHEN 0 THEN 'Rome' END AS city, DATE '2024-01-01' + (i % 2)::INT AS day FROM range(12) t(i)) TO '${base}' (FORMAT parquet, PARTITION_BY (year, city, day))`);
    const { source, rows, metrics } = await scan(parquet, base, {
      filters: (a) => [{ kind: 'Call', name: 'equal', args: [a('year'), { kind: 'Literal', value: 2021, type: INT }], type: { kind: 'boolean' } }],
    });
    expect(source.schema.map((f) => `${f.name} ${f.type.kind}`)).toEqual(['v bigint', 'year int', 'city string', 'day date']);
    expect(metrics).toMatchObject({ files: 6, filesRead: 2 });
    expect([...rows].sort((x, y) => Number(x[0]) - Number(y[0]))).toEqual([[1n, 2021, null, 19724], [4n, 2021, 'Rome', 19723], [7n, 2021, null, 19724], [10n, 2021, 'Rome', 19723]]);
  });
  test('mergeSchema adds columns; a type that differs names the file', async () => {
    await duckdb.run(`COPY (SELECT 1 AS a, 'x' AS b) TO '${folder}/m1.parquet' (FORMAT parquet)`);
    await duckdb.run(`COPY (SELECT 2 AS a, 3.5::DOUBLE AS c) TO '${folder}/m2.parquet' (FORMAT parquet)`);
    await duckdb.run(`COPY (SELECT 'z' AS a) TO '${folder}/m3.parquet' (FORMAT parquet)`);
    const two = `${folder}/m[12].parquet`;
    expect((await scan(parquet, two)).rows).toEqual([[1, 'x'], [2, null]]);
    expect((await scan(parquet, two, { options: { mergeschema: true } })).rows).toEqual([[1, 'x', null], [2, null, 3.5]]);
    await expect(scan(parquet, `${folder}/m*.parquet`)).rejects.toThrow(/Column a is string in .*m3\.parquet, where int is wanted/);
  });
  test('mergeSchema unites the fields of structs, however deep they stand', async () => {
    const copy = (name: string, sql: string): Promise<unknown> => duckdb.run(`COPY (${sql}) TO '${folder}/${name}.parquet' (FORMAT parquet)`);
    await copy('s1', "SELECT {a: 1, in_: {x: 1, y: 'p'}} AS s, [{k: 1}] AS l, MAP {'m': {v: 1}} AS m UNION ALL SELECT NULL, [], NULL");
    await copy('s2', "SELECT {b: 'q', in_: {z: 2.5::DOUBLE, x: 7}, a: 2} AS s, [{k: 2, j: 'r'}, NULL] AS l, MAP {'n': {v: 2, w: 3}} AS m");
    const path = `${folder}/s[12].parquet`;
    const { source, rows } = await scan(parquet, path, { options: { mergeschema: true } });
    expect(source.schema.map(({ type }) => formatType(type))).toEqual([
      'struct<a:int,in_:struct<x:int,y:string,z:double>,b:string>', 'array<struct<k:int,j:string>>', 'map<string,struct<v:int,w:int>>',
    ]);
    const struct = (...values: Value[]): StructValue => new StructValue(values);
    expect(rows).toEqual([
      [struct(1, struct(1, 'p', null), null), [struct(1, null)], new MapValue([['m', struct(1, null)]])],
      [null, [], null],
      [struct(2, struct(7, null, 2.5), 'q'), [struct(2, 'r'), null], new MapValue([['n', struct(2, 3)]])],
    ]);
    await expect(scan(parquet, path)).rejects.toThrow(/SCHEMA_MISMATCH/);
    await copy('s3', "SELECT {a: 'text'} AS s");
    await expect(scan(parquet, `${folder}/s*.parquet`, { options: { mergeschema: true } })).rejects.toThrow(/SCHEMA_MISMATCH.*s3/);
  });
  test('a schema that is given picks columns, NULL where there are none', async () => {
    await duckdb.run(`COPY (SELECT 1 AS a, 'x' AS b) TO '${folder}/g.parquet' (FORMAT parquet)`);
    const field = (name: string, type: DataType): Field => ({ name, type, nullable: true });
    const schema = [field('c', INT), field('b', STRING)];
    const { source, rows } = await scan(parquet, `${folder}/g.parquet`, { schema });
    expect(source.schema).toEqual(schema);
    expect(rows).toEqual([[null, 'x']]);
    await expect(scan(parquet, `${folder}/g.parquet`, { schema: [field('b', INT)] })).rejects.toThrow(/SCHEMA_MISMATCH/);
  });
  test('a path that matches nothing', () => expect(scan(parquet, join(folder, 'none*.parquet'))).rejects.toThrow(/PATH_NOT_FOUND/));
});

describe('sources that are only read asynchronously', () => {
  test('give the same rows', async () => {
    const path = join(folder, 'async.parquet');
    await duckdb.run(`COPY (${selectOf({ ...COLUMNS, ...NESTED }, 5000)}) TO '${path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)`);
    const sync = await scan(parquet, path);
    const { nodePlatform } = await import('../../src/platform/node.ts');
    const platform = nodePlatform();
    const bytes = readFileSync(path);
    const later = { ...platform, open: async () => ({
      label: 'later', size: bytes.length, version: '1', close: () => undefined,
      read: async (offset: number, length: number) => new Uint8Array(bytes.subarray(offset, offset + length)),
    }) };
    const { rows } = await scan(parquet, new Uint8Array(1), { platform: later });
    expect(rows).toEqual(sync.rows);
  });
});
