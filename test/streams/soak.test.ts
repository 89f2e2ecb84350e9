// A minute of the soak: `npm run soak` is ten of them, at ten times the rate. In a process of its own, whose memory is judged.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

const ARGUMENTS = ['--seconds', '60', '--rate', '20000', '--kill-every', '8', '--growth', '250'];

test('a minute of keys that never repeat and of killed workers: no row lost or doubled, state and memory bounded', async () => {
  const soak = spawn(process.execPath, ['--import', 'tsx', 'scripts/soak.ts', ...ARGUMENTS], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, code] = await Promise.all([
    text(soak.stdout),
    text(soak.stderr),
    new Promise<number | null>((resolve) => soak.on('close', resolve)),
  ]);
  expect(output, errors).toMatch(/^verdict\s+ok$/m);
  expect(Number(/^kills\s+(\d+)$/m.exec(output)?.[1]), output).toBeGreaterThan(0);
  const [, rows, due] = /^files\s+(\d+) rows, (\d+) due$/m.exec(output) ?? [];
  expect(rows, output).toBe(due);
  expect(Number(rows)).toBeGreaterThan(0);
  expect(code, errors).toBe(0);
}, 300_000);
