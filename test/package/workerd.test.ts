// Cloudflare's workerd by miniflare: wasm only as an imported module, no workers, 128 MB.

import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { expect, it } from 'vitest';
import { CONSUMER, EXPECTED, fixture } from './helpers/consumer.ts';

it('workerd', async () => {
  const root = fixture('edge');
  await build({
    entryPoints: [`${root}/main.js`],
    outfile: `${root}/worker.js`,
    bundle: true,
    format: 'esm',
    conditions: ['workerd'],
    external: ['*.wasm'],
    logLevel: 'error',
  });
  const miniflare = new Miniflare({
    compatibilityDate: '2026-04-01',
    modulesRoot: root,
    modules: [
      { type: 'ESModule', path: `${root}/worker.js` },
      {
        type: 'CompiledWasm',
        path: `${root}/kernels.wasm`,
        contents: readFileSync(`${CONSUMER}/node_modules/caudal/dist/kernels.wasm`),
      },
    ],
  });
  try {
    const body = readFileSync(`${CONSUMER}/data.parquet`);
    const response = await miniflare.dispatchFetch('http://host/', { method: 'POST', body });
    const text = await response.text();
    expect(response.status, text).toBe(200);
    expect(JSON.parse(text)).toEqual(EXPECTED);
  } finally {
    await miniflare.dispose();
  }
});
