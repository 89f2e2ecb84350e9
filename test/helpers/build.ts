// build.ts: vitest's global setup: builds what the tests import, when its sources have changed.

import { existsSync } from 'node:fs';
import { buildGrammar } from '../../scripts/build-grammar.ts';
import { buildKernels } from '../../scripts/build-wasm.ts';

export async function setup(): Promise<void> {
  await buildKernels();
  if (existsSync('src/sql/grammar.peggy')) await buildGrammar();
}
