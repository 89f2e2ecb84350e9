// files.test.ts: text and Arrow files through the public API: types that widen, formats that come back, Hive folders, compressed bytes.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tableFromArrays } from 'apache-arrow';
import { Session } from '../../src/index.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'caudal-files-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([0, 2])('workers %i', (workers) => {
  let session: Session;
  beforeEach(async () => {
    session = await Session.create({ workers });
  });
  afterEach(() => session.close());
  const path = (name: string, content: string | Uint8Array): string => {
    const target = join(folder, `${workers}-${name}`);
    writeFileSync(target, content);
    return target;
  };

  it('widens a column that its sample took for narrower, and says so when rows have left', async () => {
    const late = path('late.csv', `a,b\n${'1,x\n'.repeat(600_000)}2.5,y\n${'3,z\n'.repeat(300_000)}text,w\n`);
    expect(await session.sql(`SELECT count(*) AS n, max(a) AS m FROM '${late}'`).collect()).toEqual([{ n: 900_002, m: 'text' }]);
    expect(await session.read.csv(late).dtypes()).toEqual([
      ['a', 'string'],
      ['b', 'string'],
    ]);
  });
  it('reads bytes whatever they are called, plain and compressed', async () => {
    const text = 'k,v\n1,a\n2,b\n';
    for (const bytes of [Buffer.from(text), gzipSync(text)])
      expect(await session.read.csv(new Uint8Array(bytes)).collect()).toEqual([
        { k: 1, v: 'a' },
        { k: 2, v: 'b' },
      ]);
    expect(await session.read.json(new Uint8Array(Buffer.from('[{"x":{"y":[1,2]}}]'))).collect()).toEqual([{ x: { y: [1, 2] } }]);
  });
  it('names file, line and column of a record that does not fit', async () => {
    const bad = path('bad.csv', 'a,b\n1,2\nx,3\n');
    await expect(session.read.options({ header: true }).schema('a INT, b INT').csv(bad).collect()).rejects.toMatchObject({
      code: 'MALFORMED_RECORD',
      params: { line: '3', column: 'a' },
    });
  });
  it.each(['csv', 'json', 'arrow', 'parquet'] as const)('%s comes back', async (format) => {
    const rows = [
      { i: 1, d: 0.5, s: 'a,"b"\n', t: new Date(1.5e12) },
      { i: -2, d: null, s: '', t: null },
    ];
    const options: Record<string, boolean> = format === 'csv' ? { header: true } : {};
    const blob = await session.createDataFrame(rows, 'i INT, d DOUBLE, s STRING, t TIMESTAMP').toFile(format, options);
    const back = session.read.format(format).options(options).schema('i INT, d DOUBLE, s STRING, t TIMESTAMP').load(blob);
    expect(await back.collect()).toEqual(rows);
  });
  it('takes an apache-arrow table, also a slice of one', async () => {
    const table = tableFromArrays({ a: Int32Array.from([1, 2, 3]), b: ['x', 'y', 'x'] });
    expect(await session.read.arrow(table.slice(1)).collect()).toEqual([
      { a: 2, b: 'y' },
      { a: 3, b: 'x' },
    ]);
  });
  it('writes Hive folders and reads them', async () => {
    const target = join(folder, `${workers}-hive`);
    await session
      .createDataFrame([
        { y: 2024, c: 'a/b', v: 1 },
        { y: 2025, c: null, v: 2 },
      ])
      .write.option('header', true)
      .partitionBy('y', 'c')
      .csv(target);
    expect(await session.read.csv(target).orderBy('v').collect()).toEqual([
      { v: 1, y: 2024, c: 'a/b' },
      { v: 2, y: 2025, c: null },
    ]);
  });
});
