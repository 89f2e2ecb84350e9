// What the package asks npm for is what its files import, in ranges that a user's other packages can share.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONSUMER } from './helpers/consumer.ts';

const ROOT = join(CONSUMER, 'node_modules', 'caudal');
const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };

/** Packages named by `import` and `from` in minified code; Node's own modules and files aside. */
function importedPackages(): string[] {
  const files = readdirSync(join(ROOT, 'dist')).filter((file) => file.endsWith('.js'));
  const found = files.flatMap((file) =>
    [...readFileSync(join(ROOT, 'dist', file), 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*"([a-z@][^":]*)"/g)].map((m) => m[1]!),
  );
  return [...new Set(found)].sort();
}

describe('dependencies', () => {
  it('are those that dist/ imports: bundled ones are not asked for again', () => {
    expect(importedPackages()).toEqual(Object.keys(dependencies).sort());
  });
  it('have ranges, not exact versions', () => {
    for (const [name, range] of Object.entries(dependencies)) expect([name, range]).toEqual([name, expect.stringMatching(/^\^/)]);
  });
});
