// Files in, files out: a folder read as it grows, and a folder written exactly once, through the public API.

import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Session } from '../../src/index.ts';
import type { StreamingQuery } from '../../src/dataframe/streaming-query.ts';

const parent = mkdtempSync(join(tmpdir(), 'caudal-file-stream-'));
let session: Session;
let folder = '';
let count = 0;
beforeAll(async () => {
  session = await Session.create({ workers: 0 });
});
afterAll(async () => {
  await session.close();
  rmSync(parent, { recursive: true, force: true });
});
beforeEach(() => {
  folder = join(parent, `t${count++}`);
  mkdirSync(join(folder, 'in'), { recursive: true });
});

const put = (name: string, text: string, second = 0): void => {
  writeFileSync(join(folder, 'in', name), text);
  utimesSync(join(folder, 'in', name), 1_700_000_000 + second, 1_700_000_000 + second);
};
const reader = (options: Record<string, string | number | boolean> = {}) =>
  session.readStream.schema('n int, k string').options(options).csv(join(folder, 'in'));
const groups = async (query: StreamingQuery): Promise<number[]> => {
  await query.awaitTermination();
  return query.recentProgress.map((p) => p.numInputRows);
};
const memory = (options: Record<string, string | number | boolean> = {}): Promise<StreamingQuery> =>
  reader(options).writeStream.format('memory').queryName(`q${count}`).trigger({ availableNow: true }).start();
const rows = async (): Promise<number[]> => (await session.table(`q${count}`).collect()).map((row: any) => row.n as number);

describe('the file source', () => {
  test('reads each file once, oldest first, maxFilesPerTrigger at a time', async () => {
    put('b.csv', '1,x\n2,y\n', 0);
    put('a.csv', '3,z\n', 1);
    put('c.csv', '4,z\n', 2);
    expect(await groups(await memory({ maxFilesPerTrigger: 2 }))).toEqual([3, 1]);
    expect(await rows()).toEqual([1, 2, 3, 4]);
  });
  test('maxBytesPerTrigger takes one file at least', async () => {
    put('a.csv', '1,aaaaaaaaaa\n', 0);
    put('b.csv', '2,b\n', 1);
    put('c.csv', '3,c\n', 2);
    expect(await groups(await memory({ maxBytesPerTrigger: 8 }))).toEqual([1, 2]);
  });
  test('latestFirst', async () => {
    for (const n of [1, 2, 3]) put(`${n}.csv`, `${n},x\n`, n);
    await groups(await memory({ latestFirst: true, maxFilesPerTrigger: 1 }));
    expect(await rows()).toEqual([3, 2, 1]);
  });
  test('files older than the newest by more than maxFileAge are not read', async () => {
    put('old.csv', '1,x\n', 0);
    put('new.csv', '2,x\n', 100);
    await groups(await memory({ maxFileAge: '50 seconds' }));
    expect(await rows()).toEqual([2]);
  });
  test('files that come while the query runs', async () => {
    put('a.csv', '1,x\n');
    const query = await reader().writeStream.format('memory').queryName(`q${count}`).start();
    await query.processAllAvailable();
    put('b.csv', '2,x\n', 1);
    put('a.csv', '9,again\n', 2);
    await query.processAllAvailable();
    await query.stop();
    expect(await rows()).toEqual([1, 2]);
    expect(query.lastProgress!.sources[0]).toMatchObject({ startOffset: { logOffset: 0 }, endOffset: { logOffset: 1 } });
  });
  test('fileNameOnly takes a name for the file', async () => {
    put('a.csv', '1,x\n');
    mkdirSync(join(folder, 'in/sub'));
    writeFileSync(join(folder, 'in/sub/a.csv'), '2,x\n');
    await groups(await memory({ fileNameOnly: true }));
    expect(await rows()).toHaveLength(1);
  });
  test('cleanSource deletes files whose epoch is committed', async () => {
    put('a.csv', '1,x\n');
    await groups(await memory({ cleanSource: 'delete' }));
    expect(readdirSync(join(folder, 'in'))).toEqual([]);
  });
  test('cleanSource archives them, under the whole path they had; not where the stream reads', async () => {
    put('a b.csv', '1,x\n');
    await groups(await memory({ cleanSource: 'archive', sourceArchiveDir: join(folder, 'old/') }));
    expect(readdirSync(join(folder, 'in'))).toEqual([]);
    expect(readdirSync(join(folder, 'old', folder, 'in'))).toEqual(['a b.csv']);
    await expect(memory({ cleanSource: 'archive', sourceArchiveDir: join(folder, 'in/old') })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
  });
  test('Hive folders are columns where the schema names them, also of files that come later', async () => {
    mkdirSync(join(folder, 'in/day=2024-01-02/k=a%3Db'), { recursive: true });
    put('day=2024-01-02/k=a%3Db/1.csv', '1\n');
    const query = await session.readStream
      .schema('n int, day date, k string')
      .csv(join(folder, 'in'))
      .writeStream.format('memory')
      .queryName(`q${count}`)
      .start();
    await query.processAllAvailable();
    mkdirSync(join(folder, 'in/day=2024-01-03/k=__HIVE_DEFAULT_PARTITION__'), { recursive: true });
    put('day=2024-01-03/k=__HIVE_DEFAULT_PARTITION__/2.csv', '2\n', 1);
    await query.processAllAvailable();
    await query.stop();
    const table = session.table(`q${count}`).selectExpr('n', 'CAST(day AS string) AS day', 'k');
    expect(await table.collect({ rows: 'array' })).toEqual([
      [1, '2024-01-02', 'a=b'],
      [2, '2024-01-03', null],
    ]);
  });
  test.each([
    [{ maxFilesPerTrigger: 0 }, 'maxFilesPerTrigger'],
    [{ maxFilesPerTrigger: 1, maxBytesPerTrigger: 1 }, 'together with maxFilesPerTrigger'],
    [{ latestFirst: 'perhaps' }, 'latestFirst'],
    [{ cleanSource: 'sometimes' }, 'cleanSource'],
    [{ cleanSource: 'archive' }, 'sourceArchiveDir'],
  ])('%o is refused', (options, message) => {
    expect(() => reader(options as Record<string, string>)).toThrow(message);
  });
  test('a folder that is not there is refused at start; a schema is asked for', async () => {
    rmSync(join(folder, 'in'), { recursive: true });
    await expect(memory()).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
    expect(() => session.readStream.csv(folder)).toThrow(/STREAM_SCHEMA_MISSING/);
  });
});

describe('the file sink', () => {
  const run = async (format = 'json', partitionBy: string[] = []): Promise<StreamingQuery> => {
    const writer = reader({ maxFilesPerTrigger: 1 })
      .writeStream.format(format)
      .partitionBy(...partitionBy);
    const query = await writer
      .option('checkpointLocation', join(folder, 'cp'))
      .trigger({ availableNow: true })
      .start(join(folder, 'out'));
    await query.awaitTermination();
    return query;
  };
  const read = async (format: 'json' | 'parquet' | 'csv' = 'json'): Promise<number[]> =>
    (await session.read.schema('n int, k string')[format](join(folder, 'out')).orderBy('n').collect()).map(
      (row: any) => row.n as number,
    );

  test.each(['json', 'parquet', 'csv'] as const)('%s: goes on where it left off', async (format) => {
    put('a.csv', '1,x\n', 0);
    put('b.csv', '2,y\n', 1);
    const first = await run(format);
    expect(await read(format)).toEqual([1, 2]);
    put('c.csv', '3,z\n', 2);
    const second = await run(format);
    expect(second.id).toBe(first.id);
    expect(second.runId).not.toBe(first.runId);
    expect(second.recentProgress.map((p) => p.batchId)).toEqual([2]);
    expect(await read(format)).toEqual([1, 2, 3]);
    expect(readdirSync(join(folder, 'out/_spark_metadata')).sort()).toEqual(['.caudal', '0', '1', '2']);
  });
  test('partitionBy, and compaction of the list at every tenth epoch', async () => {
    for (let i = 0; i < 12; i++) put(`${String(i).padStart(2, '0')}.csv`, `${i},a b\n${100 + i},c=d\n`, i);
    await run('json', ['k']);
    const out = await session.read.json(join(folder, 'out')).orderBy('n').collect();
    expect(out.map((row: any) => `${row.n} ${row.k}`)).toEqual([
      ...Array.from({ length: 12 }, (_, i) => `${i} a b`),
      ...Array.from({ length: 12 }, (_, i) => `${100 + i} c=d`),
    ]);
    expect(readdirSync(join(folder, 'out/_spark_metadata'))).toContain('9.compact');
  });
  test('a read sees no file that is not committed', async () => {
    put('a.csv', '1,x\n');
    await run();
    writeFileSync(join(folder, 'out/part-other.json'), '{"n":9}\n');
    expect(await read()).toEqual([1]);
  });
  test('can be streamed from', async () => {
    put('a.csv', '1,x\n');
    await run();
    const source = session.readStream.schema('n int, k string').json(join(folder, 'out'));
    const query = await source.writeStream.format('memory').queryName(`q${count}`).trigger({ availableNow: true }).start();
    await query.awaitTermination();
    expect(await rows()).toEqual([1]);
  });
  test('needs a checkpoint, and a folder that is its own', async () => {
    put('a.csv', '1,x\n');
    const start = (checkpoint: string) =>
      reader()
        .writeStream.format('json')
        .option('checkpointLocation', checkpoint)
        .trigger({ availableNow: true })
        .start(join(folder, 'out'));
    await expect(reader().writeStream.format('json').start(join(folder, 'out'))).rejects.toMatchObject({
      code: 'CHECKPOINT_LOCATION_MISSING',
    });
    await run();
    await expect(start(join(folder, 'cp2'))).rejects.toMatchObject({ code: 'PATH_ALREADY_EXISTS' });
    await expect(
      reader()
        .writeStream.format('json')
        .outputMode('update')
        .option('checkpointLocation', join(folder, 'cp3'))
        .start(join(folder, 'o')),
    ).rejects.toMatchObject({ code: 'STREAMING_OUTPUT_MODE.UNSUPPORTED_DATASOURCE' });
  });
});
