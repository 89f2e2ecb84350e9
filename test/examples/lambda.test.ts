// examples/lambda.mjs: batch layer and speed layer together are the batch view of all events, for every cut.
import { expect, test, vi } from 'vitest';
import { Session } from '../../src/index.ts';
import { example } from './load-example.ts';

test.each([0, 2])('workers: %i', async (workers) => {
  const { batchView, mergedView } = await example('lambda');
  await using session = await Session.create({ workers });
  const events = Array.from({ length: 9 }, (_, i) => ({ page: `/${(i * i) % 4}`, ms: i === 5 ? null : (i * 37) % 11 }));
  const all = await batchView(session, events);
  expect(all.map(({ page, views }: { page: string; views: number }) => [page, views])).toEqual([
    ['/0', 5],
    ['/1', 4],
  ]);
  for (let cut = 0; cut <= events.length; cut++) expect(await mergedView(session, events, cut), `cut ${cut}`).toEqual(all);
});

test('the program says so', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  vi.spyOn(console, 'table').mockImplementation(() => undefined);
  const { default: run } = await example('lambda');
  await using session = await Session.create({ workers: 0 });
  await run({ session });
  expect(log.mock.calls.length).toBe(11);
  expect(log.mock.calls.map(([text]) => String(text)).filter((text) => !text.endsWith(': same'))).toEqual([]);
});
