// The shared streaming cases through the public API, inline and on two workers.
import { join } from 'node:path';
import { SHARED_PATH, hasShared, sharedIt } from '../helpers/shared.ts';
import { readCases } from './cases/case.ts';
import type { StreamingCase } from './cases/case.ts';
import { runCase } from './cases/runner.ts';

const cases: readonly StreamingCase[] = hasShared ? readCases(join(SHARED_PATH, 'data', 'streaming-cases.json')) : [];
for (const workers of [0, 2])
  for (const one of cases)
    sharedIt(`streaming case ${one.id} (${one.op}), ${workers} workers`, () => runCase(one, workers), 60_000);
if (!hasShared) sharedIt('streaming cases', () => undefined);
