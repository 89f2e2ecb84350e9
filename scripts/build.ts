// build.ts: the package in dist/. index.js and the other entries share chunks; worker.js is one file without imports;
// kernels.wasm stands beside them, the playground in a folder of its own. Types are the public contract as far as it was
// proven (scripts/check-contract.ts).

import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { buildGrammar } from './build-grammar.ts';
import { buildKernels } from './build-wasm.ts';
import { bundleCli, bundleEdge, bundleLazy, bundleLibrary, bundleWorker } from './lib/bundle.ts';
import { writeNotices } from './lib/notices.ts';
import { writeTypes } from './lib/package-types.ts';
import { bundlePage } from './lib/page.ts';
import { isMain } from './lib/tools.ts';

/** `page`: with the playground, which only the published package needs. */
export async function buildPackage({ page = false } = {}): Promise<void> {
  await Promise.all([buildKernels(), buildGrammar()]);
  rmSync('dist', { recursive: true, force: true });
  mkdirSync('dist');
  const inputs = await Promise.all([bundleLibrary(), bundleWorker(), bundleLazy(), bundleEdge(), bundleCli()]);
  copyFileSync('build/kernels.wasm', 'dist/kernels.wasm');
  writeTypes('dist');
  if (page) inputs.push(await bundlePage('package'));
  writeFileSync('dist/THIRD-PARTY-NOTICES.txt', writeNotices(inputs.flat()));
}

if (isMain(import.meta.url)) await buildPackage({ page: true });
