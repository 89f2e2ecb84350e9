// hive.test.ts: partition folders: names Spark writes, types Spark reads, columns behind those of the files.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csv } from '../../src/connectors/csv/csv.ts';
import { json } from '../../src/connectors/json/json.ts';
import { escapePathName, partitionPath, unescapePathName } from '../../src/connectors/hive.ts';
import { BIGINT, BOOLEAN, DATE, DOUBLE, INT, STRING, TINYINT, decimal } from '../../src/types/data-type.ts';
import type { DataType, Field } from '../../src/types/data-type.ts';
import { formatType } from '../../src/types/format-type.ts';
import { readSource } from '../helpers/read-source.ts';

let folder = '';
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'caudal-hive-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('paths', () => {
  expect(partitionPath([['year', '2024'], ['a/b', 'x:y=z'], ['n', null], ['e', '']])).toBe('year=2024/a%2Fb=x%3Ay%3Dz/n=__HIVE_DEFAULT_PARTITION__/e=__HIVE_DEFAULT_PARTITION__');
  const all = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).join('');
  expect(unescapePathName(escapePathName(all))).toBe(all);
  expect(escapePathName(all)).not.toMatch(/[/\\:*?"\n]/);
});
test('folders become columns with inferred types', async () => {
  const files = { 'y=2024/m=01/c=a%2Fb/1.csv': 'v\n1\n', 'y=2025/m=__HIVE_DEFAULT_PARTITION__/c=9/2.csv': 'v\n2\n' };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const { schema, rows } = await readSource(csv, { paths: [folder] });
  expect(schema.map((f) => `${f.name} ${formatType(f.type)}`)).toEqual(['v int', 'y int', 'm int', 'c string']);
  expect(rows).toEqual([[1, 2024, 1, 'a/b'], [2, 2025, null, '9']]);
  mkdirSync(join(folder, 'z=1'));
  writeFileSync(join(folder, 'z=1/3.csv'), 'v\n3\n');
  await expect(readSource(csv, { paths: [folder] })).rejects.toThrow(/CONFLICTING_PARTITION_COLUMN_NAMES/);
});
test('a file has the columns of the folders below the one that was asked for, also when it was read by another name before', async () => {
  const root = join(folder, 'large'),
    file = join(root, 'x=1/1.csv');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `v\n${'123456789\n'.repeat(120_000)}`);
  const names = async (path: string): Promise<readonly string[]> => (await readSource(csv, { paths: [path], columns: [] })).names;
  expect(await names(root)).toEqual(['v', 'x']);
  expect(await names(file)).toEqual(['v']);
  expect(await names(root)).toEqual(['v', 'x']);
});

test.each([['csv', csv, 'v\n1\n'], ['json', json, '{"v":1}\n']] as const)('%s: a given schema that names folders has its types and spelling (values by Spark 4.0.1)', async (extension, connector, text) => {
  const root = join(folder, `given-${extension}`);
  for (const path of ['year=2024/name=01', 'year=2023/name=__HIVE_DEFAULT_PARTITION__']) {
    mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, path, `f.${extension}`), text);
  }
  const read = async (...schema: Field[]): Promise<readonly unknown[]> => {
    const source = await readSource(connector, { paths: [root], schema, options: { header: 'true' } });
    return [source.schema.map((f) => `${f.name} ${formatType(f.type)}`).join(), ...source.rows];
  };
  const v = { name: 'v', type: INT, nullable: true };
  const field = (name: string, type: DataType): Field => ({ name, type, nullable: true });
  expect(await read(field('name', STRING), v, field('year', BIGINT))).toEqual(['v int,year bigint,name string', [1, 2023n, null], [1, 2024n, '01']]);
  expect(await read(v, field('YEAR', STRING))).toEqual(['v int,YEAR string,name int', [1, '2023', null], [1, '2024', 1]]);
  expect(await read(field('year', DATE), v)).toEqual(['v int,year date,name int', [1, 19358, null], [1, 19723, 1]]);
  expect(await read(v, field('year', decimal(10, 2)), field('name', DOUBLE))).toEqual(['v int,year decimal(10,2),name double', [1, 202300n, null], [1, 202400n, 1]]);
  await expect(read(v, field('year', TINYINT))).rejects.toThrow(/INVALID_PARTITION_VALUE/);
  await expect(read(v, field('name', BOOLEAN))).rejects.toThrow(/INVALID_PARTITION_VALUE.*name=01/);
});
