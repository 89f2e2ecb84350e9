// Native DuckDB: its own result chunks on the caller, not converted further.
import type { DuckDBConnection, DuckDBResultReader } from '@duckdb/node-api';
import type { DataFiles, Engine } from './engine.ts';

export function duckdb(): Engine {
  let connection: DuckDBConnection | undefined;
  const must = (): DuckDBConnection => {
    if (!connection) throw new Error('not open');
    return connection;
  };
  const reader = (form: 'parquet' | 'csv', files: DataFiles): string =>
    form === 'csv' ? `read_csv('${files.csv}')` : `read_parquet('${files.parquet}')`;
  return {
    sources: ['memory', 'parquet', 'csv'],
    loads: ['parquet', 'csv'],
    prepare: async () => void (await import('@duckdb/node-api')),
    /** The caller's thread counts. */
    async open(threads) {
      const { DuckDBInstance } = await import('@duckdb/node-api');
      connection = await (await DuckDBInstance.create(':memory:', { threads: String(Math.max(1, threads)) })).connect();
    },
    async load(form, files) {
      if (form === 'arrow') throw new Error('native DuckDB takes no Arrow from JavaScript');
      await must().run(`CREATE OR REPLACE TABLE x AS SELECT * FROM ${reader(form, files)}`);
    },
    scan: async (form, files) => void (await must().run(`CREATE VIEW x AS SELECT * FROM ${reader(form, files)}`)),
    query: ({ sql }) => must().runAndReadAll(sql),
    rows: async ({ sql }) => (await must().runAndReadAll(sql)).getRowObjectsJS(),
    read(result) {
      const found = result as DuckDBResultReader;
      return { names: found.columnNames(), columns: found.getColumnsJS() as unknown[][] };
    },
    close: async () => must().closeSync(),
  };
}
