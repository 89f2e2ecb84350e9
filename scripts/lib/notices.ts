// notices.ts: the licences of the packages that are bundled into dist/.

import { readdirSync, readFileSync } from 'node:fs';

/** From the files esbuild read to one text with each package's licence. */
export function writeNotices(inputs: readonly string[]): string {
  const packages = new Set(
    inputs.map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[0]).filter((root) => root !== undefined),
  );
  return [...packages].sort().map(notice).join('\n');
}

function notice(root: string): string {
  const { name, version, license } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as Record<string, string>;
  const file = readdirSync(root).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `Licence: ${license}` : readFileSync(`${root}/${file}`, 'utf8').trim();
  return `${name} ${version}\n\n${text}\n\n${'-'.repeat(80)}\n`;
}
