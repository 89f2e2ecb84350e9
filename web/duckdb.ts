// duckdb.ts: DuckDB-WASM for the race, loaded only when it is asked for; its files come with the page.
import * as duckdb from '@duckdb/duckdb-wasm';
import wasmUrl from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import workerUrl from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url';

export interface Rival {
  load(table: string, ipcStream: Uint8Array): Promise<void>;
  /** Rows of the whole result as an Arrow table. */
  query(sql: string): Promise<number>;
  close(): Promise<void>;
}
export async function connectDuckdb(): Promise<Rival> {
  const worker = new Worker(workerUrl);
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await database.instantiate(wasmUrl);
  const connection = await database.connect();
  return {
    load: (table, ipc) => connection.insertArrowFromIPCStream(ipc, { name: table, create: true }),
    query: async (sql) => (await connection.query(sql)).numRows,
    async close() {
      await connection.close();
      await database.terminate();
      worker.terminate();
    },
  };
}
