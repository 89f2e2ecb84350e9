// The shared streaming cases through the public API, inline and on two workers. Those that cannot run yet are listed with the reason.
import { join } from 'node:path';
import { expect } from 'vitest';
import { SHARED_PATH, hasShared, sharedIt } from '../helpers/shared.ts';
import { readCases } from './cases/case.ts';
import type { StreamingCase } from './cases/case.ts';
import { runCase } from './cases/runner.ts';

/** Ids and why. A listed case that passes fails the test: its entry is stale. */
const NOT_YET: Readonly<Record<string, string>> = {
  '070':
    'Spark filters one side of the join before its watermark sees the rows; here they move the watermark, so more state goes.',
};

const cases: readonly StreamingCase[] = hasShared ? readCases(join(SHARED_PATH, 'data', 'streaming-cases.json')) : [];
for (const workers of [0, 2])
  for (const one of cases)
    sharedIt(
      `streaming case ${one.id} (${one.op}), ${workers} workers`,
      async () => {
        if (one.id in NOT_YET) await expect(runCase(one, workers), NOT_YET[one.id]).rejects.toThrow();
        else await runCase(one, workers);
      },
      60_000,
    );
if (!hasShared) sharedIt('streaming cases', () => undefined);
