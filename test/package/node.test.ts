// Node: as an ES module, and by require() of one.

import { expect, it } from 'vitest';
import { EXPECTED, fixture, run } from './helpers/consumer.ts';

it.each(['main.mjs', 'main.cjs'])('node %s', (file) => {
  expect(JSON.parse(run(process.execPath, [file], fixture('node')))).toEqual(EXPECTED);
});
