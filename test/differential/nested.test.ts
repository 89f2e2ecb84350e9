// Queries nested into each other against native DuckDB, with the optimizer's rules at work; results compared as multisets.
// CASES=n and SEED=s choose how many and which; a failure prints its query.
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { Session } from '../../src/index.ts';
import { difference, normalized } from './compare.ts';
import type { Row } from './compare.ts';
import { NestedQueries, TABLES } from './nested-queries.ts';
import { Random, SEED } from './random.ts';

const CASES = Number(process.env['CASES'] ?? 600);
const ROWS = [9, 6, 0];
const MAX_TEXT = 6000;
const MAX_ROWS = 20_000;

function valuesOf(random: Random, rows: number): string {
  const value = (text: string): string => (random.chance(0.15) ? 'NULL' : text);
  const row = (): string =>
    `(${value(String(random.below(5)))}, ${value(String(random.below(8)))}, ${value(`'${random.pick(['a', 'b', 'c'])}'`)})`;
  return Array.from({ length: rows }, row).join(', ');
}

it(`${CASES} nested queries from seed ${SEED} give what DuckDB gives`, async () => {
  const random = new Random(SEED);
  const queries = new NestedQueries(random);
  await using session = await Session.create({ workers: 0 });
  const duckdb = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  for (const [i, name] of TABLES.entries()) {
    const values = valuesOf(random, ROWS[i]!);
    const create = `CREATE TABLE ${name} (i INT, j INT, s VARCHAR(10))`;
    await duckdb.run(create);
    await session.execute(create);
    if (values === '') continue;
    await duckdb.run(`INSERT INTO ${name} VALUES ${values}`);
    await session.execute(`INSERT INTO ${name} VALUES ${values}`);
  }
  let compared = 0;
  for (let i = 0; i < CASES; i++) {
    const sql = queries.query(1 + random.below(4));
    if (sql.length > MAX_TEXT) continue;
    const expected = (await duckdb.runAndReadAll(sql)).getRows() as Row[];
    if (expected.length > MAX_ROWS) continue;
    const actual = (await session.sql(sql).collect({ rows: 'array' })) as Row[];
    expect(difference(normalized(actual), normalized(expected)), `seed ${SEED}, query ${i}: ${sql}`).toBeUndefined();
    compared++;
  }
  expect(compared).toBeGreaterThan(CASES * 0.8);
  duckdb.closeSync();
}, 300_000);
