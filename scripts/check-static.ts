// check-static.ts: every static check, one line each, all of them even when one fails; the last line counts them.

import { capture } from './lib/tools.ts';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
}

/** Cheap ones first. `--only name` runs one. */
const STEPS: readonly Step[] = [
  { name: 'format', command: ['oxfmt', '--check', '.'] },
  { name: 'lint', command: ['oxlint', '--deny-warnings'] },
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the contract', command: ['tsc', '-p', 'test/types/tsconfig.json'] },
  { name: 'contract', command: ['tsx', 'scripts/check-contract.ts'] },
  { name: 'layers', command: ['tsx', 'scripts/check-layers.ts'] },
  { name: 'unused', command: ['knip', '--no-progress', '--no-config-hints'] },
  { name: 'kernel types', command: ['tsx', 'scripts/build-wasm.ts', '--check'] },
  { name: 'functions', command: ['tsx', 'scripts/build-functions.ts', '--check'] },
  { name: 'function docs', command: ['tsx', 'scripts/build-docs.ts', '--check'] },
  { name: 'size', command: ['tsx', 'scripts/check-size.ts'] },
];

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const steps = STEPS.filter((step) => only === undefined || step.name === only);
let failed = 0;
for (const step of steps) if (!run(step)) failed++;
console.log(`${steps.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && steps.length > 0 ? 0 : 1;

/** One line when the step passes, its whole output when it does not. */
function run(step: Step): boolean {
  const start = performance.now();
  const [program, ...args] = step.command;
  const result = capture(program!, args);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const passed = result.status === 0;
  const said = result.stdout.trim().split('\n').at(-1)?.trim() ?? '';
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${step.name} (${seconds} s)${passed && said !== '' ? `  ${said}` : ''}`);
  if (!passed) console.log(`${result.stdout}${result.stderr}`.trimEnd().replaceAll(/^/gm, '     '));
  return passed;
}
