// Download size, brotli-11: what a page needs before its first query, without apache-arrow, which is the caller's.
import { readFileSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { brotliBytes, coreFiles } from '../scripts/lib/download.ts';
import { CACHE, DIST, duckdbFolder } from './data/paths.ts';
import { reportOf } from './lanes.ts';
import type { Report } from './report.ts';

const require = createRequire(import.meta.url);
/** Paths of a DuckDB-WASM build: the page's module, the worker's and, with threads, the threads' script, and the engine. */
const duckdbFiles = (packageName: string, build: 'eh' | 'coi'): string[] => {
  const dist = duckdbFolder(packageName);
  const threads = build === 'coi' ? ['duckdb-browser-coi.pthread.worker.js'] : [];
  return ['duckdb-browser.mjs', `duckdb-browser-${build}.worker.js`, ...threads, `duckdb-${build}.wasm`].map((file) =>
    join(dist, file),
  );
};
const DOWNLOADS: Readonly<Record<string, () => readonly string[]>> = {
  caudal: () => coreFiles(DIST).map((file) => join(DIST, file)),
  'duckdb-wasm eh': () => duckdbFiles('@duckdb/duckdb-wasm', 'eh'),
  'duckdb-wasm coi': () => duckdbFiles('@duckdb/duckdb-wasm', 'coi'),
  'duckdb-wasm-1.28 eh': () => duckdbFiles('duckdb-wasm-1.28', 'eh'),
  arquero: () => [join(dirname(require.resolve('arquero/package.json')), 'dist', 'arquero.min.js')],
};

export function benchSize(): Report {
  const files = Object.entries(DOWNLOADS).map(([lane, list]) => [lane, list()] as const);
  const kb = (lane: string, bytes: (path: string) => number): [string, { values: number[] }] => [
    lane,
    { values: [files.find(([name]) => name === lane)![1].reduce((sum, path) => sum + bytes(path), 0) / 1000] },
  ];
  const row = (name: string, bytes: (path: string) => number): Report['sections'][number]['rows'][number] => ({
    name,
    cells: Object.fromEntries(files.map(([lane]) => kb(lane, bytes))),
  });
  const rows = [row('raw', (path) => statSync(path).size), row('brotli-11', remembered)];
  for (const path of files[0]![1]) console.error(`caudal: ${basename(path)} ${remembered(path)} bytes in brotli-11`);
  return reportOf('size', 'Download before the first query', Object.keys(DOWNLOADS), [
    { name: 'download', unit: 'KB', rows, hasMean: false },
  ]);
}
/** 34 MB take brotli a minute and never change: sizes of dependencies are kept by path, length and time. */
function remembered(path: string): number {
  if (path.startsWith(DIST)) return brotliBytes(path);
  const { size, mtimeMs } = statSync(path);
  const folder = join(CACHE, 'brotli'),
    note = join(folder, `${path.replaceAll(/\W+/g, '-')}-${size}-${Math.round(mtimeMs)}`);
  if (existsSync(note)) return Number(readFileSync(note, 'utf8'));
  const bytes = brotliBytes(path);
  mkdirSync(folder, { recursive: true });
  writeFileSync(note, String(bytes));
  return bytes;
}
