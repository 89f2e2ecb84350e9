// From nothing to the first result, in a fresh process: import the engine, open it without threads beside its own, SELECT 1.
import { ENGINES } from './engines/index.ts';

const engine = ENGINES[process.argv[2]!]!.create();
const start = performance.now();
await engine.prepare();
const imported = performance.now();
await engine.open(0);
const result = await engine.query({ name: 'first', sql: 'SELECT 1 AS one' });
const done = performance.now();
const one = Number(engine.read(result).columns[0]?.[0]);
if (one !== 1) throw new Error(`SELECT 1 is ${one}`);
console.log(`\n${JSON.stringify({ importMs: imported - start, firstMs: done - imported })}`);
process.exit(0);
