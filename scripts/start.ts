// start.ts: `npm start`: builds the package and the page, answers a query over real data, then serves the playground until Ctrl-C.
// --no-open (or CI) keeps the browser closed; --port chooses where, and is tried before anything is built.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../src/cli/exit-code.ts';
import { openBrowser } from '../src/cli/open-browser.ts';
import { serveFolder } from '../src/cli/static-server.ts';
import type { StaticServer } from '../src/cli/static-server.ts';
import { buildPackage } from './build.ts';
import { bundlePage } from './lib/page.ts';

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

const server = await listen(values.port);
console.log('Building the package and the playground…');
await buildPackage();
await bundlePage('checkout');
console.log(await answer());
console.log(`Playground: ${server.url}   (Ctrl-C ends)`);
if (!values['no-open'] && !process.env['CI']) openBrowser(server.url);

async function listen(port: string): Promise<StaticServer> {
  try {
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new UsageError('--port must be 0 to 65535.');
    return await serveFolder(join(root, 'build', 'web'), { port: Number(port) });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
async function answer(): Promise<string> {
  // Only now: a fresh clone has no grammar before it is built.
  const { Session } = await import('../src/index.ts');
  await using session = await Session.create();
  await session.sql(QUERY).collect();
  const started = performance.now();
  const table = await session.sql(QUERY).showString(10);
  const elapsed = performance.now() - started;
  return `\n${QUERY}\n\n${table}\n3,000,000 flights, ${elapsed.toFixed(0)} ms (second run)\n`;
}
