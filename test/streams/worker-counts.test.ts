// What a stream keeps, saved by 1, 3 or 2 workers and taken up by another number at every epoch: each epoch's rows are those of one engine.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { memoryStore } from '../../src/checkpoint/memory-store.ts';
import { Session, expr, session_window, window } from '../../src/index.ts';
import type { DataFrame } from '../../src/index.ts';
import { inputFolder, putFile } from './json-inputs.ts';

const parent = mkdtempSync(join(tmpdir(), 'caudal-worker-counts-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
/** Rows by epoch. */
type Delivered = Map<number, string[]>;

/** A second of event time a row, forty a file. */
const TIME = 'timestamp_seconds(n) AS t';
type Shape = readonly [name: string, mode: 'append' | 'update', semantics: string, of: (df: DataFrame) => DataFrame];
const SHAPES: readonly Shape[] = [
  ['groups', 'update', 'spark', (df) => df.groupBy('k').agg({ n: 'sum', s: 'max', '*': 'count' })],
  ['distinct rows', 'append', 'spark', (df) => df.dropDuplicates(['k', 's'])],
  ['windows that close', 'append', 'spark', (df) => timed(df).groupBy(window('t', '30 seconds'), 'k').agg({ n: 'sum' })],
  ['sessions', 'append', 'spark', (df) => timed(df).groupBy(session_window('t', '7 seconds'), 'k').agg({ n: 'sum' })],
  ['windows of Flink', 'append', 'flink', (df) => timed(df).groupBy(window('t', '30 seconds'), 'k').agg({ n: 'sum' })],
  [
    'joins',
    'append',
    'spark',
    (df) => {
      const [left, right] = [timed(df).alias('l'), timed(df).filter('n % 3 = 0').alias('r')];
      const on = expr("l.k = r.k AND r.t BETWEEN l.t AND l.t + INTERVAL '5' SECOND");
      return left.join(right, on, 'full').selectExpr('l.k', 'l.n', 'r.k AS rk', 'r.n AS rn') as DataFrame;
    },
  ],
  [
    'functions of users',
    'update',
    'spark',
    (df) =>
      (df as DataFrame<any>)
        .groupByKey('k')
        .mapGroupsWithState({ state: { n: 'bigint' }, output: { k: 'string', n: 'bigint' } }, (k: any, rows, state) => {
          const n = [...rows].reduce((sum: number, row: any) => sum + (row.n as number), (state.get()?.n as number) ?? 0);
          state.update({ n });
          return { k, n };
        }) as DataFrame,
  ],
];
const timed = (df: DataFrame): DataFrame => df.selectExpr('*', TIME).withWatermark('t', '20 seconds') as DataFrame;

describe('worker counts', () => {
  const cases = SHAPES.flatMap((shape) => [1, 2].map((interval) => [shape[0], interval, shape] as const));
  test.each(cases)(
    '%s: what 1, 3 or 2 workers keep is taken up by another number, at every epoch; a checkpoint every %i',
    async (name, checkpointInterval, shape) => {
      const [, mode, semantics, of] = shape;
      const run = async (workers: number, folder: string, checkpoint: unknown, delivered: Delivered): Promise<void> => {
        const session = await Session.create({ workers });
        const source = session.readStream.schema('k string, n int, s string').option('maxFilesPerTrigger', 1).json(folder);
        const query = await of(source as DataFrame)
          .writeStream.outputMode(mode)
          .options({ checkpointInterval, checkpointLocation: checkpoint, semantics })
          .foreachBatch(async (batch, id) => {
            delivered.set(id, (await batch.collect({ rows: 'array' })).map((row) => JSON.stringify(row)).sort());
          })
          .trigger({ availableNow: true })
          .start();
        await query.awaitTermination();
        await session.close();
      };
      const label = `${name}${checkpointInterval}`.replaceAll(' ', '-');
      const [whole, rescaled] = [new Map(), new Map()] as [Delivered, Delivered];
      const [left, right] = [inputFolder(join(parent, `whole-${label}`), 0), inputFolder(join(parent, `rescaled-${label}`), 0)];
      const store = memoryStore();
      for (const [i, workers] of [1, 3, 2, 0, 3, 1, 2].entries()) {
        putFile(left, i);
        putFile(right, i);
        await run(0, left, store, whole);
        await run(workers, right, join(parent, `cp-${label}`), rescaled);
      }
      expect(whole.size).toBeGreaterThan(6);
      expect([...whole.values()].flat().length).toBeGreaterThan(20);
      expect(rescaled).toEqual(whole);
    },
    120_000,
  );
});
