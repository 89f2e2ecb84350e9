// Joins and deduplication against Apache Spark: what scripts/spark-stream-golden.py saw it send, keep and drop, step by step.
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Session } from '../../src/index.ts';
import type { DataFrame } from '../../src/index.ts';
import { manualClock } from '../../src/entries/testing.ts';

interface View {
  readonly columns: readonly string[];
  readonly time: string;
  readonly delay: string | null;
  readonly select: readonly string[] | null;
}
type Row = readonly (number | string | null)[];
interface GoldenStep {
  readonly rows: readonly Row[];
  readonly out: readonly Row[];
  readonly stateRows: number | null;
  readonly dropped: number;
}
interface GoldenCase {
  readonly id: number;
  readonly views: Readonly<Record<string, View>>;
  readonly sql: string;
  readonly drop?: readonly string[];
  readonly within?: readonly string[];
  readonly select?: readonly string[];
  readonly steps: readonly GoldenStep[];
  readonly refused?: string;
}
const cases = JSON.parse(readFileSync(new URL('golden/keyed.json', import.meta.url), 'utf8')) as readonly GoldenCase[];
let session: Session;
afterEach(() => session.close());

function queryOf(one: GoldenCase, events: DataFrame): DataFrame {
  for (const [side, { columns, time, delay, select }] of Object.entries(one.views)) {
    let df: DataFrame = events.filter(`side = '${side}'`).selectExpr(...columns);
    if (delay !== null) df = df.withWatermark(time, delay);
    if (select !== null) df = df.selectExpr(...select);
    df.createOrReplaceTempView(side);
  }
  let df: DataFrame = session.sql(one.sql);
  if (one.drop) df = df.dropDuplicates(one.drop);
  if (one.within) df = df.dropDuplicatesWithinWatermark(one.within);
  return one.select ? df.selectExpr(...one.select) : df;
}
const sorted = (rows: readonly Row[]): string[] => rows.map((row) => JSON.stringify(row)).sort();

describe('as Spark', () => {
  it.each(cases)('$id: $sql', async (one) => {
    session = await Session.create({ workers: 0, clock: manualClock(), timeZone: 'UTC' });
    const input = session.memoryStream({ side: 'string', k: 'int', t: 'bigint', v: 'int' });
    const start = queryOf(one, input.toDF()).writeStream.format('memory').queryName('out').start();
    if (one.refused !== undefined) {
      await expect(start).rejects.toThrow(/not supported/);
      return;
    }
    const query = await start;
    await query.processAllAvailable();
    let seen = 0;
    let told = 0;
    for (const [i, step] of one.steps.entries()) {
      input.add(step.rows.map(([side, k, t, v]) => ({ side, k, t, v })));
      await query.processAllAvailable();
      const all = (await session.table('out').collect({ rows: 'array' })) as Row[];
      const ran = query.recentProgress.slice(told);
      told += ran.length;
      const dropped = ran.reduce((sum, { stateOperators: [state] }) => sum + state!.numRowsDroppedByWatermark, 0);
      const answer = { step: i, out: sorted(all.slice(seen)), stateRows: ran.at(-1)!.stateOperators[0]!.numRowsTotal, dropped };
      seen = all.length;
      expect(answer).toEqual({ step: i, out: sorted(step.out), stateRows: step.stateRows, dropped: step.dropped });
    }
  });
});
