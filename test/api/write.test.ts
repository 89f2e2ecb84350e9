// Writing and reading back: every format, modes, folders, partitions; a failed write leaves the old data.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session } from '../../src/index.ts';
import type { DataFrame } from '../../src/index.ts';

let session: Session;
let df: DataFrame;
const folder = mkdtempSync(join(tmpdir(), 'caudal-write-'));
const at = (name: string): string => join(folder, name);
const ROWS = [
  { id: 1, k: 'a', v: 1.5 },
  { id: 2, k: 'b/c', v: null },
  { id: 3, k: 'a', v: -0.25 },
];
beforeAll(async () => {
  session = await Session.create({ workers: 0 });
  df = session.createDataFrame(ROWS);
});
afterAll(async () => {
  await session.close();
  rmSync(folder, { recursive: true });
});

describe.each(['parquet', 'csv', 'json', 'arrow'] as const)('%s', (format) => {
  const readOptions: object = format === 'csv' ? { header: true, inferSchema: true } : {};
  const read = (from: unknown): DataFrame => session.read[format](from, readOptions);
  const options = format === 'csv' ? { header: true } : {};
  it('is one file under a name of its format', async () => {
    await df.write[format](at(`one.${format}`), options);
    expect(await read(at(`one.${format}`)).collect()).toEqual(ROWS);
  });
  it('is a folder of parts under any other name', async () => {
    await df.write[format](at(`folder-${format}`), options);
    const names = readdirSync(at(`folder-${format}`));
    expect(names).toContain('_SUCCESS');
    expect(names.filter((n) => n.startsWith('part-00000-') && n.endsWith(`.${format}`))).toHaveLength(1);
    expect(await read(at(`folder-${format}`)).collect()).toEqual(ROWS);
  });
  it('is a Blob', async () => {
    const blob = await df.toFile(format, options);
    expect(await read(blob).collect()).toEqual(ROWS);
  });
  it('goes into a stream', async () => {
    const chunks: Uint8Array[] = [];
    await df.write[format](new WritableStream<Uint8Array>({ write: (chunk) => void chunks.push(chunk) }), options);
    expect(await read(Buffer.concat(chunks)).collect()).toEqual(ROWS);
  });
});

describe('modes', () => {
  it('refuse, keep, replace, add', async () => {
    const path = at('modes');
    await df.write.parquet(path);
    await expect(df.write.parquet(path)).rejects.toMatchObject({ code: 'PATH_ALREADY_EXISTS' });
    await df.limit(1).write.mode('ignore').parquet(path);
    expect(await session.read.parquet(path).count()).toBe(3);
    await df.limit(1).write.mode('append').parquet(path);
    expect(await session.read.parquet(path).count()).toBe(4);
    await df.limit(2).write.mode('overwrite').parquet(path);
    expect(await session.read.parquet(path).count()).toBe(2);
    expect(() => df.write.mode('replace' as never)).toThrow(expect.objectContaining({ code: 'INVALID_SAVE_MODE' }) as Error);
  });
  it('leave the old data when a write fails, and nothing beside it', async () => {
    for (const path of [at('old'), at('old.parquet')]) {
      await df.write.parquet(path);
      const before = readdirSync(folder);
      const bad = session.sql('SELECT 1 div (id - 50000) AS x FROM range(100000)');
      await expect(bad.write.mode('overwrite').parquet(path)).rejects.toMatchObject({ code: 'DIVIDE_BY_ZERO' });
      await expect(bad.write.mode('append').parquet(at('old'))).rejects.toMatchObject({ code: 'DIVIDE_BY_ZERO' });
      expect(await session.read.parquet(path).count()).toBe(3);
      expect(readdirSync(folder)).toEqual(before);
      expect(readdirSync(at('old')).filter((n) => !n.startsWith('part-') && n !== '_SUCCESS')).toEqual([]);
    }
  });
});

describe('partitions', () => {
  it('become folders, and columns again', async () => {
    await df.write.partitionBy('k').parquet(at('by-k'));
    expect(readdirSync(at('by-k')).sort()).toEqual(['_SUCCESS', 'k=a', 'k=b%2Fc']);
    expect(await session.read.parquet(at('by-k')).orderBy('id').select('id', 'k', 'v').collect()).toEqual(ROWS);
    await expect(df.write.partitionBy('nope').parquet(at('nope'))).rejects.toMatchObject({ code: 'UNRESOLVED_COLUMN' });
  });
  it('keep every row when there are many', async () => {
    const many = session.sql('SELECT id, id % 7 AS m, CASE WHEN id % 3 > 0 THEN id % 3 END AS n FROM range(30000)');
    await many.write.partitionBy('m', 'n').parquet(at('many'));
    const back = session.read.parquet(at('many'));
    expect(await back.groupBy('n').count().orderBy('n').collect()).toEqual([
      { n: null, count: 10000 },
      { n: 1, count: 10000 },
      { n: 2, count: 10000 },
    ]);
    expect(await back.agg({ id: 'sum' }).collect()).toEqual([{ 'sum(id)': 449985000 }]);
  });
});

describe('COPY', () => {
  it('writes what a query gives', async () => {
    await session.sql(`COPY (SELECT id, id * 2 AS d FROM range(3)) TO '${at('copy.csv')}' (FORMAT csv, HEADER true)`).collect();
    expect(readFileSync(at('copy.csv'), 'utf8')).toBe('id,d\n0,0\n1,2\n2,4\n');
    await session
      .sql(`COPY (SELECT id, id % 2 AS m FROM range(10)) TO '${at('copy-by')}' (FORMAT parquet, PARTITION_BY (m))`)
      .collect();
    expect(
      await session.sql(`SELECT m, count(*) AS n FROM read_parquet('${at('copy-by')}') GROUP BY m ORDER BY m`).collect(),
    ).toEqual([
      { m: 0, n: 5 },
      { m: 1, n: 5 },
    ]);
  });
});

describe('tables', () => {
  it('are saved and added to', async () => {
    await df.write.saveAsTable('saved');
    await expect(df.write.saveAsTable('saved')).rejects.toMatchObject({ code: 'TABLE_OR_VIEW_ALREADY_EXISTS' });
    await df.write.mode('append').saveAsTable('saved');
    await df.limit(1).write.insertInto('saved');
    expect(await session.table('saved').count()).toBe(7);
  });
});
