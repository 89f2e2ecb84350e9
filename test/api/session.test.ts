// Sessions: commands in order and once, names bound at the call, cancelling, closing, settings, files, the cache.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFrame, Session } from '../../src/index.ts';
import { openCore } from '../../src/session/open-core.ts';
import type { CaudalError } from '../../src/index.ts';

describe.each([0, 2])('workers %i', (workers) => {
  let session: Session;
  beforeEach(async () => {
    session = await Session.create({ workers });
  });
  afterEach(() => session.close().catch(() => undefined));
  const codeOf = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'none',
      (error: CaudalError) => error.code,
    );

  it('starts commands at the call, in order, and lets actions wait for them', async () => {
    session.sql('CREATE TABLE t AS SELECT 1 AS a');
    session.sql('INSERT INTO t VALUES (2)');
    session.sql('INSERT INTO t SELECT a + 10 FROM t');
    const before = session.sql('SELECT count(*) AS n FROM t');
    session.sql('INSERT OVERWRITE t VALUES (5)');
    expect(await session.sql('SELECT a FROM t').collect()).toEqual([{ a: 5 }]);
    expect(await before.collect()).toEqual([{ n: 4 }]);
  });
  it('runs a command once, however often its rows are asked for', async () => {
    session.sql('CREATE TABLE t (a INT)');
    const insert = session.sql('INSERT INTO t VALUES (1)');
    await insert.collect();
    await insert.collect();
    expect(await session.table('t').count()).toBe(1);
  });
  it('throws a failure that nobody awaited at the next action, once', async () => {
    session.sql('DROP TABLE nowhere');
    expect(await codeOf(session.range(1).collect())).toBe('TABLE_OR_VIEW_NOT_FOUND');
    expect(await session.range(1).count()).toBe(1);
    session.sql('INSERT INTO nowhere VALUES (1)');
    expect(await codeOf(session.close())).toBe('TABLE_OR_VIEW_NOT_FOUND');
  });
  it('keeps the old rows when an insert fails', async () => {
    await session.execute('CREATE TABLE t AS SELECT 1 AS a');
    expect(await codeOf(session.sql('INSERT INTO t SELECT 1 div (id - 2) FROM range(4)').collect())).toBe('DIVIDE_BY_ZERO');
    expect(await session.table('t').collect()).toEqual([{ a: 1 }]);
    expect(await codeOf(session.sql('CREATE TABLE u AS SELECT 1 / 0').collect())).toBe('DIVIDE_BY_ZERO');
    expect(await session.catalog.tableExists('u')).toBe(false);
  });
  it('binds names when sql() is called', async () => {
    session.range(3).createOrReplaceTempView('v');
    const three = session.sql('SELECT count(*) AS n FROM v');
    session.range(5).createOrReplaceTempView('v');
    const cte = session.sql('WITH v AS (SELECT 7 AS n) SELECT n FROM v');
    expect([await three.first(), await session.sql('SELECT count(*) AS n FROM v').first(), await cte.first()]).toEqual([
      { n: 3 },
      { n: 5 },
      { n: 7 },
    ]);
    expect(session.catalog.dropTempView('v')).toBe(true);
    expect(await codeOf(session.table('v').collect())).toBe('TABLE_OR_VIEW_NOT_FOUND');
  });
  it('runs scripts to their last result', async () => {
    const rows = await session.execute('CREATE TABLE t AS SELECT :a AS x; SELECT x FROM t WHERE x = :a', { a: 7 });
    expect(rows).toBeInstanceOf(DataFrame);
    expect(await (rows as DataFrame).collect()).toEqual([{ x: 7 }]);
    expect(await session.execute('CREATE TEMP VIEW w AS SELECT 1')).toEqual({ name: 'w' });
    expect(() => session.sql('SELEC 1')).toThrow(
      expect.objectContaining({ code: 'PARSE_SYNTAX_ERROR', position: { line: 1, column: 1 } }) as Error,
    );
  });

  it('cancels at once, and goes on', async () => {
    const controller = new AbortController();
    const running = session
      .sql('SELECT count(*) FROM range(200000000) a CROSS JOIN range(1000) b')
      .collect({ signal: controller.signal });
    setTimeout(() => controller.abort(), 30);
    const error = await running.catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'CANCELLED', name: 'AbortError' });
    expect(await codeOf(session.range(1).collect({ signal: AbortSignal.abort() }))).toBe('CANCELLED');
    expect(await session.range(10).count()).toBe(10);
  });
  it('may be left in the middle of batches', async () => {
    for await (const batch of session.range(100_000).batches()) {
      expect(batch.numRows).toBeGreaterThan(0);
      break;
    }
    let rows = 0;
    for await (const _ of session.range(20_000).toLocalIterator()) if (++rows === 9000) break;
    expect(await session.range(7).count()).toBe(7);
  });
  it('reports progress', async () => {
    const seen: number[] = [];
    await session
      .range(100_000)
      .selectExpr('sum(id)')
      .collect({ onProgress: (p) => seen.push(p.rows) });
    expect(seen.at(-1)).toBe(100_000);
  });
  it('closes: running actions are cancelled, later ones refused', async () => {
    const running = codeOf(session.sql('SELECT count(*) FROM range(200000000) a CROSS JOIN range(1000) b').collect());
    await new Promise((resolve) => setTimeout(resolve, 30));
    await session.close();
    await session.close();
    expect(await running).toBe('CANCELLED');
    expect(await codeOf(session.range(1).collect())).toBe('SESSION_CLOSED');
  });

  it('caches from the first action on, by frame and by name', async () => {
    const frame = session.range(5).filter('id > 1').cache();
    expect(await frame.count()).toBe(3);
    expect(await frame.filter('id > 3').explain()).toContain('Scan memory');
    expect(await frame.unpersist().explain()).not.toContain('Scan memory');
    await session.execute('CREATE TABLE t AS SELECT 1 AS a; CACHE TABLE t');
    expect(session.catalog.isCached('t')).toBe(true);
    await session.sql('INSERT INTO t VALUES (2)').collect();
    expect(await session.table('t').count()).toBe(2);
    session.catalog.cacheTable('t');
    session.catalog.clearCache();
    expect(session.catalog.isCached('t')).toBe(false);
  });
  it('reads named files first, in FROM, read and globs', async () => {
    session.files.set('a.csv', new Blob(['x,y\n1,a\n']));
    session.files.set('b.csv', new TextEncoder().encode('x,y\n2,b\n'));
    expect(await session.sql(`SELECT * FROM 'a.csv'`).collect()).toEqual([{ x: 1, y: 'a' }]);
    expect(await session.read.csv('b.csv').collect()).toEqual([{ x: 2, y: 'b' }]);
    expect(await session.read.csv('*.csv').orderBy('x').collect()).toEqual([
      { x: 1, y: 'a' },
      { x: 2, y: 'b' },
    ]);
    expect(session.files.list()).toEqual(['a.csv', 'b.csv']);
    expect(session.files.delete('a.csv')).toBe(true);
    expect(await codeOf(session.sql(`SELECT * FROM 'a.csv'`).collect())).toBe('PATH_NOT_FOUND');
    expect(await codeOf(session.read.format('kafka').load('x').collect())).toBe('DATA_SOURCE_NOT_FOUND');
  });

  it('say where a file that is not there is named, and which one may be meant', async () => {
    session.files.set('flights.csv', new TextEncoder().encode('a\n1\n'));
    const missing = async (text: string): Promise<unknown> =>
      session
        .sql(text)
        .collect()
        .catch((error: unknown) => error);
    expect(await missing("SELECT *\nFROM 'flihgts.csv'")).toMatchObject({
      code: 'PATH_NOT_FOUND',
      message: "[PATH_NOT_FOUND] There is no file at flihgts.csv. Did you mean 'flights.csv'?",
      hint: "Did you mean 'flights.csv'?",
      position: { line: 2, column: 6 },
    });
    expect(await missing("SELECT * FROM read_csv('pakage.json')")).toMatchObject({
      hint: "Did you mean 'package.json'?",
      position: { line: 1, column: 15 },
    });
    const unlike = (await missing("SELECT * FROM 'no/such/folder.csv'")) as CaudalError;
    expect(unlike).toMatchObject({ code: 'PATH_NOT_FOUND', position: { line: 1, column: 15 } });
    expect(unlike.hint).toBeUndefined();
  });
});

describe('sources', () => {
  /** A server that knows ranges, as a fetch. */
  const serve =
    (bytes: Uint8Array, seen: string[]) =>
    async (url: string, init: { headers?: Record<string, string> } = {}) => {
      seen.push(String(init.headers?.['token']));
      const [, from, to] = /bytes=(\d+)-(\d+)/.exec(init.headers?.['Range'] ?? '') ?? [];
      if (from === undefined) return new Response(bytes as Uint8Array<ArrayBuffer>);
      const part = bytes.slice(Number(from), Number(to) + 1);
      const range = `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`;
      return new Response(part, { status: 206, headers: { 'content-range': range, etag: url } });
    };
  it.each([0, 2])('are read by a fetch of the caller, %i workers', async (workers) => {
    await using session = await Session.create({ workers });
    const blob = await session.range(400_000).toFile('parquet', { rowGroupSize: 50_000 });
    const seen: string[] = [];
    const source = {
      url: 'https://example.test/x.parquet',
      headers: { token: 't' },
      fetch: serve(new Uint8Array(await blob.arrayBuffer()), seen),
    };
    expect(await session.read.parquet(source).selectExpr('count(*)', 'sum(id)').collect({ rows: 'array' })).toEqual([
      [400_000, 79_999_800_000],
    ]);
    expect(new Set(seen)).toEqual(new Set(['t']));
  });
  it('are paths, URLs, Blobs, bytes and lists of them', async () => {
    await using session = await Session.create({ workers: 0 });
    const blob = await session.range(3).toFile('parquet');
    const bytes = new Uint8Array(await blob.arrayBuffer());
    expect(await session.read.parquet([blob, bytes, bytes.buffer]).count()).toBe(9);
    expect(() => session.read.load()).toThrow('load()');
    await expect(session.read.parquet(42).count()).rejects.toMatchObject({ code: 'INVALID_SOURCE' });
    await expect(session.read.parquet(new Uint8Array(10)).count()).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
  });
  it('are apache-arrow tables', async () => {
    await using session = await Session.create({ workers: 0 });
    const table = await session
      .sql(`SELECT id, concat('k', id % 3) AS k, DATE '2020-01-01' AS d FROM range(10)`)
      .toArrow({ dictionaries: true });
    expect(String(table.schema)).toBe('Schema<{ 0: id: Int64, 1: k: Dictionary<Int32, Utf8>, 2: d: Date32<DAY> }>');
    const back = session.read.arrow(table);
    expect(await back.groupBy('k').count().orderBy('k').collect()).toEqual([
      { k: 'k0', count: 4 },
      { k: 'k1', count: 3 },
      { k: 'k2', count: 3 },
    ]);
    expect(await back.count()).toBe(10);
  });
});

describe('memory', () => {
  it('comes back to where it was after a thousand queries', async () => {
    const core = openCore({ workers: 0 });
    await using session = new Session(core);
    await session.execute(`CREATE TABLE t AS SELECT id, concat('k', id % 10) AS k FROM range(1000)`);
    const query = (): Promise<unknown> =>
      session.sql('SELECT k, sum(id), count(DISTINCT id) FROM t WHERE id > 5 GROUP BY k ORDER BY k').collect();
    // The total never shrinks: what counts is what is held of it.
    const held = async (): Promise<number[]> => core.parts.runtime.memory().then((m) => [m.liveBytes, m.heldBytes]);
    await query();
    const before = await held();
    for (let i = 0; i < 1000; i++) {
      if (i % 100 === 0)
        await session
          .sql('SELECT 1 div (id - 500) FROM t')
          .collect()
          .catch(() => undefined);
      await query();
    }
    expect(await held()).toEqual(before);
  });
});

describe('settings', () => {
  it('take Spark keys with and without spark., and refuse what cannot be', async () => {
    await using session = await Session.create({
      workers: 0,
      conf: { 'spark.sql.shuffle.partitions': 8, 'caudal.batchRows': 7 },
    });
    expect(session.conf.get('sql.shuffle.partitions')).toBe('8');
    expect(session.conf.get('unknown', 'fallback')).toBe('fallback');
    expect(() => session.conf.set('caudal.batchRows', 0)).toThrow(
      expect.objectContaining({ code: 'INVALID_CONF_VALUE' }) as Error,
    );
    await session.sql('SET sql.session.timeZone = Europe/Zurich').collect();
    expect(
      await session.sql(`SELECT CAST(TIMESTAMP '2020-07-01 12:00:00' AS STRING) s, TIMESTAMP '2020-07-01 12:00:00' t`).collect(),
    ).toEqual([{ s: '2020-07-01 12:00:00', t: new Date('2020-07-01T10:00:00Z') }]);
    await expect(Session.create({ workers: -1 })).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' });
    await expect(Session.create({ timeZone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'INVALID_CONF_VALUE' });
  });
});

it('takes the kernels from assets.wasm, also for looking at a sample of a file', async () => {
  const csv = new TextEncoder().encode('a,b\n1,x\n');
  const kernels = readFileSync(new URL('../../build/kernels.wasm', import.meta.url));
  await using session = await Session.create({ workers: 0, assets: { wasm: kernels } });
  expect(await session.read.csv(csv).collect()).toEqual([{ a: 1, b: 'x' }]);
  await using broken = await Session.create({ workers: 0, assets: { wasm: new Uint8Array(8) } });
  await expect(broken.read.csv(csv).dtypes()).rejects.toThrow(/wasm|WebAssembly/i);
});
