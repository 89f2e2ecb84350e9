// run.test.ts: every .slt file below test/sql, at 0, 1 and 2 workers and batches of 1, 7 and 8192 rows: results must not depend on them.
// UPDATE=1 writes what came into the files, to be reviewed as a diff.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CaudalError, Session } from '../../src/index.ts';
import { formatCell, parseSlt, sameRows, typeLetters, writeRecord } from '../helpers/slt.ts';
import type { SltRecord } from '../helpers/slt.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const CONFIGURATIONS = [0, 1, 2].flatMap((workers) => [8192, 7, 1].map((batchRows) => ({ workers, batchRows })));
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.slt'))
  .sort();

interface Outcome {
  readonly types: string;
  readonly rows: readonly string[];
  readonly error?: CaudalError;
}
async function run(session: Session, { sql, rowsort }: SltRecord): Promise<Outcome> {
  try {
    const frame = session.sql(sql);
    const rows = await frame.collect({ rows: 'array', integers: 'bigint', timestamps: 'string' });
    const types = (await frame.dtypes()).map(([, type]) => type);
    const lines = rows.map((row) => row.map((value, i) => formatCell(value, types[i]!)).join(' | '));
    return { types: typeLetters(types), rows: rowsort ? lines.sort() : lines };
  } catch (error) {
    if (error instanceof CaudalError) return { types: '', rows: error.message.split('\n'), error };
    throw error;
  }
}

function check(record: SltRecord, outcome: Outcome): void {
  const where = `line ${record.line}: ${record.sql}\n`;
  if (record.kind === 'error') {
    expect(outcome.error?.code, `${where}${outcome.rows.join('\n')}`).toBe(record.code);
    if (record.expected.length > 0) expect(outcome.rows, where).toEqual(record.expected);
    return;
  }
  expect(outcome.error?.message, where).toBeUndefined();
  if (record.kind === 'ok') return;
  expect(outcome.types, where).toBe(record.types);
  if (!sameRows(outcome.rows, record.expected, record.types)) expect(outcome.rows, where).toEqual(record.expected);
}

async function withSession(conf: (typeof CONFIGURATIONS)[number], use: (session: Session) => Promise<void>): Promise<void> {
  const session = await Session.create({ workers: conf.workers, conf: { 'caudal.batchRows': conf.batchRows } });
  try {
    await use(session);
  } finally {
    await session.close();
  }
}

describe.each(files)('%s', (file) => {
  const path = `${FOLDER}${file}`;
  const records = parseSlt(readFileSync(path, 'utf8'));
  if (process.env['UPDATE']) {
    it('is written anew', () =>
      withSession(CONFIGURATIONS[0]!, async (session) => {
        const blocks: string[] = [];
        for (const record of records)
          blocks.push(record.kind === 'comment' ? record.head : writeRecord(record, await run(session, record)));
        writeFileSync(path, `${blocks.join('\n\n')}\n`);
      }));
    return;
  }
  it.each(CONFIGURATIONS)('workers $workers, batches of $batchRows', (configuration) =>
    withSession(configuration, async (session) => {
      for (const record of records) if (record.kind !== 'comment') check(record, await run(session, record));
    }),
  );
});
