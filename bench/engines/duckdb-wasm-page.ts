// DuckDB-WASM on a page, in its worker: the `eh` build with one thread, on an isolated page the `coi` build with threads.
import type { AsyncDuckDB, AsyncDuckDBConnection } from '@duckdb/duckdb-wasm';
import type { Table } from 'apache-arrow';
import { scanOf, TABLE_FROM_ARROW } from './duckdb-wasm-sql.ts';
import type { Ability } from './duckdb-wasm-sql.ts';
import type { Engine, Host } from './engine.ts';
import { readArrow } from './read-arrow.ts';

/** What is used of the package, in either version. */
interface Code {
  readonly AsyncDuckDB: new (logger: never, worker: Worker) => unknown;
  readonly VoidLogger: new () => unknown;
}
interface Build {
  code(): Promise<Code>;
  /** Where its workers and wasm are served. */
  readonly folder: string;
}
export function duckdbWasmPage(build: Build, can: Ability, host: Host): Engine {
  let code: Code | undefined;
  let database: AsyncDuckDB | undefined;
  let connection: AsyncDuckDBConnection | undefined;
  const must = (): AsyncDuckDBConnection => {
    if (!connection) throw new Error('not open');
    return connection;
  };
  const register = async (form: 'parquet' | 'csv', path: string): Promise<string> => {
    await database!.registerFileBuffer(`x.${form}`, await host.bytes(path));
    return scanOf(form);
  };
  return {
    ...can,
    prepare: async () => void (code = await build.code()),
    async open(threads) {
      const url = (file: string): string => new URL(`${build.folder}duckdb-${file}`, globalThis.location.href).href;
      const variant = globalThis.crossOriginIsolated ? 'coi' : 'eh';
      const worker = new Worker(url(`browser-${variant}.worker.js`));
      database = new code!.AsyncDuckDB(new code!.VoidLogger() as never, worker) as AsyncDuckDB;
      await database.instantiate(url(`${variant}.wasm`), variant === 'coi' ? url('browser-coi.pthread.worker.js') : null);
      await database.open({ maximumThreads: threads, query: { castBigIntToDouble: false } });
      connection = await database.connect();
    },
    async load(form, files) {
      await must().query('DROP TABLE IF EXISTS x');
      if (form === 'arrow') {
        await must().insertArrowFromIPCStream(await host.bytes(files.arrow), { name: 'x_arrow', create: true });
        await must().query(TABLE_FROM_ARROW);
        await must().query('DROP TABLE x_arrow');
        return;
      }
      await must().query(`CREATE TABLE x AS SELECT * FROM ${await register(form, files[form])}`);
      await database!.dropFile(`x.${form}`);
    },
    scan: async (form, files) => void (await must().query(`CREATE VIEW x AS SELECT * FROM ${await register(form, files[form])}`)),
    query: ({ sql }) => must().query(sql),
    rows: async ({ sql }) => (await must().query(sql)).toArray() as object[],
    read: (result) => readArrow(result as Table),
    async close() {
      await must().close();
      await database!.terminate();
    },
  };
}
