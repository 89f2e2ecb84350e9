// run.test.ts: every .slt file below test/sql, at 0, 1 and 2 workers and batches of 1, 7 and 8192 rows, and on 3 simulated workers whose
// messages come in a seeded order: results must not depend on any of it. SEED=n repeats an order. UPDATE=1 writes what came into the files, to be reviewed as a diff.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CaudalError, Session } from '../../src/index.ts';
import { openCore } from '../../src/session/open-core.ts';
import { formatCell, parseSlt, sameRows, typeLetters, writeRecord } from '../helpers/slt.ts';
import type { SltRecord } from '../helpers/slt.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const CONFIGURATIONS = [
  ...[0, 1, 2].flatMap((workers) => [8192, 7, 1].map((batchRows) => ({ workers, batchRows, seed: 0 }))),
  { workers: 3, batchRows: 7, seed: SEED },
];
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
  const { workers, batchRows, seed } = conf;
  const options = { workers, conf: { 'caudal.batchRows': batchRows } };
  const session = seed === 0 ? await Session.create(options) : new Session(openCore(options, { delay: seededDelay(seed) }));
  try {
    await use(session);
  } finally {
    await session.close();
  }
}

/** Waits from none to three turns of the event loop. */
function seededDelay(seed: number): () => Promise<void> {
  let state = seed | 1;
  return async () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    for (let turns = state >>> 30; turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
  };
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
  it.each(CONFIGURATIONS)('workers $workers, batches of $batchRows, seed $seed', (configuration) =>
    withSession(configuration, async (session) => {
      for (const record of records) if (record.kind !== 'comment') check(record, await run(session, record));
    }),
  );
});
