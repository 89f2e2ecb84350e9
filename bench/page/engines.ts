// The engines in the race on a page. Only DuckDB-WASM's `coi` build has threads there, and only on an isolated page.
import { arquero } from '../engines/arquero.ts';
import { caudal } from '../engines/caudal.ts';
import { duckdbWasmPage } from '../engines/duckdb-wasm-page.ts';
import type { Entrant, Host } from '../engines/engine.ts';
import { ARROW_AND_CSV, PARQUET } from '../engines/duckdb-wasm-sql.ts';

const bytes = async (url: string): Promise<Uint8Array> => new Uint8Array(await (await fetch(url)).arrayBuffer());
/** Files as a file picker gives them, so that no lane waits for the server. */
const PAGE: Host = { bytes, file: async (url) => (await fetch(url)).blob() };

export const PAGE_ENGINES: Readonly<Record<string, Entrant>> = {
  caudal: {
    lanes: [
      { title: 'caudal 1w', threads: 1 },
      { title: 'caudal 2w', threads: 2 },
    ],
    create: () => caudal(PAGE),
  },
  'duckdb-wasm': {
    lanes: [
      { title: 'duckdb-wasm eh', threads: 1 },
      { title: 'duckdb-wasm coi 2t', threads: 2, isIsolated: true },
    ],
    create: () => duckdbWasmPage({ code: () => import('@duckdb/duckdb-wasm'), folder: '/duckdb-wasm/' }, ARROW_AND_CSV, PAGE),
  },
  // Its `coi` build does not start: `startWorker is not defined`.
  'duckdb-wasm-1.28': {
    lanes: [{ title: 'duckdb-wasm-1.28 eh', threads: 1 }],
    create: () => duckdbWasmPage({ code: () => import('duckdb-wasm-1.28'), folder: '/duckdb-wasm-1.28/' }, PARQUET, PAGE),
  },
  arquero: { lanes: [{ title: 'arquero', threads: 1 }], create: () => arquero(PAGE) },
};
