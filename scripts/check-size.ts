// check-size.ts: the core download, brotli-11: index.js with the chunks it imports at once, worker.js, kernels.wasm.
// Then with what loads at the first stream. Other parts on demand (codecs, writers) are listed only; apache-arrow is the caller's.

import { readdirSync } from 'node:fs';
import { buildPackage } from './build.ts';
import { brotliBytes, coreFiles } from './lib/download.ts';
import { report } from './lib/sources.ts';

const CORE_KB = 400;
const STREAMS_KB = 450;
/** The chunks that streams import when they start. */
const OF_STREAMS = ['start-stream', 'stateful', 'table-stream', 'state-store', 'process', 'group-state', 'transform'];
const isOfStreams = (file: string): boolean => OF_STREAMS.some((name) => file.startsWith(`${name}-`));

await buildPackage();
const core = new Set(coreFiles('dist'));
const parts = readdirSync('dist')
  .filter((file) => /\.(js|wasm)$/.test(file))
  .map((file) => ({ file, isCore: core.has(file), kb: brotliBytes(`dist/${file}`) / 1000 }))
  .sort((a, b) => Number(b.isCore) - Number(a.isCore) || b.kb - a.kb);
for (const { file, isCore, kb } of parts)
  console.log(`  ${isCore ? 'core     ' : 'on demand'} ${kb.toFixed(1).padStart(7)} KB  ${file}`);
const sumOf = (wanted: typeof parts): number => wanted.reduce((sum, p) => sum + p.kb, 0);
const total = sumOf(parts.filter((p) => p.isCore));
const streams = total + sumOf(parts.filter((p) => isOfStreams(p.file)));
const problems = [
  ...(total > CORE_KB ? [`the core download is ${total.toFixed(1)} KB, over ${CORE_KB} KB`] : []),
  ...(streams > STREAMS_KB ? [`with streams it is ${streams.toFixed(1)} KB, over ${STREAMS_KB} KB`] : []),
  ...OF_STREAMS.filter((name) => !parts.some(({ file }) => file.startsWith(`${name}-`))).map((name) => `no chunk ${name}-*.js`),
];
report(
  'size',
  problems,
  `core ${total.toFixed(1)} KB of ${CORE_KB} KB, with streams ${streams.toFixed(1)} KB of ${STREAMS_KB} KB`,
);
