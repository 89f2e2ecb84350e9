// Native DuckDB: its own result chunks on the caller, not converted further.
import type { DuckDBConnection, DuckDBResultReader } from '@duckdb/node-api';
import type { Engine } from './engine.ts';

export function duckdb(): Engine {
  let connection: DuckDBConnection | undefined;
  const must = (): DuckDBConnection => {
    if (!connection) throw new Error('not open');
    return connection;
  };
  return {
    name: 'duckdb',
    sources: ['memory', 'parquet', 'csv'],
    prepare: async () => void (await import('@duckdb/node-api')),
    async open(threads) {
      const { DuckDBInstance } = await import('@duckdb/node-api');
      connection = await (await DuckDBInstance.create(':memory:', { threads: String(threads) })).connect();
    },
    async load(source, files) {
      const from = source === 'csv' ? `read_csv('${files.csv}')` : `read_parquet('${files.parquet}')`;
      await must().run(`CREATE ${source === 'memory' ? 'TABLE' : 'VIEW'} x AS SELECT * FROM ${from}`);
    },
    query: (sql) => must().runAndReadAll(sql),
    read(result) {
      const reader = result as DuckDBResultReader;
      return { names: reader.columnNames(), columns: reader.getColumnsJS() as unknown[][] };
    },
    close: async () => must().closeSync(),
  };
}
