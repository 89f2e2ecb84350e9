// Nexmark: q0 to q23 over the same events. The batch answer is DuckDB's; the stream's, however the events are cut, is the batch answer.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DuckDBConnection } from '@duckdb/node-api';
import { NEXMARK_SCHEMAS } from '../../bench/data/nexmark.ts';
import type { NexmarkEvent } from '../../bench/data/nexmark.ts';
import { nexmarkQueries } from '../../bench/queries/index.ts';
import { randomOf } from '../../bench/random.ts';
import { manualClock } from '../../src/entries/testing.ts';
import { Session, expr } from '../../src/index.ts';
import { netOf } from './cases/net.ts';
import { EVENTS, SIDE_INPUT, TABLES, canonical, duckdbWithEvents, forDuckDb, rowsOf } from './nexmark.ts';
import type { TableName } from './nexmark.ts';
import type { MemoryStream } from '../../src/streaming/memory-stream.ts';
import { WAYS } from '../../bench/queries/nexmark-ways.ts';

const QUERIES = nexmarkQueries();
const sqlOf = (name: string): string => QUERIES.find((query) => query.name === name)!.sql;
let session: Session;
let duckdb: DuckDBConnection;
const expected = new Map<string, string[]>();

beforeAll(async () => {
  session = await Session.create({ workers: 0, decimals: 'number' });
  duckdb = await duckdbWithEvents();
  for (const name of TABLES) session.createDataFrame(rowsOf(name), NEXMARK_SCHEMAS[name]).createOrReplaceTempView(name);
  session.createDataFrame(SIDE_INPUT, 'key BIGINT, value STRING').createOrReplaceTempView('side_input');
}, 60_000);
afterAll(async () => {
  duckdb.closeSync();
  await session.close();
});
async function batchAnswer(name: string): Promise<string[]> {
  let answer = expected.get(name);
  if (!answer) expected.set(name, (answer = canonical(await session.sql(sqlOf(name)).collect({ rows: 'array' }))));
  return answer;
}

it('each query of the suite streams', () => {
  expect(Object.keys(WAYS)).toEqual(QUERIES.map((query) => query.name));
});

describe('in batch as DuckDB', () => {
  // q12 groups by the time of arrival, which a table has not.
  it.each(QUERIES.filter(({ name }) => name !== 'q12'))('$name', async ({ name, sql }) => {
    const judged = canonical((await duckdb.runAndReadAll(forDuckDb(sql))).getRowsJS());
    expect(judged.length).toBeGreaterThan(0);
    expect(await batchAnswer(name)).toEqual(judged);
  });
});

/** Streams of the events under the names of the tables. */
function inputs(of: Session): Readonly<Record<TableName, MemoryStream>> {
  const made = TABLES.map((name) => [name, of.memoryStream(NEXMARK_SCHEMAS[name])] as const);
  for (const [name, input] of made) input.toDF().withWatermark('dateTime', '4 seconds').createOrReplaceTempView(name);
  of.createDataFrame(SIDE_INPUT, 'key BIGINT, value STRING').createOrReplaceTempView('side_input');
  return Object.fromEntries(made) as Record<TableName, MemoryStream>;
}
/** Cut where chance says, each cut an epoch over the three streams. */
function* cuts(seed: number): Generator<readonly NexmarkEvent[]> {
  const random = randomOf(seed);
  for (let at = 0; at < EVENTS.length;) {
    const size = 1 + Math.floor(random() * 900);
    yield EVENTS.slice(at, (at += size));
  }
}

describe('as a stream what the batch query gives', () => {
  const ways = Object.entries(WAYS).flatMap(([name, list]) => list.map((way) => ({ name, ...way })));
  it.each(ways)('$name, $mode, $semantics', async ({ name, mode, semantics }) => {
    const streaming = await Session.create({ workers: 0, decimals: 'number' });
    try {
      const streams = inputs(streaming);
      const writer = streaming.sql(sqlOf(name)).writeStream.outputMode(mode).option('semantics', semantics);
      const query = await writer.format('memory').queryName('answer').start();
      for (const events of cuts(Number(name.slice(1)))) {
        streaming.addAll(TABLES.map((table) => [streams[table], rowsOf(table, events)] as const));
        await query.processAllAvailable();
      }
      for (const table of TABLES) streams[table].end();
      await query.awaitTermination();
      const rows = await streaming.table('answer').collect({ rows: 'array' });
      expect(canonical(mode === 'changelog' ? netOf(rows) : rows)).toEqual(await batchAnswer(name));
    } finally {
      await streaming.close();
    }
  });

  it('q12, by a clock moved by hand: as a table with the times of arrival', async () => {
    const clock = manualClock();
    const streaming = await Session.create({ workers: 0, clock });
    try {
      const bids = streaming.memoryStream(NEXMARK_SCHEMAS.bid);
      bids.toDF().createOrReplaceTempView('bid');
      const query = await streaming.sql(sqlOf('q12')).writeStream.format('memory').queryName('answer').start();
      const arrived: object[] = [];
      for (const events of cuts(12)) {
        const rows = rowsOf('bid', events);
        arrived.push(...rows.map((row) => ({ ...row, arrived: clock.now() })));
        bids.add(rows);
        await query.processAllAvailable();
        clock.advance(3500);
      }
      clock.advance(20_000);
      await query.processAllAvailable();
      session.createDataFrame(arrived, `${NEXMARK_SCHEMAS.bid}, arrived TIMESTAMP`).createOrReplaceTempView('arrivals');
      const batch = session.sql(sqlOf('q12').replace('(SELECT bidder, proctime() AS arrived FROM bid)', 'TABLE arrivals'));
      const expected = canonical(await batch.collect({ rows: 'array' }));
      expect(expected.length).toBeGreaterThan(100);
      expect(canonical(await streaming.table('answer').collect({ rows: 'array' }))).toEqual(expected);
    } finally {
      await streaming.close();
    }
  });

  it('q10 into a folder by day and minute', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'caudal-q10-'));
    const streaming = await Session.create({ workers: 0, decimals: 'number' });
    try {
      const streams = inputs(streaming);
      const query = await streaming.execute(`
        SET 'streaming.checkpointLocation' = '${folder}/checkpoints';
        CREATE TABLE log (auction BIGINT, bidder BIGINT, price BIGINT, dateTime TIMESTAMP, extra STRING, dt STRING, hm STRING)
          PARTITIONED BY (dt, hm) WITH (connector = 'filesystem', format = 'csv', header = true, path = '${folder}/log');
        INSERT INTO log ${sqlOf('q10')}`);
      if (!('awaitTermination' in query)) throw new Error('INSERT INTO started no query');
      for (const events of cuts(10)) streams.bid.add(rowsOf('bid', events));
      for (const table of TABLES) streams[table].end();
      await query.awaitTermination();
      const columns = 'auction BIGINT, bidder BIGINT, price BIGINT, dateTime TIMESTAMP, extra STRING';
      const written = streaming.read.schema(columns).option('header', true).csv(`${folder}/log`);
      const answer = written.select('auction', 'bidder', 'price', 'dateTime', 'extra', expr('CAST(dt AS STRING)'), 'hm');
      expect(canonical(await answer.collect({ rows: 'array' }))).toEqual(await batchAnswer('q10'));
    } finally {
      await streaming.close();
      await rm(folder, { recursive: true });
    }
  });
});
