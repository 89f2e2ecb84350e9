// First result: fresh process, import done, Session.create({ workers: 0 }) to SELECT 1 collected. And the size of the download.
import { spawnSync } from 'node:child_process';
import { brotliCompressSync, constants } from 'node:zlib';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, printTable } from './report.ts';

const ROOT = join(import.meta.dirname, '..');
const FIRST_RESULT = `
const before = performance.now();
const { Session } = await import(process.argv[1]);
const imported = performance.now();
const session = await Session.create({ workers: 0 });
await session.sql('SELECT 1').collect();
console.log(JSON.stringify({ importMs: imported - before, firstMs: performance.now() - imported }));
process.exit(0);`;

export function benchStartup(runs: number): void {
  const entry = join(ROOT, 'dist', 'index.js');
  if (!existsSync(entry)) throw new Error('dist/ is not there: npm run build');
  const times = Array.from({ length: runs }, () => {
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', FIRST_RESULT, entry], { encoding: 'utf8' });
    if (child.status !== 0) throw new Error(child.stderr);
    return JSON.parse(child.stdout) as { importMs: number; firstMs: number };
  });
  printTable(
    ['start-up', 'median ms'],
    [
      ['import', median(times.map((t) => t.importMs)).toFixed(1)],
      ['first result', median(times.map((t) => t.firstMs)).toFixed(1)],
    ],
  );
  const sizes = ['index.js', 'worker.js', 'kernels.wasm'].map((name) => {
    const bytes = readFileSync(join(ROOT, 'dist', name));
    return [name, bytes.length, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length] as const;
  });
  const total = sizes.reduce((sum, size) => sum + size[2], 0);
  printTable(
    ['core download', 'bytes', 'brotli-11'],
    [...sizes.map(([name, raw, brotli]) => [name, String(raw), String(brotli)]), ['total', '', String(total)]],
  );
}
