// rival.ts: DuckDB-WASM for the race, loaded only when it is asked for; its 33 MB come with a page built from a checkout. It gets Arrow
// IPC: its Parquet and JSON readers are not in its package but fetched from the network, which this page does not touch.
import * as duckdb from '@duckdb/duckdb-wasm';
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import workerUrl from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url';
import type { Table } from 'apache-arrow';
import type { ArrowRows } from './compare.ts';

export interface Rival {
  readonly name: string;
  /** Rows handed over as Arrow's stream form: of the file form it silently makes no table. */
  load(table: string, rows: Table): Promise<void>;
  /** The whole result as an Arrow table. */
  query(sql: string): Promise<ArrowRows>;
  /** At once, also while it works. */
  close(): Promise<void>;
}
export async function connectRival(): Promise<Rival> {
  const worker = new Worker(workerUrl);
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await database.instantiate(wasmUrl);
  const connection = await database.connect();
  return {
    name: 'DuckDB-WASM 1.32',
    async load(table, rows) {
      const { tableToIPC } = await import('apache-arrow');
      await connection.insertArrowFromIPCStream(tableToIPC(rows, 'stream'), { name: table, create: true });
    },
    query: (sql) => connection.query(sql),
    async close() {
      worker.terminate();
    },
  };
}
