// Streams by SQL alone: tables over connectors, INSERT INTO, EMIT, SET.
import { mkdtemp, readdir, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DataFrame, Session } from '../../src/index.ts';
import type { StreamingQuery } from '../../src/index.ts';
import { manualClock } from '../../src/entries/testing.ts';

let clock: ReturnType<typeof manualClock>;
let session: Session;
let folder: string;
beforeEach(async () => {
  clock = manualClock();
  session = await Session.create({ workers: 0, clock });
  folder = await mkdtemp(join(tmpdir(), 'caudal-sql-'));
});
afterEach(async () => {
  await session.close();
  await rm(folder, { recursive: true });
});

async function started(sql: string): Promise<StreamingQuery> {
  const result = await session.execute(sql);
  if (result instanceof DataFrame || !('processAllAvailable' in result)) throw new Error(`no stream was started by ${sql}`);
  return result;
}
const rowsOf = (sql: string): Promise<unknown[][]> => session.sql(sql).collect({ rows: 'array' });

it('a source with event time and a computed column, windows, a sink: INSERT INTO starts the query', async () => {
  const query = await started(`
    CREATE TABLE ticks (half AS value div 2, WATERMARK FOR timestamp AS timestamp - INTERVAL '2' SECOND)
      WITH (connector = 'rate', rowsPerSecond = 2);
    CREATE TABLE counts (until TIMESTAMP, n BIGINT, halves BIGINT) WITH ('connector' = 'memory');
    INSERT INTO counts
      SELECT window_end, count(*), sum(half) FROM TUMBLE(TABLE ticks, DESCRIPTOR(timestamp), INTERVAL '5' SECOND)
      GROUP BY window_start, window_end EMIT ON WINDOW CLOSE;`);
  expect(query.name).toBe('counts');
  expect(await rowsOf('SELECT * FROM counts')).toEqual([]);
  clock.advance(8000);
  await query.processAllAvailable();
  expect(await rowsOf('SELECT * FROM counts')).toEqual([[new Date(5000), 10, 20]]);
  await query.stop();
});

it('columns of INSERT go by name or place, cast to the table; wrong ones are refused at the start', async () => {
  await session.execute(
    `CREATE TABLE ticks WITH (connector = rate); CREATE TABLE out (a STRING, b BIGINT) WITH (connector = memory)`,
  );
  const query = await started('INSERT INTO out (b) SELECT value FROM ticks');
  clock.advance(2000);
  await query.processAllAvailable();
  expect(await rowsOf('SELECT * FROM out')).toEqual([
    [null, 0],
    [null, 1],
  ]);
  await expect(session.execute('INSERT INTO out SELECT value FROM ticks')).rejects.toMatchObject({
    code: 'STREAMING_QUERY_ALREADY_ACTIVE',
  });
  await query.stop();
  await expect(session.execute('INSERT INTO out SELECT value FROM ticks')).rejects.toMatchObject({
    code: 'INSERT_COLUMN_ARITY_MISMATCH',
  });
  await expect(session.execute('INSERT INTO out SELECT 1, 2')).rejects.toMatchObject({ code: 'UNSUPPORTED_INSERT' });
  await expect(session.execute('INSERT OVERWRITE out SELECT value, value FROM ticks')).rejects.toMatchObject({
    code: 'UNSUPPORTED_INSERT',
  });
});

it('folders of files, read and written; SET applies to the streams started afterwards', async () => {
  await mkdir(join(folder, 'in'));
  await writeFile(join(folder, 'in', 'a.json'), '{"k":"x","v":1}\n{"k":"y","v":2}\n');
  const query = await started(`
    SET 'streaming.trigger' = 'availableNow';
    SET 'streaming.checkpointLocation' = '${folder}/checkpoints';
    CREATE TABLE lines (k STRING, v INT) WITH (connector = 'filesystem', format = 'json', path = '${folder}/in');
    CREATE TABLE copies (k STRING, v INT) PARTITIONED BY (k) WITH (connector = 'filesystem', format = 'parquet', path = '${folder}/out');
    INSERT INTO copies SELECT k, v + 1 FROM lines`);
  await query.awaitTermination();
  expect(await rowsOf(`SELECT k, v FROM read_parquet('${folder}/out') ORDER BY k`)).toEqual([
    ['x', 2],
    ['y', 3],
  ]);
  expect(await readdir(join(folder, 'checkpoints'))).toEqual(['copies']);
  expect((await readdir(join(folder, 'out'))).filter((name) => name.startsWith('k=')).sort()).toEqual(['k=x', 'k=y']);
  // The table is the stream of its files.
  expect(session.table('copies').isStreaming).toBe(true);
});

it('output mode and semantics of the session, of the table, of EMIT: the nearest counts', async () => {
  await session.execute(`CREATE TABLE ticks WITH (connector = rate); SET streaming.outputMode = complete`);
  const query = await started(`
    CREATE TABLE totals (n BIGINT) WITH (connector = memory);
    INSERT INTO totals SELECT sum(value) FROM ticks`);
  for (let i = 0; i < 2; i++) {
    clock.advance(2000);
    await query.processAllAvailable();
  }
  expect(await rowsOf('SELECT * FROM totals')).toEqual([[6]]);
  await query.stop();
  const updates = await started(`
    CREATE TABLE updates (n BIGINT) WITH (connector = memory, outputMode = update);
    INSERT INTO updates SELECT sum(value) FROM ticks`);
  clock.advance(2000);
  await updates.processAllAvailable();
  clock.advance(1000);
  await updates.processAllAvailable();
  expect(await rowsOf('SELECT * FROM updates')).toEqual([[1], [3]]);
  await updates.stop();
  await expect(session.execute('INSERT INTO updates SELECT sum(value) FROM ticks EMIT ON WINDOW CLOSE')).rejects.toMatchObject({
    code: 'STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION',
  });
  await expect(session.execute(`SET 'streaming.semantics' = 'storm'`)).rejects.toMatchObject({ code: 'INVALID_CONF_VALUE' });
  await expect(session.execute(`SET 'streaming.trigger' = 'now and then'`)).rejects.toMatchObject({ code: 'INVALID_CONF_VALUE' });
});

it('EMIT CHANGES: a table of changes, each with its type', async () => {
  await session.execute(`CREATE TABLE ticks WITH (connector = rate)`);
  const query = await started(`
    CREATE TABLE changes (n BIGINT, total BIGINT) WITH (connector = memory);
    INSERT INTO changes SELECT count(*), sum(value) FROM ticks WHERE value > 0 EMIT CHANGES`);
  for (let i = 0; i < 2; i++) {
    clock.advance(2000);
    await query.processAllAvailable();
  }
  expect(await session.table('changes').collect()).toEqual([
    { _change_type: '+I', n: 1, total: 1 },
    { _change_type: '-U', n: 1, total: 1 },
    { _change_type: '+U', n: 3, total: 6 },
  ]);
});

it('console and blackhole take rows and give none; DROP TABLE frees the name', async () => {
  await session.execute(`CREATE TABLE ticks WITH (connector = rate); CREATE TABLE hole (v BIGINT) WITH (connector = blackhole)`);
  const query = await started('INSERT INTO hole SELECT value FROM ticks');
  clock.advance(1000);
  await query.processAllAvailable();
  expect(query.lastProgress).toMatchObject({ numInputRows: 1, sink: { numOutputRows: 1 } });
  await query.stop();
  await expect(rowsOf('SELECT * FROM hole')).rejects.toMatchObject({ code: 'UNSUPPORTED_FEATURE' });
  await expect(rowsOf('SELECT * FROM ticks')).rejects.toMatchObject({ code: 'UNSUPPORTED_STREAMING_OPERATION' });
  await session.execute('DROP TABLE hole; CREATE TABLE hole AS SELECT 1 AS a');
  expect(await rowsOf('SELECT * FROM hole')).toEqual([[1]]);
});

it.each([
  [`CREATE TABLE t (a INT) WITH (path = 'x')`, 'INVALID_OPTION'],
  [`CREATE TABLE t (a INT) WITH (connector = 'kafkaa')`, 'DATA_SOURCE_NOT_FOUND'],
  [`CREATE TABLE t (a INT) WITH (connector = 'filesystem', path = 'x')`, 'INVALID_OPTION'],
  [`CREATE TABLE t (a INT) WITH (connector = 'csv')`, 'INVALID_OPTION'],
  [`CREATE TABLE t WITH (connector = 'json', path = 'x')`, 'STREAM_SCHEMA_MISSING'],
  [`CREATE TABLE t (a INT) WITH (connector = 'rate')`, 'INVALID_SCHEMA'],
  [`CREATE TABLE t (a INT, A INT) WITH (connector = 'memory')`, 'COLUMN_ALREADY_EXISTS'],
  [`CREATE TABLE t (a INT) PARTITIONED BY (b) WITH (connector = 'memory')`, 'UNRESOLVED_COLUMN'],
  [`CREATE TABLE t (WATERMARK FOR ts AS ts) WITH (connector = 'rate')`, 'UNRESOLVED_COLUMN'],
  [`CREATE TABLE t (a INT, WATERMARK FOR a AS a * 2) WITH (connector = 'memory')`, 'INVALID_WATERMARK'],
  [`CREATE TABLE t (a INT, WATERMARK FOR a AS a)`, 'UNSUPPORTED_FEATURE'],
  [`CREATE TABLE t (a INT, b AS a + 1)`, 'UNSUPPORTED_FEATURE'],
  [`CREATE TABLE t (a INT) WITH (connector = memory, Connector = memory)`, 'INVALID_OPTION'],
  [`CREATE TABLE t (a INT); INSERT INTO t SELECT 1 EMIT CHANGES`, 'UNSUPPORTED_INSERT'],
])('refused: %s', async (sql, code) => {
  await expect(session.execute(sql)).rejects.toMatchObject({ code });
});

it('PRIMARY KEY … NOT ENFORCED is taken and not checked, as in Flink; one that is enforced is refused', async () => {
  await session.execute(`
    CREATE TABLE a (id INT, n STRING, CONSTRAINT pk PRIMARY KEY (id, n) NOT ENFORCED) WITH (connector = 'memory');
    CREATE TABLE b (id INT NOT NULL PRIMARY KEY NOT ENFORCED, primary INT, key INT) WITH (connector = 'memory')`);
  const kept = await session.execute(`
    CREATE TABLE c (id INT, n INT, PRIMARY KEY (id) NOT ENFORCED); INSERT INTO c VALUES (1, 2), (1, 3); SELECT count(*) AS n FROM c`);
  expect(await (kept as DataFrame<any>).collect()).toEqual([{ n: 2 }]);
  const refused: [columns: string, error: RegExp][] = [
    ['id INT, PRIMARY KEY (id)', /PRIMARY KEY that is enforced is not supported. Write PRIMARY KEY \(…\) NOT ENFORCED/],
    ['id INT PRIMARY KEY', /PRIMARY KEY that is enforced/],
    ['id INT, PRIMARY KEY (other) NOT ENFORCED', /`other` of PRIMARY KEY is no column/],
    ['id INT, PRIMARY KEY (id) NOT ENFORCED, PRIMARY KEY (id) NOT ENFORCED', /More than one PRIMARY KEY/],
  ];
  for (const [columns, error] of refused)
    await expect(
      (async () => session.execute(`CREATE TABLE d (${columns}) WITH (connector = 'memory')`))(),
      columns,
    ).rejects.toThrow(error);
});
