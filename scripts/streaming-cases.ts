// streaming-cases.ts: `npm run streaming-cases -- FILE.json [--workers n] [--only id,…]` runs every case of a file through the
// public API, names those that fail, ends in `N passed, N failed`.
import { parseArgs } from 'node:util';
import { readCases } from '../test/streams/cases/case.ts';
import { runCase } from '../test/streams/cases/runner.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { workers: { type: 'string', default: '0' }, only: { type: 'string' } },
});
const [path] = positionals;
const workers = Number(values.workers);
if (path === undefined || !Number.isInteger(workers) || workers < 0) {
  console.error('usage: npm run streaming-cases -- FILE.json [--workers n] [--only id,…]');
  process.exit(2);
}
const only = values.only?.split(',');
const cases = readCases(path).filter((one) => only === undefined || only.includes(one.id));

const failed: string[] = [];
for (const one of cases) {
  try {
    await runCase(one, workers);
  } catch (error) {
    failed.push(one.id);
    console.log(`FAIL ${one.id} (${one.source.slice(one.source.lastIndexOf('/') + 1)}): ${(error as Error).message}`);
  }
}
if (failed.length > 0) console.log(`failing: ${failed.join(' ')}`);
console.log(`${cases.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length === 0 && cases.length > 0 ? 0 : 1);
