// Thousands of generated cases against native DuckDB: the same AST printed in both dialects, results compared as multisets.
// CASES=n and SEED=s choose how many and which; a failure prints the seed of its case and both texts.
import { DuckDBInstance } from '@duckdb/node-api';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session } from '../../src/index.ts';
import type { Case, TableDef } from './ast.ts';
import { difference, normalized } from './compare.ts';
import type { Row } from './compare.ts';
import { printCase, typeName } from './dialect.ts';
import { caseOf } from './generate.ts';
import { Random, SEED } from './random.ts';

const CASES = Number(process.env['CASES'] ?? 1500);
const CONFIGURATIONS = [
  { workers: 0, batchRows: 8192 },
  { workers: 0, batchRows: 7 },
  { workers: 2, batchRows: 1 },
] as const;

type Outcome = { readonly rows: readonly Row[] } | { readonly error: string };
const outcome = async (run: () => Promise<readonly Row[]>): Promise<Outcome> => {
  try {
    return { rows: normalized(await run()) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
};
const sqlValue = (value: unknown): string => {
  if (value === null) return 'NULL';
  if (value instanceof Date) return `DATE '${value.toISOString().slice(0, 10)}'`;
  return typeof value === 'string' ? `'${value.replace(/'/g, "''")}'` : String(value);
};
async function inDuckdb(connection: DuckDBConnection, { tables }: Case, sql: string): Promise<readonly Row[]> {
  for (const { name, columns, rows } of tables) {
    await connection.run(
      `CREATE OR REPLACE TABLE ${name} (${columns.map((c) => `${c.name} ${typeName(c.type, 'duckdb')}`).join(', ')})`,
    );
    if (rows.length > 0)
      await connection.run(`INSERT INTO ${name} VALUES ${rows.map((row) => `(${row.map(sqlValue).join(', ')})`).join(', ')}`);
  }
  return (await connection.runAndReadAll(sql)).getRows();
}
function register(session: Session, { name, columns, rows }: TableDef): void {
  const schema = columns.map((c) => `${c.name} ${typeName(c.type, 'caudal')}`).join(', ');
  session.createDataFrame(rows, schema).createOrReplaceTempView(name);
}

describe.each(CONFIGURATIONS)(
  'generated queries give what DuckDB gives (workers $workers, batchRows $batchRows)',
  ({ workers, batchRows }) => {
    let session: Session, connection: DuckDBConnection;
    beforeAll(async () => {
      session = await Session.create({ workers, conf: { 'caudal.batchRows': batchRows } });
      connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
    });
    afterAll(async () => {
      await session.close();
      connection.closeSync();
    });
    it(`${CASES} cases from seed ${SEED}`, async () => {
      const failures: string[] = [];
      let compared = 0;
      for (let i = 0; i < CASES && failures.length < 5; i++) {
        const seed = SEED + i * 7919 + batchRows * 104729;
        const generated = caseOf(new Random(seed));
        const [ours, theirs] = [printCase(generated, 'caudal'), printCase(generated, 'duckdb')];
        const expected = await outcome(() => inDuckdb(connection, generated, theirs));
        for (const table of generated.tables) register(session, table);
        const actual = await outcome(
          async () => (await session.sql(ours).collect({ rows: 'array', integers: 'bigint' })) as Row[],
        );
        const why = verdict(actual, expected);
        if (why) failures.push(`seed ${seed}: ${why}\n  caudal: ${ours}\n  duckdb: ${theirs}`);
        else if ('rows' in expected) compared++;
      }
      expect(failures.join('\n\n')).toBe('');
      expect(compared).toBeGreaterThan(CASES * 0.9);
    }, 600_000);
  },
);
/** Both failing is agreement: what overflows in one overflows in the other. */
function verdict(actual: Outcome, expected: Outcome): string | undefined {
  if ('error' in expected)
    return 'error' in actual ? undefined : `DuckDB fails (${expected.error}), Caudal gives ${actual.rows.length} rows`;
  if ('error' in actual) return `Caudal fails: ${actual.error}`;
  return difference(actual.rows, expected.rows);
}
