// The group-by table of the H2O db-benchmark (G1, K = 100), seeded: id1..id3 text, id4..id6 and v1, v2 integers, v3 a double of 6 digits.
// Made once per row count as CSV, Parquet (by DuckDB, snappy, its default row groups) and Arrow IPC under bench/.cache.
import { existsSync, mkdirSync, openSync, writeSync, closeSync, writeFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Dictionary, Float64, Int32, Table, Utf8, makeData, makeVector, tableToIPC, vectorFromArray } from 'apache-arrow';
import type { Vector } from 'apache-arrow';
import type { DataFiles } from '../engines/engine.ts';
import { randomOf } from '../random.ts';
import { CACHE } from './paths.ts';

const GROUPS = 100;
const SEED = 108;

export interface H2oColumns {
  readonly codes: readonly [Int32Array, Int32Array, Int32Array];
  readonly ints: readonly [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];
  readonly v3: Float64Array;
}
export function h2oColumns(rows: number): H2oColumns {
  const random = randomOf(SEED);
  const upTo = (n: number): Int32Array => Int32Array.from({ length: rows }, () => 1 + Math.floor(random() * n));
  const few = Math.max(1, rows / GROUPS);
  return {
    codes: [upTo(GROUPS), upTo(GROUPS), upTo(few)],
    ints: [upTo(GROUPS), upTo(GROUPS), upTo(few), upTo(5), upTo(15)],
    v3: Float64Array.from({ length: rows }, () => Math.round(random() * 1e8) / 1e6),
  };
}
export const TEXT_WIDTHS = [3, 3, 10] as const;
export const textOf = (code: number, width: number): string => `id${String(code).padStart(width, '0')}`;
export const H2O_NAMES = ['id1', 'id2', 'id3', 'id4', 'id5', 'id6', 'v1', 'v2', 'v3'] as const;

/** Arrow with dictionary-encoded text, as a data tool would hand it over. */
function arrowTable({ codes, ints, v3 }: H2oColumns): Table {
  const columns: Record<string, Vector> = {};
  codes.forEach((codeColumn, c) => {
    const distinct = Math.max(codeColumn.reduce((a, b) => Math.max(a, b), 0));
    const values = vectorFromArray(
      Array.from({ length: distinct }, (_, i) => textOf(i + 1, TEXT_WIDTHS[c]!)),
      new Utf8(),
    );
    const indices = codeColumn.map((code) => code - 1);
    const type = new Dictionary(new Utf8(), new Int32(), c);
    columns[H2O_NAMES[c]!] = makeVector(
      makeData({ type, length: indices.length, data: indices, dictionary: values as Vector<Utf8> }),
    );
  });
  ints.forEach((column, c) => (columns[H2O_NAMES[c + 3]!] = makeVector(column)));
  columns['v3'] = makeVector(makeData({ type: new Float64(), length: v3.length, data: v3 }));
  return new Table(columns);
}
/** Paths of the data in all forms, made if they are not there. */
export async function h2oFiles(rows: number): Promise<DataFiles> {
  mkdirSync(CACHE, { recursive: true });
  const path = (extension: string): string => join(CACHE, `h2o-${rows}.${extension}`);
  const files = { csv: path('csv'), parquet: path('parquet'), arrow: path('arrow') };
  if (Object.values(files).every((file) => existsSync(file))) return files;
  const columns = h2oColumns(rows);
  whole(files.csv, (partial) => writeCsv(partial, columns, rows));
  whole(files.arrow, (partial) => writeFileSync(partial, tableToIPC(arrowTable(columns), 'stream')));
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const types = H2O_NAMES.map((name, i) => `'${name}': '${i < 3 ? 'VARCHAR' : i < 8 ? 'INTEGER' : 'DOUBLE'}'`).join(', ');
  const from = `SELECT * FROM read_csv('${files.csv}', header = true, columns = {${types}})`;
  await connection.run(`COPY (${from}) TO '${files.parquet}.partial' (FORMAT parquet)`);
  renameSync(`${files.parquet}.partial`, files.parquet);
  connection.closeSync();
  return files;
}
/** A file that is there is complete, even if the bench was stopped half-way. */
function whole(path: string, write: (partial: string) => void): void {
  write(`${path}.partial`);
  renameSync(`${path}.partial`, path);
}
function writeCsv(path: string, { codes, ints, v3 }: H2oColumns, rows: number): void {
  const file = openSync(path, 'w');
  let lines = [H2O_NAMES.join(',')];
  for (let row = 0; row < rows; row++) {
    const text = codes.map((column, c) => textOf(column[row]!, TEXT_WIDTHS[c]!));
    lines.push([...text, ...ints.map((column) => column[row]!), v3[row]!.toFixed(6)].join(','));
    if (lines.length >= 50_000) {
      writeSync(file, `${lines.join('\n')}\n`);
      lines = [];
    }
  }
  if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`);
  closeSync(file);
}
