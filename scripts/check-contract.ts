// check-contract.ts: proves that what the package exports fits the public contract (test/types/*.d.ts).
// A member is compared with the contract's by tsc: the check writes build/contract/, one line per name, and compiles it.
// Names that do not exist yet, or whose type is looser, stand in test/types/gaps.ts with a reason; a stale entry fails.

import { mkdirSync, writeFileSync } from 'node:fs';
import ts from 'typescript';
import { LOOSER, NOT_YET, type Gap } from '../test/types/gaps.ts';
import { contractModules, type ContractName } from './lib/contract.ts';
import { CONTRACT_FILES, comparedText } from './lib/contract-text.ts';
import { report } from './lib/sources.ts';

const OUT = 'build/contract';
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2022.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
  types: ['node'],
  strict: true,
  // A contract's parameter may be wider or narrower than ours: both sides name their own classes.
  strictFunctionTypes: false,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
};

const notYet = names(NOT_YET);
const looser = names(LOOSER);
const problems: string[] = [];
const modules = contractModules(OPTIONS);
const contractNames = new Map(modules.flatMap((m) => m.names).map((n) => [n.id, n]));
for (const id of [...notYet, ...looser])
  if (!contractNames.has(id)) problems.push(`test/types/gaps.ts: \`${id}\` is not in the contract`);

mkdirSync(OUT, { recursive: true });
const classes = new Set(
  ['CaudalError', 'Session', 'Column', 'DataFrame', 'Observation', 'EventLog'].filter((name) => contractNames.get(name)?.exists),
);
for (const file of CONTRACT_FILES) writeFileSync(`${OUT}/${file}.d.ts`, comparedText(file, classes, '../../src/index.ts'));

let fitting = 0;
for (const module of modules) {
  for (const name of module.names) {
    if (notYet.has(name.id)) {
      if (name.exists) problems.push(`test/types/gaps.ts: \`${name.id}\` exists now; delete its entry`);
    } else if (!name.exists) {
      problems.push(`${name.id}: missing (${module.ours}); implement it or give the reason in test/types/gaps.ts`);
    }
  }
}
const lines = modules
  .flatMap((m) => m.names)
  .filter((n) => n.exists && n.check !== undefined && !notYet.has(n.id) && !looser.has(n.id));
compile(lines);
report('contract', problems, `${fitting} names fit, ${looser.size} looser, ${notYet.size} not yet (test/types/gaps.ts)`);

/** Compiles one type per name and turns each error into a problem. */
function compile(checks: readonly ContractName[]): void {
  const header = [
    ...modules.map(
      (m, i) => `import type * as Ours${i} from '../../${m.ours}';\nimport type * as Contract${i} from './${m.contract}';`,
    ),
    'type Fits<Have extends Want, Want> = [Have, Want];',
    'type Near<A, B> = [A] extends [B] ? true : [B] extends [A] ? true : false;',
    'type Holds<T extends true> = T;',
  ].join('\n');
  const path = `${OUT}/check.ts`;
  writeFileSync(path, `${header}\n${checks.map((c, i) => `export type C${i} = ${c.check};`).join('\n')}\n`);
  const first = header.split('\n').length;
  const program = ts.createProgram([path], OPTIONS);
  const bad = new Set<number>();
  for (const d of ts.getPreEmitDiagnostics(program)) {
    const line = d.file && d.start !== undefined ? d.file.getLineAndCharacterOfPosition(d.start).line : -1;
    const check = d.file?.fileName.endsWith('/check.ts') ? checks[line - first] : undefined;
    if (check !== undefined) bad.add(line);
    const text = ts.flattenDiagnosticMessageText(d.messageText, '\n    ').replaceAll(/import\("[^"]*"\)\./g, '');
    problems.push(`${check?.id ?? `${d.file?.fileName}:${line + 1}`}: ${text.split('\n').slice(0, 8).join('\n')}`);
  }
  fitting = checks.length - bad.size;
}

function names(gaps: readonly Gap[]): Set<string> {
  return new Set(gaps.flatMap((gap) => gap.names));
}
