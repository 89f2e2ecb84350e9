// test.ts: every test of the repository, set-up included: builds, finds a browser, runs all projects, counts.
// Arguments go to vitest (`npm test -- test/kernels`). Last line: `N passed, N failed`.

import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { findBrowser } from './find-browser.ts';
import { show } from './lib/tools.ts';

interface Result {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

const RESULTS_PATH = 'build/test-results.json';

const browser = findBrowser();
console.log(`Browser: ${browser}`);
mkdirSync('build', { recursive: true });
rmSync(RESULTS_PATH, { force: true });
const status = show(
  'vitest',
  ['run', ...process.argv.slice(2), '--reporter=dot', '--reporter=json', `--outputFile.json=${RESULTS_PATH}`],
  {
    ...process.env,
    CHROMIUM_PATH: browser,
  },
);
const { passed, failed, shared } = count(JSON.parse(readFileSync(RESULTS_PATH, 'utf8')) as Result);
// A run that failed without a failed test (an unhandled rejection, a broken set-up) is one failure more.
const failures = status !== 0 && failed === 0 ? 1 : failed;
if (shared > 0) console.log(`${shared} shared-data tests not run: ../shared is absent`);
console.log(`${passed} passed, ${failures} failed`);
process.exitCode = failures === 0 && passed > 0 ? 0 : 1;

/** A file that did not load is one failure; a test that was skipped for another reason than ../shared is one too. */
function count(result: Result): { passed: number; failed: number; shared: number } {
  let [passed, failed, shared] = [0, 0, 0];
  for (const file of result.testResults) {
    if (file.status === 'failed' && file.assertionResults.every((t) => t.status !== 'failed')) failed++;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed++;
      else if (test.status !== 'failed' && test.fullName.includes('[shared]')) shared++;
      else failed++;
    }
  }
  return { passed, failed, shared };
}
