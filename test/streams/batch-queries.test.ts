// Every query of the .slt files and of the H2O suite that reads a table or view, with these fed as streams in random pieces, on a random number
// of workers, now and then over a restart: the net of the changelog is the batch answer. SEED=n repeats a run.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { h2oQueries } from '../../bench/queries/index.ts';
import { memoryStore } from '../../src/checkpoint/memory-store.ts';
import { Session } from '../../src/index.ts';
import { parseSlt } from '../helpers/slt.ts';
import type { SltRecord } from '../helpers/slt.ts';
import { checkNet, netOf } from './cases/net.ts';

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const FOLDER = fileURLToPath(new URL('../sql/', import.meta.url));
let state = SEED | 1;
const random = (below: number): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const EXACT = { rows: 'array', integers: 'bigint', timestamps: 'string', decimals: 'string' } as const;
type Row = unknown[];
interface Table {
  readonly name: string;
  readonly types: Record<string, string>;
  readonly rows: readonly Row[];
}
const tally = { compared: 0, restarts: 0, noStream: 0 };
afterAll(() => console.log(`seed ${SEED}: ${JSON.stringify(tally)}`));

async function tablesOf(session: Session): Promise<Table[]> {
  const tables: Table[] = [];
  for (const { name } of await session.catalog.listTables()) {
    const frame = session.table(name);
    tables.push({ name, types: Object.fromEntries(await frame.dtypes()), rows: await frame.collect(EXACT) });
  }
  return tables;
}
/** False when the query reads no stream. */
async function runAsStream(session: Session, sql: string, tables: readonly Table[]): Promise<Row[] | null> {
  const inputs = tables.map((table) => {
    const stream = session.memoryStream(table.types as never);
    stream.toDF().createOrReplaceTempView(table.name);
    return { stream, rows: [...table.rows] };
  });
  const frame = session.sql(sql);
  if (!frame.isStreaming) return null;
  const changes: Row[] = [];
  const restartAt = random(4);
  const store = restartAt < 2 ? memoryStore() : undefined;
  const start = () => {
    const writer = frame.writeStream.outputMode('changelog').foreachBatch(async (batch) => {
      changes.push(...((await batch.collect(EXACT)) as Row[]));
    });
    return (store ? writer.option('checkpointLocation', store as never) : writer).start();
  };
  let query = await start();
  for (let epoch = 0; epoch === 0 || inputs.some(({ rows }) => rows.length > 0); epoch++) {
    const pieces = inputs.map(({ stream, rows }) => [stream, rows.splice(0, random(rows.length + 2))] as const);
    session.addAll(pieces as never);
    await query.processAllAvailable();
    if (!store || epoch !== restartAt) continue;
    tally.restarts++;
    await query.stop();
    query = await start();
    await query.processAllAvailable();
  }
  await query.stop();
  return changes;
}
async function compare(sessions: { batch: Session; stream: Session }, sql: string): Promise<void> {
  const tables = await tablesOf(sessions.batch);
  const expected = (await sessions.batch.sql(sql).collect(EXACT)) as Row[];
  let changes: Row[] | null;
  try {
    changes = await runAsStream(sessions.stream, sql, tables);
    if (changes === null) return void tally.noStream++;
    checkNet(netOf(changes), expected);
  } catch (error) {
    throw new Error(`seed ${SEED}: ${sql}`, { cause: error });
  }
  tally.compared++;
}
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.slt'))
  .sort();

describe('slt', () => {
  it.each(files)('%s', { timeout: 120_000 }, async (file) => {
    const records = parseSlt(readFileSync(`${FOLDER}${file}`, 'utf8')) as readonly SltRecord[];
    const sessions = { batch: await Session.create({ workers: 0 }), stream: await Session.create({ workers: random(3) }) };
    const failures: unknown[] = [];
    for (const record of records) {
      if (record.kind === 'query') await compare(sessions, record.sql).catch((error: unknown) => failures.push(error));
      else if (record.kind === 'ok') await sessions.batch.execute(record.sql);
    }
    for (const session of Object.values(sessions)) await session.close();
    expect(failures.map((e) => `${(e as Error).message}\n   ${(e as { cause: Error }).cause.message.slice(0, 300)}`)).toEqual([]);
  });
});

describe('h2o', () => {
  it.each(h2oQueries().map((q) => [q.name, q.sql] as const))('%s', { timeout: 60_000 }, async (_name, sql) => {
    const sessions = { batch: await Session.create({ workers: 0 }), stream: await Session.create({ workers: random(3) }) };
    const rows = Array.from({ length: 300 }, () => ({
      ...Object.fromEntries([1, 2, 3].map((i) => [`id${i}`, `id${random(7)}`])),
      ...Object.fromEntries([4, 5, 6].map((i) => [`id${i}`, random(20) === 0 ? null : random(7)])),
      v1: random(5),
      v2: random(15),
      v3: random(20) === 0 ? null : random(1_000_000) / 7919,
    }));
    const types = {
      id1: 'string',
      id2: 'string',
      id3: 'string',
      id4: 'int',
      id5: 'int',
      id6: 'int',
      v1: 'int',
      v2: 'int',
      v3: 'double',
    };
    sessions.batch.createDataFrame(rows, types as never).createOrReplaceTempView('rows');
    await sessions.batch.execute('CREATE TABLE x AS SELECT * FROM rows');
    await compare(sessions, sql);
    for (const session of Object.values(sessions)) await session.close();
  });
});
