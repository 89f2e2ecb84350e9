// The package's files on another host than the page, as from a CDN, without a bundler.

import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CONSUMER, EXPECTED, fixture } from './helpers/consumer.ts';
import { answerOf, serve } from './helpers/page.ts';

it('cross-origin script', async () => {
  const root = fixture('page');
  const cdn = await serve(`${CONSUMER}/node_modules/caudal/dist`, '/', { 'Access-Control-Allow-Origin': '*' });
  const map = JSON.stringify({ imports: { caudal: `${cdn.url}index.js` } });
  const html = `<!doctype html><script type="importmap">${map}</script><script type="module" src="./main.js"></script>`;
  writeFileSync(`${root}/cross-origin.html`, html);
  const site = await serve(root);
  expect(await answerOf(`${site.url}cross-origin.html`)).toEqual({ rows: EXPECTED, workers: 2 });
  await site.close();
  await cdn.close();
});
