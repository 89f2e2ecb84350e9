// The engines in the race in Node, in the order of the table's columns.
import { readFile } from 'node:fs/promises';
import { arquero } from './arquero.ts';
import { caudal } from './caudal.ts';
import { duckdb } from './duckdb.ts';
import { duckdbWasm } from './duckdb-wasm.ts';
import { ARROW_AND_CSV, PARQUET } from './duckdb-wasm-sql.ts';
import type { Entrant, Host } from './engine.ts';

const NODE: Host = {
  bytes: async (path) => new Uint8Array(await readFile(path)),
  file: async (path) => path,
};

export const ENGINES: Readonly<Record<string, Entrant>> = {
  caudal: {
    lanes: [
      { title: 'caudal 1w', threads: 1 },
      { title: 'caudal 2w', threads: 2 },
    ],
    create: () => caudal(NODE),
  },
  'duckdb-wasm': {
    lanes: [{ title: 'duckdb-wasm', threads: 1 }],
    create: () => duckdbWasm('@duckdb/duckdb-wasm', ARROW_AND_CSV, NODE),
  },
  'duckdb-wasm-1.28': {
    lanes: [{ title: 'duckdb-wasm-1.28', threads: 1 }],
    create: () => duckdbWasm('duckdb-wasm-1.28', PARQUET, NODE),
  },
  duckdb: { lanes: [{ title: 'duckdb 2t', threads: 2 }], create: duckdb },
  arquero: { lanes: [{ title: 'arquero', threads: 1 }], create: () => arquero(NODE) },
};
