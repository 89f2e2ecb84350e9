// download.ts: what a page downloads: the core (index.js with the chunks it imports at once, worker.js, kernels.wasm) and brotli-11 sizes.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/** Names of the core's files in the built package. */
export const coreFiles = (dist: string): string[] => [...withStaticImports(dist, 'index.js'), 'worker.js', 'kernels.wasm'];

/** The file and every chunk it imports statically. */
function withStaticImports(dist: string, file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = readFileSync(join(dist, file), 'utf8');
  for (const [, chunk] of text.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([\w-]+\.js)["']/g)) withStaticImports(dist, chunk!, seen);
  return seen;
}

export function brotliBytes(path: string): number {
  const bytes = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}
