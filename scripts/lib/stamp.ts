// stamp.ts: skips a build step whose inputs have not changed. A stamp is the hash of the inputs' contents and of the outputs.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Runs `build` unless the inputs (files or folders) and outputs are what they were after its last success. */
export async function whenChanged(
  name: string,
  inputs: readonly string[],
  outputs: readonly string[],
  build: () => Promise<void>,
): Promise<void> {
  const path = `build/stamps/${name}`;
  const isDone =
    outputs.every((o) => existsSync(o)) && existsSync(path) && readFileSync(path, 'utf8') === hash([...inputs, ...outputs]);
  if (isDone) return;
  await build();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, hash([...inputs, ...outputs]));
}

function hash(paths: readonly string[]): string {
  const h = createHash('sha256');
  for (const file of paths.flatMap(filesOf)) h.update(file).update('\0').update(readFileSync(file));
  return h.digest('hex');
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}
