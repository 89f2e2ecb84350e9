// What is raced is the package as it ships: dist/ is built first, and what races is plain JavaScript, for a loader of TypeScript
// makes imports five times as slow and takes memory of its own.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions, Plugin } from 'esbuild';
import { buildPackage } from '../scripts/build.ts';
import { CACHE, DIST } from './data/paths.ts';

export const CHILD = join(CACHE, 'child.mjs');
export const FIRST_RESULT = join(CACHE, 'first-result.mjs');
export const STREAM_CHILD = join(CACHE, 'stream-child.mjs');
export const PAGE_FOLDER = join(CACHE, 'page');

const COMMON = { bundle: true, format: 'esm', target: 'es2022', logLevel: 'warning' } as const satisfies BuildOptions;

/** The built package in the place of its source. */
const dist = (external: boolean): Plugin => ({
  name: 'dist',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/src\/index\.ts$/ }, () => ({
      path: external ? '../../dist/index.js' : join(DIST, 'index.js'),
      external,
    })),
});

export async function buildBench(): Promise<void> {
  await buildPackage();
  await build({
    ...COMMON,
    entryPoints: ['child', 'first-result', 'stream-child', 'stream-generator'].map((name) =>
      join(import.meta.dirname, `${name}.ts`),
    ),
    outdir: CACHE,
    outExtension: { '.js': '.mjs' },
    platform: 'node',
    packages: 'external',
    plugins: [dist(true)],
  });
}
/** The package's worker.js and kernels.wasm are served beside it. */
export async function buildPage(): Promise<void> {
  rmSync(PAGE_FOLDER, { recursive: true, force: true });
  await build({
    ...COMMON,
    entryPoints: [join(import.meta.dirname, 'page', 'main.ts')],
    outdir: PAGE_FOLDER,
    splitting: true,
    minify: true,
    plugins: [dist(false)],
  });
  mkdirSync(PAGE_FOLDER, { recursive: true });
  writeFileSync(
    join(PAGE_FOLDER, 'index.html'),
    '<!doctype html><title>bench</title><script type="module" src="main.js"></script>',
  );
}
