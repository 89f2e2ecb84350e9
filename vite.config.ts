// vite.config.ts: the playground. It is built on the package as users get it (dist/), from relative URLs, so that it runs from any path.
// Mode `package` is the page that npm ships: without DuckDB-WASM, with the small sample.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';

const root = import.meta.dirname;

/** Real data one click away: copied from the vega-datasets package into the output. */
function samples(names: readonly string[]): Plugin {
  return {
    name: 'samples',
    writeBundle(options) {
      const target = join(options.dir!, 'samples');
      mkdirSync(target, { recursive: true });
      for (const name of names) copyFileSync(join(root, 'node_modules', 'vega-datasets', 'data', name), join(target, name));
    },
  };
}

export default defineConfig(({ mode }) => {
  const isPackage = mode === 'package';
  return {
    root: join(root, 'web'),
    base: './',
    resolve: {
      alias: [
        { find: /^.*\/src\/index\.ts$/, replacement: join(root, 'dist', 'index.js') },
        ...(isPackage ? [{ find: /^.*\/rival\.ts$/, replacement: join(root, 'web', 'no-rival.ts') }] : []),
      ],
    },
    plugins: [preact(), samples(isPackage ? ['flights-200k.arrow'] : ['flights-3m.parquet', 'airports.csv'])],
    build: {
      outDir: isPackage ? join(root, 'dist', 'playground') : join(root, 'build', 'web'),
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2000,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
  };
});
