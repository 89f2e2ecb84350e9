// Where the watermark moves with each row, rows are judged by what it was before them also where inputs meet: unions and joins. Each
// input has a watermark of its own (Flink), or all have one (Kafka Streams).
import { afterEach, describe, expect, it } from 'vitest';
import { Session, count, expr, window } from '../../src/index.ts';
import type { DataFrame } from '../../src/index.ts';
import { memoryStore } from '../../src/checkpoint/memory-store.ts';

let session: Session;
afterEach(() => session.close());
type Times = readonly number[];
/** Rows of the left and of the right input, in one epoch. */
type Step = readonly [left: Times | null, right: Times | null];

/** Rows by step, and how many were late. */
async function run(
  query: (left: DataFrame<any>, right: DataFrame<any>) => DataFrame<any>,
  semantics: string,
  steps: readonly Step[],
) {
  const inputs = [0, 1].map(() => session.memoryStream({ k: 'string', ts: 'timestamp' })) as any[];
  const [left, right] = inputs.map((input) => input.toDF().withWatermark('ts', '0 seconds'));
  const df = query(left, right);
  const checkpointLocation = memoryStore();
  const results: [rows: unknown[], late: number][] = [];
  for (const [i, step] of steps.entries()) {
    const name = `t${i}`;
    const options = { semantics, checkpointLocation } as never;
    const stream = await df.writeStream.format('memory').queryName(name).options(options).start();
    session.addAll(
      inputs.flatMap((input, port) => (step[port] ? [[input, step[port].map((ts) => ({ k: 'a', ts }))]] : [])) as never,
    );
    await stream.processAllAvailable();
    const rows = (await session.table(name).collect({ rows: 'array' })) as (number | null)[][];
    const late = stream.recentProgress.flatMap((p) => p.stateOperators).reduce((sum, o) => sum + o.numRowsDroppedByWatermark, 0);
    results.push([rows.sort((a, b) => a[0]! - b[0]! || (a[1] ?? 0) - (b[1] ?? 0)), late]);
    await stream.stop();
  }
  return results;
}
const near = 'l.k = r.k AND l.ts BETWEEN r.ts - INTERVAL 10 MILLISECONDS AND r.ts + INTERVAL 10 MILLISECONDS';
const joined = (how: string) => (left: DataFrame<any>, right: DataFrame<any>) =>
  left
    .alias('l')
    .join(right.alias('r'), expr(near), how as never)
    .selectExpr('unix_millis(l.ts) AS a', 'unix_millis(r.ts) AS b');
const windows = (df: DataFrame<any>) =>
  df
    .groupBy(window('ts', '10 milliseconds').as('w'), 'k')
    .agg(count('*').as('n'))
    .selectExpr('unix_millis(w.start) AS start', 'n');

describe.each([0, 2])('workers: %i, started anew before each epoch', (workers) => {
  it('a join: late is what is before the watermark of both inputs, row by row', async () => {
    session = await Session.create({ workers });
    const steps: Step[] = [
      [null, [1000]],
      [[900, 5, 995], null],
      [null, [1005]],
      [[1000], null],
    ];
    expect(await run(joined('inner'), 'flink', steps)).toEqual([
      [[], 0],
      [[[995, 1000]], 1],
      [[[995, 1005]], 0],
      [
        [
          [1000, 1000],
          [1000, 1005],
        ],
        0,
      ],
    ]);
    // A late row never leaves, not even alone.
    expect((await run(joined('left'), 'flink', steps)).map(([rows]) => rows)[1]).toEqual([
      [900, null],
      [995, 1000],
    ]);
    // Flink SQL is a millisecond ahead; a row at the watermark is not late.
    expect(
      (
        await run(joined('inner'), 'flink-sql', [
          [null, [1000]],
          [[900, 900, 899], null],
        ])
      ).map(([, late]) => late),
    ).toEqual([0, 1]);
    // Of one epoch the left rows go first.
    expect(
      (
        await run(joined('inner'), 'flink', [
          [
            [1000, 5],
            [1000, 5],
          ],
          [[5], [5]],
        ])
      ).map(([, late]) => late),
    ).toEqual([1, 2]);
  });

  it('a union: the least of the inputs, in Kafka Streams the greatest', async () => {
    session = await Session.create({ workers });
    const both = (left: DataFrame<any>, right: DataFrame<any>) => windows(left.union(right));
    const steps: Step[] = [
      [null, [100]],
      [[1, 50, 2, 95, 60], null],
      [null, [3]],
      [[200], null],
      [null, [200]],
    ];
    expect(await run(both, 'flink', steps)).toEqual([
      [[], 0],
      [
        [
          [0, 1],
          [50, 1],
        ],
        2,
      ],
      [[], 1],
      [[[90, 1]], 0],
      [[[100, 1]], 0],
    ]);
    const kafka = await run(both, 'kafka', steps);
    expect(kafka.map(([, late]) => late)).toEqual([0, 5, 1, 0, 0]);
  });

  it('inputs that do not meet do not wait for each other; where they meet they do', async () => {
    session = await Session.create({ workers });
    const steps: Step[] = [
      [[1, 2], null],
      [[30], null],
      [null, [1]],
      [null, [50]],
    ];
    const apart = await run((left, right) => windows(left).union(windows(right)), 'flink', steps);
    expect(apart.map(([rows]) => rows)).toEqual([[], [[0, 2]], [], [[0, 1]]]);
    const grouped = (df: DataFrame<any>) => df.groupBy(window('ts', '10 milliseconds').as('w'), 'k').agg(count('*').as('n'));
    const meeting = await run(
      (left, right) =>
        grouped(left)
          .alias('l')
          .join(grouped(right).alias('r'), expr('l.w = r.w AND l.k = r.k'))
          .selectExpr('l.n AS a', 'r.n AS b'),
      'flink',
      steps,
    );
    expect(meeting.map(([rows]) => rows)).toEqual([[], [], [], [[2, 1]]]);
  });
});
