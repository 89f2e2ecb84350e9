// shared.ts: tests over the data of ../shared, which a clone need not have. There they do not run, and scripts/test.ts says how many.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { it } from 'vitest';

/** The folder, whether it exists or not. */
export const SHARED_PATH = fileURLToPath(new URL('../../../shared', import.meta.url));
export const hasShared = existsSync(SHARED_PATH);

/** A test that needs ../shared. Name by name: a walk over files declares one per file it finds. */
export function sharedIt(name: string, run: () => void | Promise<void>, timeoutMs?: number): void {
  it.skipIf(!hasShared)(`[shared] ${name}`, run, timeoutMs);
}
