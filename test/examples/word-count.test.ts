// examples/word-count.mjs: counts of words over a text that comes in pieces.
import { Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { Session } from '../../src/index.ts';
import { example } from './load-example.ts';

test('prints what changed, until the text ends', async () => {
  const printed: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
  const { default: run } = await example('word-count');
  await using session = await Session.create({ workers: 0 });
  await run({ session, input: Readable.from(['To be, or not\n', 'to be: that is\n', 'the question.\n']) });
  const text = printed.join('\n');
  const last = new Map([...text.matchAll(/\|\s*(\w+)\s*\|\s*(\d+)\s*\|/g)].map(([, word, n]) => [word, Number(n)]));
  expect(Object.fromEntries(last)).toEqual({ to: 2, be: 2, or: 1, not: 1, that: 1, is: 1, the: 1, question: 1 });
});
test('counts every word of every epoch', async () => {
  const { wordCounts } = await example('word-count');
  await using session = await Session.create({ workers: 0 });
  const lines = session.memoryStream({ line: 'string' });
  const query = await wordCounts(lines.toDF()).writeStream.outputMode('update').format('memory').queryName('words').start();
  const added = async (line: string): Promise<string[]> => {
    const before = await session.table('words').count();
    lines.add([{ line }]);
    await query.processAllAvailable();
    const rows = await session.table('words').collect();
    return rows
      .slice(before)
      .map(({ word, n }) => `${word} ${n}`)
      .sort();
  };
  expect(await added('a b a')).toEqual(['a 2', 'b 1']);
  expect(await added('… — !')).toEqual([]);
  expect(await added('B, c')).toEqual(['b 2', 'c 1']);
});
