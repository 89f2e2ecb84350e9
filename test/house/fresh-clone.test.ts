// What `npm start`, `npm run build`, `npm test` and the checks load at once is in the repository: generated files come later.
import { execFileSync } from 'node:child_process';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const SCRIPTS = ['start', 'build', 'test', 'check-static', 'build-grammar', 'build-wasm', 'build-docs', 'build-functions'];

it.each(SCRIPTS)('scripts/%s.ts starts in a fresh clone', async (script) => {
  const entry = `scripts/${script}.ts`;
  const { metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  const reached = new Set([entry]);
  for (const file of reached)
    for (const { path, kind, external } of metafile.inputs[file]!.imports)
      if (kind === 'import-statement' && !external) reached.add(path);
  const tracked = new Set(execFileSync('git', ['ls-files'], { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\n'));
  expect([...reached].filter((file) => !tracked.has(file))).toEqual([]);
});
