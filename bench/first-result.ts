// From nothing to the first result, in a fresh process: import the engine, open it without threads beside its own, SELECT 1 as rows, or
// as the table that queries are raced to (Caudal imports apache-arrow then, DuckDB-WASM with the rest).
import { ENGINES } from './engines/index.ts';

const [, , name, form] = process.argv;
const engine = ENGINES[name!]!.create();
const query = { name: 'first', sql: 'SELECT 1 AS one' };
const start = performance.now();
await engine.prepare();
const imported = performance.now();
await engine.open(0);
const result = form === 'rows' ? await engine.rows(query) : await engine.query(query);
const done = performance.now();
const one = Number(Array.isArray(result) ? result[0]?.one : engine.read(result).columns[0]?.[0]);
if (one !== 1) throw new Error(`SELECT 1 is ${one}`);
console.log(`\n${JSON.stringify({ importMs: imported - start, firstMs: done - imported })}`);
process.exit(0);
