// check-size.ts: the core download, brotli-11: index.js with the chunks it imports at once, worker.js, kernels.wasm.
// What loads on demand (codecs, writers) is listed apart; apache-arrow is the caller's.

import { readdirSync } from 'node:fs';
import { buildPackage } from './build.ts';
import { brotliBytes, coreFiles } from './lib/download.ts';
import { report } from './lib/sources.ts';

const BUDGET_KB = 450;

await buildPackage();
const core = new Set(coreFiles('dist'));
const parts = readdirSync('dist')
  .filter((file) => /\.(js|wasm)$/.test(file))
  .map((file) => ({ file, isCore: core.has(file), kb: brotliBytes(`dist/${file}`) / 1000 }))
  .sort((a, b) => Number(b.isCore) - Number(a.isCore) || b.kb - a.kb);
for (const { file, isCore, kb } of parts)
  console.log(`  ${isCore ? 'core     ' : 'on demand'} ${kb.toFixed(1).padStart(7)} KB  ${file}`);
const total = parts.filter((p) => p.isCore).reduce((sum, p) => sum + p.kb, 0);
const problems = total > BUDGET_KB ? [`the core download is ${total.toFixed(1)} KB, over ${BUDGET_KB} KB`] : [];
report('size', problems, `core ${total.toFixed(1)} KB of ${BUDGET_KB} KB`);
