// build-grammar.ts: src/sql/grammar.peggy -> src/sql/grammar.gen.js and its types. Both are built, never committed.

import { capture, isMain } from './lib/tools.ts';
import { whenChanged } from './lib/stamp.ts';

const GRAMMAR_PATH = 'src/sql/grammar.peggy';
const PARSER_PATH = 'src/sql/grammar.gen.js';

/** Generates the parser when the grammar has changed. */
export async function buildGrammar(): Promise<void> {
  await whenChanged('grammar', [GRAMMAR_PATH, 'scripts/build-grammar.ts'], [PARSER_PATH], async () => {
    const { status, stdout, stderr } = capture('peggy', ['--format', 'es', '--dts', '-o', PARSER_PATH, GRAMMAR_PATH]);
    if (status !== 0) throw new Error(`peggy failed\n${stdout}${stderr}`);
  });
}

if (isMain(import.meta.url)) await buildGrammar();
