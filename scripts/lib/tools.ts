// tools.ts: runs programs of node_modules/.bin and others, with their output shown or captured. Standard input is never read.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const IS_WINDOWS = process.platform === 'win32';

/** Where npm put a dependency's program. */
export function binary(name: string): string {
  return join('node_modules', '.bin', IS_WINDOWS ? `${name}.cmd` : name);
}

/** Runs a dependency's program and captures what it prints. */
export function capture(name: string, args: readonly string[]): Outcome {
  const result = spawnSync(binary(name), args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    shell: IS_WINDOWS,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.error !== undefined) throw result.error;
  return { status: result.status ?? 1, stdout: result.stdout, stderr: result.stderr };
}

/** Runs a dependency's program with its output shown; the exit code is returned. */
export function show(name: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): number {
  const result = spawnSync(binary(name), args, { shell: IS_WINDOWS, stdio: ['ignore', 'inherit', 'inherit'], env });
  if (result.error !== undefined) throw result.error;
  return result.status ?? 1;
}

/** Whether a script was started by itself, not imported. */
export function isMain(url: string): boolean {
  return process.argv[1] === fileURLToPath(url);
}
