// What is raced is the package as it ships: dist/ is built first, and the processes that race are plain JavaScript, for a loader of
// TypeScript makes imports five times as slow and takes memory of its own.
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildPackage } from '../scripts/build.ts';
import { CACHE } from './data/paths.ts';

export const CHILD = join(CACHE, 'child.mjs');
export const FIRST_RESULT = join(CACHE, 'first-result.mjs');

export async function buildBench(): Promise<void> {
  await buildPackage();
  await build({
    entryPoints: ['child', 'first-result'].map((name) => join(import.meta.dirname, `${name}.ts`)),
    outdir: CACHE,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
}
