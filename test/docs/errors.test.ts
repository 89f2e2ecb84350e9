// docs/errors.md has one entry per code that the source can throw, in order, and no other.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sourceFiles } from '../../scripts/lib/sources.ts';

/** A code stands as the first argument of the error or of a helper that makes one, or is chosen in a `code` before it; `.CASE` may follow. */
const FIRST_ARGUMENT = /\(\s*'([A-Z]+(?:_[A-Z]+)+|CANCELLED)(?:\.[A-Z_]+)?'/g;
const CHOSEN = /\bcode(?:: string)?(?: =|:) (.*)$/gm;
const CODE = /'([A-Z]+(?:_[A-Z]+)+)'/g;
/** Calls whose first argument looks like a code and is none. */
const NOT_CODES = new Set<string>();

it('docs/errors.md has the codes of the source', () => {
  const thrown = new Set(sourceFiles('src').flatMap(({ text }) => codes(text)));
  const described = [...readFileSync('docs/errors.md', 'utf8').matchAll(/^## (\w+)$/gm)].map((match) => match[1]!);
  expect(described).toEqual([...thrown].filter((code) => !NOT_CODES.has(code)).sort());
});

function codes(text: string): string[] {
  const chosen = [...text.matchAll(CHOSEN)].flatMap((match) => [...match[1]!.matchAll(CODE)]);
  return [...text.matchAll(FIRST_ARGUMENT), ...chosen].map((match) => match[1]!);
}
