// Bun. Its npm package wants an install script to put the program in place; the program itself is in the platform's package.

import { expect, it } from 'vitest';
import { EXPECTED, fixture, run, tool } from './helpers/consumer.ts';

it('bun', () => {
  const arch = process.arch === 'arm64' ? 'aarch64' : process.arch;
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const bun = tool('bun', `@oven/bun-${platform}-${arch}/bin/bun${process.platform === 'win32' ? '.exe' : ''}`);
  expect(JSON.parse(run(bun, ['run', 'main.mjs'], fixture('node')))).toEqual(EXPECTED);
});
