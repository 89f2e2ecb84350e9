// Runs the real command in a process of its own, from its source.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  /** SIGINT is sent as soon as the output holds this. */
  readonly interruptAfter?: string;
}
export function caudal(args: readonly string[], { input = '', cwd = ROOT, interruptAfter }: RunOptions = {}): Promise<Outcome> {
  const main = `${ROOT}src/cli/main.ts`;
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main, ...args], {
    cwd,
    env: { ...process.env, CI: '1', NO_COLOR: '1', NODE_NO_WARNINGS: '1' },
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  let isInterrupted = false;
  const watch = (chunks: Buffer[]) => (chunk: Buffer) => {
    chunks.push(chunk);
    if (interruptAfter === undefined || isInterrupted) return;
    if (Buffer.concat([...out, ...err]).includes(interruptAfter)) isInterrupted = child.kill('SIGINT');
  };
  child.stdout.on('data', watch(out));
  child.stderr.on('data', watch(err));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}
