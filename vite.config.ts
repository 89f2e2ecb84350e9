// vite.config.ts: the playground. It is built on the package as users get it (dist/), from relative URLs, so that it runs from any path.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;
const SAMPLES = ['flights-3m.parquet', 'airports.csv'];

/** Real data one click away: copied from the vega-datasets package into the output. */
function samples(): Plugin {
  return {
    name: 'samples',
    writeBundle(options) {
      const target = join(options.dir!, 'samples');
      mkdirSync(target, { recursive: true });
      for (const name of SAMPLES) copyFileSync(join(root, 'node_modules', 'vega-datasets', 'data', name), join(target, name));
    },
  };
}

export default defineConfig({
  root: join(root, 'web'),
  base: './',
  resolve: { alias: [{ find: /^.*\/src\/index\.ts$/, replacement: join(root, 'dist', 'index.js') }] },
  plugins: [preact(), samples()],
  build: {
    outDir: join(root, 'build', 'web'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1000,
  },
});
