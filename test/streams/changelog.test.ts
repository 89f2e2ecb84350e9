// Output mode changelog: the net of all changes is what the batch query gives over all rows, for operators of every kind, however the
// rows are cut into epochs, on however many workers, and over a restart.
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryStore } from '../../src/checkpoint/memory-store.ts';
import { Session } from '../../src/index.ts';
import { checkNet, netOf } from './cases/net.ts';

let session: Session;
afterEach(() => session.close());

const T = { k: 'string', g: 'int', n: 'bigint', x: 'double' };
const S = { k: 'string', w: 'int' };
const keys = fc.option(fc.constantFrom('a', 'b', 'ä', 'a longer key than that'), { nil: null });
const t = fc.record({
  k: keys,
  g: fc.option(fc.integer({ min: -2, max: 5 }), { nil: null }),
  n: fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: null }),
  x: fc.integer({ min: -8, max: 8 }).map((v) => v / 4),
});
const s = fc.record({ k: keys, w: fc.integer({ min: 0, max: 3 }) });
const epochs = fc.array(fc.record({ t: fc.array(t, { maxLength: 8 }), s: fc.array(s, { maxLength: 4 }) }), {
  minLength: 1,
  maxLength: 5,
});

/** By what is special in them. */
const QUERIES: Record<string, string> = {
  'no state': 'SELECT k, n * 2 AS m FROM t WHERE g > 0',
  'a generator': 'SELECT k, explode(array(g, 1)) AS e FROM t',
  union: 'SELECT k FROM t UNION ALL SELECT k FROM s',
  aggregate: 'SELECT k, count(*) AS c, sum(n) AS s, avg(x) AS a, min(n) AS lo, max(k) AS hi FROM t GROUP BY k',
  'one group': 'SELECT count(*) AS c, sum(n) AS s FROM t',
  having: 'SELECT g, count(*) AS c FROM t GROUP BY g HAVING count(*) < 3',
  'distinct aggregates': 'SELECT k, count(DISTINCT g) AS c, sum(DISTINCT n) AS s FROM t GROUP BY k',
  'filtered aggregates': 'SELECT k, count(*) FILTER (WHERE g > 1) AS c, sum(n) FILTER (WHERE x < 0) AS s FROM t GROUP BY k',
  'an aggregate of an aggregate':
    'SELECT c, count(*) AS groups, sum(s) AS s FROM (SELECT k, count(*) AS c, sum(n) AS s FROM t GROUP BY k) GROUP BY c',
  median: 'SELECT k, median(n) AS m FROM t GROUP BY k',
  lists:
    'SELECT k, array_sort(collect_list(g)) AS l, mode(g) AS m, first(k) AS f, stddev(n) AS d, count_if(g > 1) AS i FROM t GROUP BY k',
  'in a subquery': 'SELECT k, n FROM t WHERE g IN (SELECT w FROM s)',
  'a value of a subquery': 'SELECT k, n, (SELECT max(w) FROM s) AS m, (SELECT count(*) FROM t) - n AS d FROM t',
  'compared with a subquery': 'SELECT k, n FROM t WHERE n > (SELECT avg(n) FROM t) AND g < (SELECT max(w) FROM s)',
  'a value that may be missing': 'SELECT k, (SELECT w FROM s ORDER BY w LIMIT 1) AS first FROM t',
  exists: 'SELECT k FROM t WHERE EXISTS (SELECT 1 FROM s WHERE w = 3) OR NOT EXISTS (SELECT 1 FROM s WHERE w = 2)',
  'groups compared with all':
    'SELECT k, sum(n) AS s FROM t GROUP BY k HAVING sum(n) >= (SELECT avg(n) FROM t) OR count(*) > (SELECT count(*) FROM s)',
  'a table beside a subquery': 'SELECT name FROM names WHERE length(name) > (SELECT max(w) FROM s)',
  distinct: 'SELECT DISTINCT k, g FROM t',
  'distinct over changes': 'SELECT DISTINCT c FROM (SELECT k, count(*) AS c FROM t GROUP BY k)',
  'union over changes': 'SELECT k, count(*) AS c FROM t GROUP BY k UNION ALL SELECT k, w FROM s',
  sorted: 'SELECT k, count(*) AS c FROM t GROUP BY k ORDER BY c DESC, k',
  'top rows': 'SELECT n, x, g, k FROM t ORDER BY n DESC NULLS LAST, x, g, k LIMIT 3',
  'top rows over changes': 'SELECT k, sum(n) AS s FROM t GROUP BY k ORDER BY s DESC NULLS LAST, k LIMIT 2',
  offset: 'SELECT n, x, g, k FROM t ORDER BY n, x, g, k LIMIT 3 OFFSET 2',
  'one row per key':
    'SELECT k, n, g, x FROM (SELECT *, row_number() OVER (PARTITION BY k ORDER BY n, g, x) AS r FROM t) WHERE r = 1',
  'top rows per key':
    'SELECT k, n, r FROM (SELECT *, row_number() OVER (PARTITION BY k ORDER BY n DESC) AS r FROM t) WHERE r <= 2',
  ranks: 'SELECT k, n, rank() OVER (PARTITION BY k ORDER BY n) AS r FROM t',
  'running sums': 'SELECT k, n, sum(n) OVER (PARTITION BY k ORDER BY n, g, x) AS s FROM t',
  'a window over all rows': 'SELECT n, lag(n) OVER (ORDER BY n, k) AS b FROM t',
  'a window over changes': 'SELECT k, c, rank() OVER (ORDER BY c) AS r FROM (SELECT k, count(*) AS c FROM t GROUP BY k)',
  intersect: 'SELECT k FROM t INTERSECT SELECT k FROM s',
  'except all': 'SELECT k FROM t EXCEPT ALL SELECT k FROM s',
  'inner join': 'SELECT t.k, n, w FROM t JOIN s ON t.k = s.k',
  'left join': 'SELECT t.k, n, w FROM t LEFT JOIN s ON t.k = s.k AND w < 2',
  'right join': 'SELECT s.k, n, w FROM t RIGHT JOIN s ON t.k = s.k',
  'full join': 'SELECT t.k AS a, s.k AS b, n, w FROM t FULL JOIN s ON t.k = s.k',
  'semi join': 'SELECT k, n FROM t LEFT SEMI JOIN s ON t.k = s.k',
  'anti join': 'SELECT k, n FROM t LEFT ANTI JOIN s ON t.k = s.k',
  'not in': 'SELECT k, n FROM t WHERE g NOT IN (SELECT w FROM s)',
  'cross join': 'SELECT t.k, w FROM t CROSS JOIN s',
  'a join by comparison': 'SELECT n, w FROM t JOIN s ON g < w',
  'a join of aggregates':
    'SELECT a.k, c, m FROM (SELECT k, count(*) AS c FROM t GROUP BY k) a JOIN (SELECT k, max(w) AS m FROM s GROUP BY k) b ON a.k = b.k',
  'a join with a table': 'SELECT t.k, n, name FROM t JOIN names ON t.k = names.k',
  'an outer join with a table': 'SELECT names.k, n, name FROM t RIGHT JOIN names ON t.k = names.k',
};
const NAMES = "SELECT * FROM VALUES ('a', 'first'), ('b', 'second'), ('z', 'nobody') AS names(k, name)";

async function run(sql: string, cuts: { t: object[]; s: object[] }[], options: { partitions?: number; restartAt?: number } = {}) {
  const streams = { t: session.memoryStream(T), s: session.memoryStream(S) };
  streams.t.toDF().createOrReplaceTempView('t');
  streams.s.toDF().createOrReplaceTempView('s');
  const changes: unknown[][] = [];
  const store = options.restartAt === undefined ? undefined : memoryStore();
  const df = session.sql(sql);
  const start = () => {
    const writer = df.writeStream.outputMode('changelog').foreachBatch(async (batch) => {
      changes.push(...(await batch.collect({ rows: 'array' })));
    });
    return (store ? writer.option('checkpointLocation', store as never) : writer).start();
  };
  let query = await start();
  for (const [i, cut] of cuts.entries()) {
    session.addAll([
      [streams.t, cut.t],
      [streams.s, cut.s],
    ] as never);
    await query.processAllAvailable();
    if (i !== options.restartAt) continue;
    await query.stop();
    query = await start();
    await query.processAllAvailable();
  }
  await query.stop();
  return changes;
}
async function batch(sql: string, cuts: { t: object[]; s: object[] }[]): Promise<unknown[][]> {
  session
    .createDataFrame(
      cuts.flatMap((c) => c.t),
      T as never,
    )
    .createOrReplaceTempView('t');
  session
    .createDataFrame(
      cuts.flatMap((c) => c.s),
      S as never,
    )
    .createOrReplaceTempView('s');
  return (await session.sql(sql).collect({ rows: 'array' })) as unknown[][];
}

describe.each([0, 2])('workers: %i', (workers) => {
  it.each(Object.entries(QUERIES))('%s', async (_name, sql) => {
    session = await Session.create({ workers });
    session.sql(NAMES).createOrReplaceTempView('names');
    await fc.assert(
      fc.asyncProperty(epochs, fc.option(fc.nat(4), { nil: undefined }), async (cuts, restartAt) => {
        const changes = await run(sql, cuts as never, restartAt === undefined ? {} : { restartAt });
        checkNet(netOf(changes), await batch(sql, cuts as never));
      }),
      { numRuns: workers === 0 ? 8 : 3 },
    );
  });
});

describe('windows of event time', () => {
  const TIMED = { k: 'string', time: 'timestamp', n: 'int' };
  const DELAY = 10;
  /** Seconds; disorder stays within the delay. */
  const rowsOf = fc
    .array(
      fc.record({
        k: keys,
        step: fc.integer({ min: 0, max: 12 }),
        back: fc.integer({ min: 0, max: DELAY - 1 }),
        n: fc.integer(),
      }),
      {
        maxLength: 20,
      },
    )
    .map((list) => {
      let at = 100;
      return list.map(({ k, step, back, n }) => ({ k, n, time: ((at += step) - back) * 1000 }));
    });
  it.each([
    ['tumbling', "window(time, '20 seconds')"],
    ['hopping', "window(time, '20 seconds', '5 seconds')"],
    ['sessions', "session_window(time, '7 seconds')"],
  ])('%s', async (_name, window) => {
    session = await Session.create({ workers: 0 });
    const sql = `SELECT k, unix_millis(w.start) AS a, unix_millis(w.end) AS b, c, s FROM (SELECT ${window} AS w, k, count(*) AS c, sum(n) AS s FROM t GROUP BY ${window}, k)`;
    await fc.assert(
      fc.asyncProperty(rowsOf, fc.integer({ min: 1, max: 6 }), async (rows, size) => {
        const input = session.memoryStream(TIMED);
        input.toDF().withWatermark('time', `${DELAY} seconds`).createOrReplaceTempView('t');
        const changes: unknown[][] = [];
        const query = await session
          .sql(sql)
          .writeStream.outputMode('changelog')
          .foreachBatch(async (part) => void changes.push(...(await part.collect({ rows: 'array' }))))
          .start();
        for (let from = 0; from < rows.length; from += size) {
          input.add(rows.slice(from, from + size));
          await query.processAllAvailable();
        }
        input.end();
        await query.awaitTermination();
        session.createDataFrame(rows, TIMED as never).createOrReplaceTempView('t');
        checkNet(netOf(changes), (await session.sql(sql).collect({ rows: 'array' })) as unknown[][]);
      }),
      { numRuns: 10 },
    );
  });
});

describe('kinds of changes', () => {
  const changesOf = async (sql: string): Promise<unknown[][]> => {
    session = await Session.create({ workers: 0 });
    const row = (k: string, n: number): object => ({ k, n });
    const cuts = [[row('a', 1), row('b', 2)], [row('a', 3)], [], [row('c', 0), row('c', 0)]];
    return run(
      sql,
      cuts.map((cut) => ({ t: cut, s: [] })),
    );
  };
  it('a key that stays is updated, within an epoch only the net leaves', async () => {
    expect(await changesOf('SELECT k, sum(n) AS s FROM t GROUP BY k')).toEqual([
      ['+I', 'a', 1],
      ['+I', 'b', 2],
      ['-U', 'a', 1],
      ['+U', 'a', 4],
      ['+I', 'c', 0],
    ]);
  });
  it('a key that no longer passes is deleted; without the key in the result there are no updates', async () => {
    expect(await changesOf('SELECT k FROM t GROUP BY k HAVING sum(n) < 3')).toEqual([
      ['+I', 'a'],
      ['+I', 'b'],
      ['-D', 'a'],
      ['+I', 'c'],
    ]);
    await session.close();
    expect((await changesOf('SELECT sum(n) + 1 AS s FROM t GROUP BY k')).slice(2, 4)).toEqual([
      ['-D', 2],
      ['+I', 5],
    ]);
  });
  it('top rows leave as they are overtaken', async () => {
    expect(await changesOf('SELECT k, n FROM t ORDER BY n DESC LIMIT 2')).toEqual([
      ['+I', 'b', 2],
      ['+I', 'a', 1],
      ['-D', 'a', 1],
      ['+I', 'a', 3],
    ]);
  });
  it('EXPLAIN says what runs again', async () => {
    session = await Session.create({ workers: 0 });
    const df = session.memoryStream({ k: 'string', n: 'int' }).toDF().orderBy('n').limit(2);
    const query = await df.writeStream.outputMode('changelog').format('noop').start();
    expect(await query.explain()).toMatch(/Recompute state=0 keys=\[\] runs again: Limit\(Sort\(rows\)\)/);
    await query.stop();
  });
});
