// The engines in the race in Node, in the order of the table's columns.
import { readFile } from 'node:fs/promises';
import { packageUrl } from '../data/paths.ts';
import { arquero } from './arquero.ts';
import { caudal } from './caudal.ts';
import { duckdb } from './duckdb.ts';
import { duckdbWasm } from './duckdb-wasm.ts';
import type { Entrant, Host } from './engine.ts';

const NODE: Host = {
  caudal: () => import(packageUrl('index.js')) as Promise<typeof import('../../src/index.ts')>,
  bytes: async (path) => new Uint8Array(await readFile(path)),
  file: async (path) => path,
};
const ARROW_AND_CSV = { sources: ['memory', 'csv'], loads: ['arrow', 'csv'] } as const;
const PARQUET = { sources: ['parquet'], loads: ['parquet'] } as const;

export const ENGINES: Readonly<Record<string, Entrant>> = {
  caudal: {
    lanes: [
      ['caudal 1w', 1],
      ['caudal 2w', 2],
    ],
    create: () => caudal(NODE),
  },
  'duckdb-wasm': { lanes: [['duckdb-wasm', 1]], create: () => duckdbWasm('@duckdb/duckdb-wasm', ARROW_AND_CSV, NODE) },
  'duckdb-wasm-1.28': { lanes: [['duckdb-wasm-1.28', 1]], create: () => duckdbWasm('duckdb-wasm-1.28', PARQUET, NODE) },
  duckdb: { lanes: [['duckdb 2t', 2]], create: duckdb },
  arquero: { lanes: [['arquero', 1]], create: () => arquero(NODE) },
};
