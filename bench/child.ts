// One lane of a race in a process of its own; prints one JSON line. Usage: child.ts ENGINE ROWS JOB
import { h2oFiles } from './data/h2o.ts';
import { ENGINES } from './engines/index.ts';
import { race } from './race.ts';
import type { Job } from './race.ts';
import { h2oQueries } from './queries/index.ts';

const [, , name, rows, job] = process.argv;
const engine = ENGINES[name!]!.create();
const files = await h2oFiles(Number(rows));
await engine.prepare();
const before = process.memoryUsage.rss();
const peakBytes = (): number => process.resourceUsage().maxRSS * 1024 - before;
const result = await race(engine, JSON.parse(job!) as Job, files, h2oQueries(), peakBytes);
await engine.close();
console.log(`\n${JSON.stringify(result)}`);
process.exit(0);
