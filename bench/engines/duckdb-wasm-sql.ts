// What DuckDB-WASM can do without a network, and what it is told, in Node and on a page alike.
import type { Engine } from './engine.ts';

export type Ability = Pick<Engine, 'sources' | 'loads'>;
/** 1.32 fetches its Parquet reader from the network; 1.28.0 has it built in and is asked for nothing else. */
export const ARROW_AND_CSV: Ability = { sources: ['memory', 'csv'], loads: ['arrow', 'csv'] };
export const PARQUET: Ability = { sources: ['parquet'], loads: ['parquet'] };

/** Dictionary-encoded text arrives as ENUM; as a table of its own it is VARCHAR, which it groups faster. */
export const TABLE_FROM_ARROW =
  'CREATE TABLE x AS SELECT id1::VARCHAR id1, id2::VARCHAR id2, id3::VARCHAR id3, id4, id5, id6, v1, v2, v3 FROM x_arrow';
/** A file registered as `x.<form>`. */
export const scanOf = (form: 'parquet' | 'csv'): string =>
  form === 'csv' ? "read_csv_auto('x.csv')" : "parquet_scan('x.parquet')";
