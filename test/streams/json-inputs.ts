// Folders of JSON files for streams that take a file an epoch.

import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file an epoch: keys come, come again, and one of them is NULL. */
export function inputFolder(folder: string, files: number): string {
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < files; i++) putFile(folder, i);
  return folder;
}
export function putFile(folder: string, i: number): void {
  const rows = Array.from({ length: 40 }, (_, r) => ({
    k: r % 7 === 0 ? null : `k${(r * (i + 3)) % 11}`,
    n: i * 100 + r,
    s: `t${r % (i + 2)}`,
  }));
  const path = join(folder, `${i}.json`);
  writeFileSync(path, rows.map((row) => JSON.stringify(row)).join('\n'));
  utimesSync(path, 1_700_000_000 + i, 1_700_000_000 + i);
}
