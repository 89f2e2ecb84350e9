// A page that allows its own scripts and wasm, and nothing else: no eval, no inline script, no blob: worker.

import { expect, it } from 'vitest';
import { build } from 'vite';
import { EXPECTED, fixture } from './helpers/consumer.ts';
import { answerOf, serve } from './helpers/page.ts';

it("runs under script-src 'self' 'wasm-unsafe-eval'", async () => {
  const root = fixture('page');
  await build({ root, base: './', configFile: false, logLevel: 'error', build: { outDir: 'strict', modulePreload: false } });
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";
  const site = await serve(`${root}/strict`, '/', { 'Content-Security-Policy': policy });
  expect(await answerOf(site.url)).toEqual({ rows: EXPECTED, workers: 2 });
  await site.close();
});
