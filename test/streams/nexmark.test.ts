// Nexmark: q0 to q23 over the same events. The batch answer is DuckDB's; the stream's, however the events are cut, is the batch answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DuckDBConnection } from '@duckdb/node-api';
import { NEXMARK_SCHEMAS } from '../../bench/data/nexmark.ts';
import { nexmarkQueries } from '../../bench/queries/index.ts';
import { manualClock } from '../../src/entries/testing.ts';
import { Session } from '../../src/index.ts';
import { EVENTS, SIDE_INPUT, TABLES, canonical, duckdbWithEvents, forDuckDb, rowsOf } from './nexmark.ts';
import { STREAMED, NOT_YET } from './nexmark-modes.ts';

const QUERIES = nexmarkQueries();
const sqlOf = (name: string): string => QUERIES.find((query) => query.name === name)!.sql;
const clock = manualClock();
let session: Session;
let duckdb: DuckDBConnection;
const expected = new Map<string, string[]>();

beforeAll(async () => {
  session = await Session.create({ workers: 0, decimals: 'number', clock });
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

it('each query streams, or stands among those that cannot yet', () => {
  expect([...Object.keys(STREAMED), ...Object.keys(NOT_YET)].sort()).toEqual(QUERIES.map((query) => query.name).sort());
});

describe('in batch as DuckDB', () => {
  // q12 groups by the time of arrival, which a table has not.
  it.each(QUERIES.filter(({ name }) => name !== 'q12'))('$name', async ({ name, sql }) => {
    const judged = canonical((await duckdb.runAndReadAll(forDuckDb(sql))).getRowsJS());
    expect(judged.length).toBeGreaterThan(0);
    expect(await batchAnswer(name)).toEqual(judged);
  });
});
