// build-docs.ts: docs/functions.md from the function registry, one row per function. `--check` fails when the page is stale.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { FunctionDefinition } from '../src/functions/define.ts';
import { allFunctions } from '../src/functions/index.ts';

const PATH = 'docs/functions.md';

const functions = allFunctions();
const page = [
  '# Functions',
  '',
  'Written by `npm run build:docs` from the registry in `src/functions/`; every example is run by a test. In SQL names are',
  'case-insensitive; `caudal/functions` has them in camelCase too.',
  ...groups().flatMap(([group, members]) => [
    '',
    `## ${group}`,
    '| function | meaning | example | gives |',
    '|---|---|---|---|',
    ...members.map(row),
  ]),
  '',
].join('\n');

const isStale = !existsSync(PATH) || readFileSync(PATH, 'utf8') !== page;
if (isStale && process.argv.includes('--check')) {
  console.log(`${PATH} is stale: run \`npm run build:docs\` and commit it`);
  process.exitCode = 1;
} else {
  if (isStale) writeFileSync(PATH, page);
  console.log(`${functions.length} functions`);
}

function groups(): [string, FunctionDefinition[]][] {
  const byGroup = new Map<string, FunctionDefinition[]>();
  for (const f of functions) byGroup.set(f.group, [...(byGroup.get(f.group) ?? []), f]);
  return [...byGroup].sort(([a], [b]) => (a < b ? -1 : 1));
}

function row(f: FunctionDefinition): string {
  const names = [f.name, ...(f.aliases ?? [])].map(code).join(', ');
  const [sql, result] = f.example ?? ['', ''];
  return `| ${names} | ${cell(f.doc)} | ${sql === '' ? '' : code(sql)} | ${cell(result)} |`;
}

function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${cell(text)}${fence}`;
}

/** A line of Markdown table: no bar, no line break. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
