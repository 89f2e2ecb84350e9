// Folders that a stream commits files to: a read sees what `_spark_metadata` lists, and nothing else that lies there.

import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { encodeSinkLog, sinkLogName } from '../../src/connectors/sink-log.ts';
import { Session } from '../../src/index.ts';

let session: Session;
const parent = mkdtempSync(join(tmpdir(), 'caudal-sink-log-'));
let folder = '';
let count = 0;
beforeAll(async () => { session = await Session.create({ workers: 0 }); });
beforeEach(() => { folder = join(parent, `out${count++}`); mkdirSync(join(folder, '_spark_metadata'), { recursive: true }); });
afterAll(async () => { await session.close(); rmSync(parent, { recursive: true, force: true }); });

const part = (name: string, n: number): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, JSON.stringify({ n }));
  return path;
};
const commit = (epoch: number, paths: readonly string[]): void =>
  writeFileSync(join(folder, '_spark_metadata', sinkLogName(epoch)), encodeSinkLog(paths.map((path) => ({ path: `file://${encodeURI(path)}`, size: 7, modificationTime: 0 }))));
const numbers = async (path = folder): Promise<number[]> =>
  (await session.read.json(path).collect()).map((row: { n: number }) => row.n).sort((a, b) => a - b);

test('what Spark’s stream has written, partitions and compaction included', async () => {
  cpSync('test/files/fixtures/spark-sink', folder, { recursive: true });
  writeFileSync(join(folder, 'k=a b', 'part-uncommitted.json'), '{"n":999}\n');
  const rows = await session.read.json(folder).orderBy('n').collect();
  expect(rows).toHaveLength(24);
  expect(rows.map((row: { n: number; k: string }) => `${row.n} ${row.k}`)).toEqual([
    ...Array.from({ length: 12 }, (_, i) => `${i} a b`),
    ...Array.from({ length: 12 }, (_, i) => `${100 + i} c=d`),
  ]);
});
test('files that no epoch lists do not count', async () => {
  commit(0, [part('a.json', 1)]);
  part('b.json', 2);
  expect(await numbers()).toEqual([1]);
  commit(1, [join(folder, 'b.json')]);
  expect(await numbers()).toEqual([1, 2]);
  expect(await numbers(`file://${folder}`)).toEqual([1, 2]);
});
test('a log without an epoch is a folder without files', async () => {
  part('a.json', 1);
  await expect(numbers()).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
});
test('a folder that was moved', async () => {
  commit(0, [part('k=1/a.json', 1), part('k=2/a.json', 2)]);
  part('k=3/a.json', 3);
  renameSync(folder, `${folder}-moved`);
  expect(await numbers(`${folder}-moved`)).toEqual([1, 2]);
});
test('deleted entries, and entries before the last compaction, are left out', async () => {
  for (let epoch = 0; epoch < 9; epoch++) commit(epoch, [part(`${epoch}.json`, epoch)]);
  commit(9, [join(folder, '3.json'), join(folder, '4.json')]);
  writeFileSync(
    join(folder, '_spark_metadata', '10'),
    `v1\n${JSON.stringify({ path: `file://${folder}/3.json`, size: 7, modificationTime: 0, action: 'delete' })}`,
  );
  expect(await numbers()).toEqual([4]);
});
test.each([
  ['an epoch is missing', '2', 'v1\n', 'epochs are missing'],
  ['a later version', '1', 'v2\n{}', 'of version v2'],
  ['a torn line', '1', 'v1\n{"path":"fi', 'no entry'],
])('%s: an error', async (_, name, text, message) => {
  commit(0, [part('a.json', 1)]);
  writeFileSync(join(folder, '_spark_metadata', name), text);
  await expect(numbers()).rejects.toThrow(`[CORRUPT_FILE] The list of committed files in ${folder} is damaged`);
  await expect(numbers()).rejects.toThrow(message);
});
test('a committed file that is gone is an error', async () => {
  commit(0, [part('a.json', 1)]);
  rmSync(join(folder, 'a.json'));
  await expect(numbers()).rejects.toMatchObject({ code: 'PATH_NOT_FOUND', message: expect.stringContaining('a.json') as string });
});
