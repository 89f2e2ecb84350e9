// Random streaming queries against Apache Spark: the rows, state, late rows and watermark of every batch, restarts between them, as
// scripts/spark-stream-golden.py saw them.
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/checkpoint/memory-store.ts';
import { manualClock } from '../../src/entries/testing.ts';
import { Session } from '../../src/index.ts';
import type { DataFrame, StreamingQuery } from '../../src/index.ts';

interface View {
  readonly columns: readonly string[];
  readonly time: string;
  readonly delay: string | null;
  readonly select: readonly string[] | null;
}
type Row = readonly unknown[];
interface Batch {
  readonly id: number;
  readonly out: readonly Row[];
  /** By operator: rows kept, updated, removed, dropped as late. */
  readonly state: readonly (readonly number[])[];
  readonly watermark?: string;
}
interface GoldenCase {
  readonly id: string;
  readonly views: Readonly<Record<string, View>>;
  readonly static?: string;
  readonly sql: string;
  readonly mode?: 'append' | 'update' | 'complete';
  readonly policy?: 'min' | 'max';
  readonly drop?: readonly string[];
  readonly within?: readonly string[];
  readonly select?: readonly string[];
  /** Before which steps the query stops and starts again. */
  readonly restarts?: readonly number[];
  readonly steps: readonly { readonly rows: readonly Row[]; readonly batches: readonly Batch[] }[];
  readonly refused?: string;
}
const cases = JSON.parse(readFileSync(new URL('golden/spark.json', import.meta.url), 'utf8')) as readonly GoldenCase[];
let session: Session;
afterEach(() => session.close());

function queryOf(one: GoldenCase, events: DataFrame): DataFrame {
  if (one.static !== undefined) session.sql(one.static).createOrReplaceTempView('fixed');
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
/** In complete mode Spark's memory sink keeps only the last batch of a step. */
const comparable = (batches: readonly Batch[], mode: string | undefined): unknown[] =>
  batches.map(({ out, ...rest }, i) => (mode === 'complete' && i < batches.length - 1 ? rest : { ...rest, out: sorted(out) }));

describe('as Spark', () => {
  it.each(cases)('$id: $sql', async (one) => {
    session = await Session.create({ workers: 0, clock: manualClock(), timeZone: 'UTC' });
    const input = session.memoryStream({ side: 'string', k: 'int', t: 'bigint', v: 'int' });
    session.conf.set('sql.streaming.multipleWatermarkPolicy', one.policy ?? 'min');
    const rowsOf = new Map<number, readonly Row[]>();
    const checkpointLocation = memoryStore();
    const start = (): Promise<StreamingQuery> =>
      queryOf(one, input.toDF())
        .writeStream.outputMode(one.mode ?? 'append')
        .options({ checkpointLocation })
        .foreachBatch(async (batch, id) => {
          rowsOf.set(id, (await batch.collect({ rows: 'array' })) as unknown as Row[]);
        })
        .start();
    if (one.refused !== undefined) {
      await expect(start()).rejects.toThrow(/not supported/);
      return;
    }
    let query = await start();
    let told = -1;
    for (const [i, step] of one.steps.entries()) {
      if (one.restarts?.includes(i)) {
        await query.stop();
        query = await start();
      }
      input.add(step.rows.map(([side, k, t, v]) => ({ side, k, t, v })));
      await query.processAllAvailable();
      const batches = query.recentProgress
        .filter(({ batchId }) => batchId > told)
        .map(({ batchId: id, stateOperators, eventTime: { watermark } }) => ({
          id,
          out: rowsOf.get(id)!,
          state: stateOperators.map((s) => [s.numRowsTotal, s.numRowsUpdated, s.numRowsRemoved, s.numRowsDroppedByWatermark]),
          ...(watermark !== undefined && { watermark }),
        }));
      told = batches.at(-1)?.id ?? told;
      expect({ step: i, batches: comparable(batches, one.mode) }).toEqual({
        step: i,
        batches: comparable(step.batches, one.mode),
      });
    }
  });
});
