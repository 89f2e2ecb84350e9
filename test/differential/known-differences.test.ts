// Every known difference is one: both engines are asked.
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { CaudalError, Session } from '../../src/index.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';

it.each(KNOWN_DIFFERENCES)('$topic', async ({ sql, caudal, duckdb }) => {
  await using session = await Session.create({ workers: 0 });
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const ours = await session
    .sql(sql)
    .collect({ rows: 'array' })
    .then(
      (rows) => rows[0]![0],
      (error: unknown) => (error instanceof CaudalError ? error.code : error),
    );
  expect(ours).toEqual(caudal);
  expect((await connection.runAndReadAll(sql)).getRows()[0]![0]).toEqual(duckdb);
  connection.closeSync();
});
