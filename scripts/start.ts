// start.ts: `npm start`: builds the package and the page, answers a query over real data, then serves the playground until Ctrl-C.
// --no-open (or CI) keeps the browser closed; --port chooses where.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { Session } from '../src/index.ts';
import { buildPackage } from './build.ts';
import { openBrowser } from '../src/cli/open-browser.ts';
import { serveFolder } from '../src/cli/static-server.ts';

const { values } = parseArgs({
  options: { 'no-open': { type: 'boolean', default: false }, port: { type: 'string', default: '0' } },
});
const root = join(import.meta.dirname, '..');
const QUERY = `SELECT origin, count(*) AS flights, round(avg(delay), 1) AS mean_delay, max(delay) AS worst
FROM 'node_modules/vega-datasets/data/flights-3m.parquet'
WHERE distance > 500
GROUP BY origin
ORDER BY flights DESC
LIMIT 10`;

console.log('Building the package and the playground…');
await buildPackage();
await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });

const session = await Session.create();
await session.sql(QUERY).collect();
const started = performance.now();
const rows = session.sql(QUERY);
const table = await rows.showString(10);
const elapsed = performance.now() - started;
console.log(`\n${QUERY}\n\n${table}\n3,000,000 flights, ${elapsed.toFixed(0)} ms (second run)\n`);
await session.close();

const server = await serveFolder(join(root, 'build', 'web'), { port: Number(values.port) });
console.log(`Playground: ${server.url}   (Ctrl-C ends)`);
if (!values['no-open'] && !process.env['CI']) openBrowser(server.url);
