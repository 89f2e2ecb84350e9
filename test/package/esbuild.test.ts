// esbuild leaves `new URL('./worker.js', import.meta.url)` as it is: the package's files are copied beside the bundle.

import { cpSync } from 'node:fs';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { CONSUMER, EXPECTED, fixture } from './helpers/consumer.ts';
import { answerOf, serve } from './helpers/page.ts';

it('esbuild', async () => {
  const root = fixture('page');
  const outdir = `${root}/bundled`;
  await build({
    entryPoints: [`${root}/main.js`],
    outdir,
    bundle: true,
    format: 'esm',
    minify: true,
    splitting: true,
    logLevel: 'error',
  });
  for (const file of ['worker.js', 'kernels.wasm', 'codec-zstd.js'])
    cpSync(`${CONSUMER}/node_modules/caudal/dist/${file}`, `${outdir}/${file}`);
  cpSync(`${root}/index.html`, `${outdir}/index.html`);
  const site = await serve(outdir);
  expect(await answerOf(site.url)).toEqual({ rows: EXPECTED, workers: 2 });
  await site.close();
});
