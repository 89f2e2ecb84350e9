// Every row of the table in docs/from-duckdb.md, on both engines.

import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaudalError, Session } from '../../src/index.ts';

const ROW = /^\| `(SELECT .*?)` \| (.*?) \| (.*?) \| .*\|$/gm;
const rows = [...readFileSync('docs/from-duckdb.md', 'utf8').matchAll(ROW)].map(([, sql, caudal, duckdb]) => ({
  sql: sql!,
  caudal: caudal!,
  duckdb: duckdb!,
}));

describe('docs/from-duckdb.md', () => {
  let session: Session;
  let duckdb: DuckDBInstance;
  beforeAll(async () => {
    session = await Session.create({ workers: 0 });
    duckdb = await DuckDBInstance.create();
  });
  afterAll(async () => {
    await session.close();
    duckdb.closeSync();
  });

  it('has rows', () => expect(rows.length).toBeGreaterThan(10));

  it.each(rows)('$sql', async ({ sql, caudal: expected, duckdb: theirs }) => {
    expect(await caudal(session, sql)).toBe(expected);
    expect(await duck(duckdb, sql)).toBe(theirs);
  });
});

/** The first cell as the table writes it, or `error CODE`. */
async function caudal(session: Session, sql: string): Promise<string> {
  try {
    const [row] = await session.sql(sql).collect({ rows: 'array' });
    return text(row![0]);
  } catch (error) {
    if (error instanceof CaudalError) return `error ${error.code}`;
    throw error;
  }
}

async function duck(duckdb: DuckDBInstance, sql: string): Promise<string> {
  const connection = await duckdb.connect();
  try {
    const reader = await connection.runAndReadAll(sql);
    return text(reader.getRowsJS()[0]![0]);
  } catch {
    return 'error';
  } finally {
    connection.closeSync();
  }
}

const text = (value: unknown): string => (value === null ? 'NULL' : String(value));
