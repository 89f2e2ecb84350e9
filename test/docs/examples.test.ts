// Programs in the guides that need no files of their own run as they stand there, one after the other where one goes on with another's names.
import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import { transform } from 'esbuild';
import { expect, it } from 'vitest';
import * as caudal from '../../src/index.ts';
import { manualClock } from '../../src/entries/testing.ts';

const blocksOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/```[jt]s\n(.*?)```/gs)].map((match) => match[1]!);
const streaming = blocksOf('docs/streaming.md');
const started = blocksOf('docs/getting-started.md');

/** The value of `result` after the blocks. */
async function run(blocks: readonly string[], result: string): Promise<unknown> {
  const names = { ...caudal, manualClock };
  const text = blocks.join('\n').replaceAll(/^import .*$/gm, '');
  const { code } = await transform(`export default async () => {\n${text}\nreturn ${result};\n}`, {
    loader: 'ts',
    format: 'cjs',
  });
  const body = `const module = {};\n${code}\nreturn module.exports.default();`;
  return compileFunction(body, Object.keys(names))(...Object.values(names)) as Promise<unknown>;
}
const named = (blocks: readonly string[], word: string): string => {
  const block = blocks.find((text) => text.includes(word));
  if (block === undefined) throw new Error(`no block with ${word}`);
  return block;
};
const OPEN = 'const session = await Session.create({ workers: 0 });';

it('docs/streaming.md: counts of clicks, then totals by key', async () => {
  const counts = named(streaming, "queryName('counts')").replace('Session.create()', 'Session.create({ workers: 0 })');
  const rows = "[await session.table('counts').orderBy('page').collect(), await totals.columns(), await session.close()]";
  expect(await run([counts, named(streaming, 'mapGroupsWithState')], rows)).toEqual([
    [
      { page: '/', n: 2 },
      { page: '/docs', n: 1 },
    ],
    ['page', 'total'],
    undefined,
  ]);
});

it('docs/streaming.md: a stream in SQL starts', async () => {
  const ended = '[query.isActive, await query.stop(), await session.close()]';
  expect(await run([OPEN, named(streaming, 'WATERMARK FOR')], ended)).toEqual([true, undefined, undefined]);
});

it('docs/streaming.md: a clock moved by hand', async () => {
  expect(await run([named(streaming, 'manualClock()')], '[clock.now() >= 1000, await session.close()]')).toEqual([
    true,
    undefined,
  ]);
});

it('docs/getting-started.md: parameters and cancelling', async () => {
  const orders = `${OPEN}\nawait session.createDataFrame([{ amount: 7 }, { amount: 700 }]).createOrReplaceTempView('orders');`;
  const df = 'const df = big;';
  const rows = '[await big.collect(), await named.count(), await session.close()]';
  expect(await run([orders, named(started, ':least'), df, named(started, 'AbortSignal')], rows)).toEqual([
    [{ amount: 700 }],
    1,
    undefined,
  ]);
});
