// DuckDB-WASM in Node (eh build, one thread), on its blocking interface: the least overhead it has.
// 1.32 ships no Parquet (it is fetched from the network); 1.28.0 has it built in and is asked for Parquet only.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Table } from 'apache-arrow';
import type { DataSource, Engine } from './engine.ts';
import { readArrow } from './read-arrow.ts';

interface Connection {
  query(sql: string): unknown;
  insertArrowFromIPCStream(bytes: Uint8Array, options: { name: string; create: boolean }): void;
  close(): void;
}
interface Bindings {
  connect(): Connection;
  registerFileBuffer(name: string, bytes: Uint8Array): void;
  open(config: object): void;
}
interface BlockingModule {
  createDuckDB(
    bundles: object,
    logger: object,
    runtime: object,
  ): Promise<{ instantiate(progress: () => void): Promise<Bindings> }>;
  VoidLogger: new () => object;
  NODE_RUNTIME: object;
}

export function duckdbWasm(packageName: string, sources: readonly DataSource[]): Engine {
  const require = createRequire(import.meta.url);
  const dist = dirname(require.resolve(`${packageName}/dist/duckdb-eh.wasm`));
  let module: BlockingModule | undefined;
  let bindings: Bindings | undefined;
  let connection: Connection | undefined;
  const must = (): Connection => {
    if (!connection) throw new Error('not open');
    return connection;
  };
  return {
    name: packageName === '@duckdb/duckdb-wasm' ? 'duckdb-wasm' : packageName,
    sources,
    prepare: async () => void (module = require(join(dist, 'duckdb-node-blocking.cjs')) as BlockingModule),
    async open() {
      const bundle = { mainModule: join(dist, 'duckdb-eh.wasm'), mainWorker: join(dist, 'duckdb-node-eh.worker.cjs') };
      const database = await module!.createDuckDB({ mvp: bundle, eh: bundle }, new module!.VoidLogger(), module!.NODE_RUNTIME);
      bindings = await database.instantiate(() => undefined);
      bindings.open({ query: { castBigIntToDouble: false } });
      connection = bindings.connect();
    },
    async load(source, files) {
      if (source === 'memory') {
        must().insertArrowFromIPCStream(new Uint8Array(readFileSync(files.arrow)), { name: 'x_arrow', create: true });
        must().query(
          'CREATE TABLE x AS SELECT id1::VARCHAR id1, id2::VARCHAR id2, id3::VARCHAR id3, id4, id5, id6, v1, v2, v3 FROM x_arrow',
        );
        must().query('DROP TABLE x_arrow');
        return;
      }
      bindings!.registerFileBuffer(`x.${source}`, new Uint8Array(readFileSync(files[source])));
      must().query(`CREATE VIEW x AS SELECT * FROM ${source === 'csv' ? "read_csv_auto('x.csv')" : "parquet_scan('x.parquet')"}`);
    },
    query: async (sql) => must().query(sql),
    read: (result) => readArrow(result as Table),
    close: async () => must().close(),
  };
}
