// writers.test.ts: what the CSV and JSON writers write comes back the same; DuckDB reads it too.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { tableFromIPC } from 'apache-arrow';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBatch } from '../../src/column/batch.ts';
import { buildColumn } from '../../src/column/builder.ts';
import type { Connector } from '../../src/connectors/connector.ts';
import { arrow } from '../../src/connectors/arrow/arrow.ts';
import { csv } from '../../src/connectors/csv/csv.ts';
import { json } from '../../src/connectors/json/json.ts';
import { BIGINT, BINARY, BOOLEAN, DATE, DOUBLE, INT, STRING, TIMESTAMP, arrayOf, decimal, structOf } from '../../src/types/data-type.ts';
import type { Schema } from '../../src/types/data-type.ts';
import { StructValue } from '../../src/types/value.ts';
import type { Value } from '../../src/types/value.ts';
import { testEngine } from '../helpers/engine.ts';
import { readSource, textHandle } from '../helpers/read-source.ts';

const field = (name: string, type: Schema[number]['type']): Schema[number] => ({ name, type, nullable: true });
const SCHEMA: Schema = [
  field('i', INT), field('l', BIGINT), field('d', DOUBLE), field('m', decimal(38, 2)), field('b', BOOLEAN), field('s', STRING), field('day', DATE), field('t', TIMESTAMP),
];
const ROWS: readonly (readonly Value[])[] = [
  [1, 9007199254740993n, 0.1, -12345678901234567890n, true, 'plain', 19782, 1704103200500001n],
  [-5, -(2n ** 63n), 1e300, 5n, false, 'a,"b"\nc;', -1, -1n],
  [null, null, null, null, null, null, null, null],
  [0, 0n, -0, 0n, true, '', 0, 0n],
  [2, 1n, 5e-324, 100n, false, ' C:\\ ', 1, 1n],
];

async function write(connector: Connector, schema: Schema, rows: readonly (readonly Value[])[], options: Record<string, string | boolean> = {}): Promise<Uint8Array> {
  const engine = testEngine();
  const writer = connector.writer!(schema, options, 'UTC');
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < rows.length; at += 2) {
    const some = rows.slice(at, at + 2);
    const columns = schema.map(({ type }, c) => buildColumn(engine.memory, type, some.map((row) => row[c]!), (bytes) => engine.memory.temp(bytes)));
    chunks.push(...(await writer.write(makeBatch(some.length, columns), engine)));
  }
  chunks.push(...(await writer.finish()));
  return Buffer.concat(chunks);
}

let folder = '';
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'caudal-writers-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([['csv', csv, { header: true }], ['json', json, {}]] as const)('%s comes back', async (name, connector, options) => {
  const bytes = await write(connector, SCHEMA, ROWS, options);
  const back = await readSource(connector, { handles: textHandle(bytes, `x.${name}`), options, schema: SCHEMA });
  // A JSON line of nothing but NULLs is an empty object, a CSV record of them only separators: both stay rows.
  expect(back.rows).toEqual(ROWS);
  const zipped = await write(connector, SCHEMA, ROWS, { ...options, compression: 'gzip' });
  expect(gunzipSync(zipped).toString()).toBe(Buffer.from(bytes).toString());
});
test('DuckDB reads what is written', async () => {
  writeFileSync(join(folder, 'x.csv'), await write(csv, SCHEMA, ROWS, { header: true }));
  const connection = await (await DuckDBInstance.create()).connect();
  const result = await connection.runAndReadAll(`SELECT l::VARCHAR, d, s, day::VARCHAR FROM read_csv('${join(folder, 'x.csv')}', header = true, quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, columns = {i: 'INT', l: 'BIGINT', d: 'DOUBLE', m: 'DECIMAL(38,2)', b: 'BOOLEAN', s: 'VARCHAR', day: 'DATE', t: 'TIMESTAMPTZ'})`);
  expect(result.getRows()).toEqual([
    ['9007199254740993', 0.1, 'plain', '2024-02-29'], ['-9223372036854775808', 1e300, 'a,"b"\nc;', '1969-12-31'], [null, null, null, null], ['0', -0, '', '1970-01-01'], ['1', 5e-324, ' C:\\ ', '1970-01-02'],
  ]);
});
test('nested values, one column of NULLs, header of no rows', async () => {
  const nested: Schema = [field('a', arrayOf(INT)), field('s', structOf([field('x', BINARY), field('y', DOUBLE)]))];
  const row: Value[] = [[1, null], new StructValue([new Uint8Array([1, 2]), NaN])];
  expect(Buffer.from(await write(json, nested, [row])).toString()).toBe('{"a":[1,null],"s":{"x":"AQI=","y":"NaN"}}\n');
  expect(Buffer.from(await write(csv, nested, [row])).toString()).toBe('"[1,null]","{""x"":""AQI="",""y"":""NaN""}"\n');
  expect(Buffer.from(await write(csv, [field('a', INT)], [[1], [null], [2]])).toString()).toBe('1\n""\n2\n');
  expect(Buffer.from(await write(csv, SCHEMA, [], { header: true })).toString()).toBe('i,l,d,m,b,s,day,t\n');
});
test('Arrow comes back, in types and in apache-arrow', async () => {
  const schema: Schema = [...SCHEMA, field('a', arrayOf(STRING)), field('st', structOf([field('x', BIGINT)]))];
  const rows = ROWS.map((row, i): Value[] => [...row, i % 2 ? null : ['x', null], i === 2 ? null : new StructValue([BigInt(i)])]);
  const bytes = await write(arrow, schema, rows);
  const back = await readSource(arrow, { handles: textHandle(bytes, 'x.arrow') });
  expect(back.schema).toEqual(schema);
  expect(back.rows).toEqual(rows);
  expect(tableFromIPC(bytes).getChild('l')!.toArray()[0]).toBe(9007199254740993n);
  expect((await readSource(arrow, { handles: textHandle(await write(arrow, schema, []), 'x.arrow') })).rows).toEqual([]);
});
