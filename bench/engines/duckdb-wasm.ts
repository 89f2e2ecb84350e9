// DuckDB-WASM in Node (eh build, one thread), on its blocking interface: the least overhead it has.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Table } from 'apache-arrow';
import { duckdbFolder } from '../data/paths.ts';
import { scanOf, TABLE_FROM_ARROW } from './duckdb-wasm-sql.ts';
import type { Ability } from './duckdb-wasm-sql.ts';
import type { Engine, Host } from './engine.ts';
import { readArrow } from './read-arrow.ts';

interface Connection {
  query(sql: string): unknown;
  insertArrowFromIPCStream(bytes: Uint8Array, options: { name: string; create: boolean }): void;
  close(): void;
}
interface Bindings {
  connect(): Connection;
  registerFileBuffer(name: string, bytes: Uint8Array): void;
  dropFile(name: string): void;
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

export function duckdbWasm(packageName: string, can: Ability, host: Host): Engine {
  const require = createRequire(import.meta.url);
  const dist = duckdbFolder(packageName);
  let module: BlockingModule | undefined;
  let bindings: Bindings | undefined;
  let connection: Connection | undefined;
  const must = (): Connection => {
    if (!connection) throw new Error('not open');
    return connection;
  };
  const register = async (form: 'parquet' | 'csv', path: string): Promise<string> => {
    bindings!.registerFileBuffer(`x.${form}`, await host.bytes(path));
    return scanOf(form);
  };
  return {
    ...can,
    prepare: async () => void (module = require(join(dist, 'duckdb-node-blocking.cjs')) as BlockingModule),
    async open() {
      const bundle = { mainModule: join(dist, 'duckdb-eh.wasm'), mainWorker: join(dist, 'duckdb-node-eh.worker.cjs') };
      const database = await module!.createDuckDB({ mvp: bundle, eh: bundle }, new module!.VoidLogger(), module!.NODE_RUNTIME);
      bindings = await database.instantiate(() => undefined);
      bindings.open({ query: { castBigIntToDouble: false } });
      connection = bindings.connect();
    },
    async load(form, files) {
      must().query('DROP TABLE IF EXISTS x');
      if (form === 'arrow') {
        must().insertArrowFromIPCStream(await host.bytes(files.arrow), { name: 'x_arrow', create: true });
        must().query(TABLE_FROM_ARROW);
        must().query('DROP TABLE x_arrow');
        return;
      }
      must().query(`CREATE TABLE x AS SELECT * FROM ${await register(form, files[form])}`);
      bindings!.dropFile(`x.${form}`);
    },
    scan: async (form, files) => void must().query(`CREATE VIEW x AS SELECT * FROM ${await register(form, files[form])}`),
    query: async ({ sql }) => must().query(sql),
    rows: async ({ sql }) => (must().query(sql) as Table).toArray() as object[],
    read: (result) => readArrow(result as Table),
    close: async () => must().close(),
  };
}
