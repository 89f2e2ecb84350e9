// Folders of the bench. This file lies one folder below bench/, as the bundles it is built into do (.cache/), so both see the same.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const BENCH = join(import.meta.dirname, '..');
export const ROOT = join(BENCH, '..');
export const CACHE = join(BENCH, '.cache');
export const QUERIES = join(BENCH, 'queries');
export const DIST = join(ROOT, 'dist');
/** Where a version of DuckDB-WASM has its builds. */
export const duckdbFolder = (packageName: string): string =>
  dirname(createRequire(import.meta.url).resolve(`${packageName}/dist/duckdb-eh.wasm`));
