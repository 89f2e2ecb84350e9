// Deno, with the package from node_modules.

import { expect, it } from 'vitest';
import { EXPECTED, fixture, run, tool } from './helpers/consumer.ts';

it('deno', () => {
  const deno = tool('deno', '.bin/deno');
  expect(JSON.parse(run(deno, ['run', '-A', '--node-modules-dir=manual', 'main.mjs'], fixture('node')))).toEqual(EXPECTED);
});
