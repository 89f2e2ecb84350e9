// check-size.ts: the core download, brotli-11: index.js with the chunks it imports at once, worker.js, kernels.wasm.
// What loads on demand (codecs, writers) is listed apart; apache-arrow is the caller's.

import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { buildPackage } from './build.ts';
import { report } from './lib/sources.ts';

const BUDGET_KB = 400;

await buildPackage();
const core = new Set([...withStaticImports('index.js'), 'worker.js', 'kernels.wasm']);
const parts = readdirSync('dist')
  .filter((file) => /\.(js|wasm)$/.test(file))
  .map((file) => ({ file, isCore: core.has(file), kb: brotliKb(file) }))
  .sort((a, b) => Number(b.isCore) - Number(a.isCore) || b.kb - a.kb);
for (const { file, isCore, kb } of parts)
  console.log(`  ${isCore ? 'core     ' : 'on demand'} ${kb.toFixed(1).padStart(7)} KB  ${file}`);
const total = parts.filter((p) => p.isCore).reduce((sum, p) => sum + p.kb, 0);
const problems = total > BUDGET_KB ? [`the core download is ${total.toFixed(1)} KB, over ${BUDGET_KB} KB`] : [];
report('size', problems, `core ${total.toFixed(1)} KB of ${BUDGET_KB} KB`);

/** The file and every chunk it imports statically. */
function withStaticImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(`dist/${file}`, 'utf8');
  for (const [, chunk] of text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([\w-]+\.js)["']/g)) withStaticImports(chunk!, seen);
  return seen;
}

function brotliKb(file: string): number {
  const bytes = readFileSync(`dist/${file}`);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length / 1000;
}
