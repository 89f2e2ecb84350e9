// The engines in the race, in the order of the table's columns.
import { caudal } from './caudal.ts';
import { duckdb } from './duckdb.ts';
import { duckdbWasm } from './duckdb-wasm.ts';
import type { Engine } from './engine.ts';

export const ENGINES: Readonly<Record<string, () => Engine>> = {
  caudal,
  'duckdb-wasm': () => duckdbWasm('@duckdb/duckdb-wasm', ['memory', 'csv']),
  'duckdb-wasm-1.28': () => duckdbWasm('duckdb-wasm-1.28', ['parquet']),
  duckdb,
};
