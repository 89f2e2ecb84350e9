// Which columns of a query are event time, processing time, or windows of them.
import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../src/analyze/catalog.ts';
import { eventTimesOf } from '../../src/plan/event-times.ts';
import type { Plan } from '../../src/plan/logical.ts';
import { outputOf } from '../../src/plan/output.ts';
import { analyzed, planOf, testCatalog } from '../helpers/catalog.ts';

/** Table t with a watermark on ts. */
const stream: Plan = {
  kind: 'EventTimeWatermark',
  input: planOf('SELECT * FROM t'),
  column: { kind: 'UnresolvedColumn', parts: ['ts'] },
  delayMs: 1000,
};
const catalog: Catalog = { ...testCatalog, relation: (parts) => (parts[0] === 'stream' ? stream : testCatalog.relation(parts)) };
const traits = (sql: string): string => {
  const plan = analyzed(sql, catalog);
  const times = eventTimesOf(plan);
  return outputOf(plan)
    .flatMap(({ id, name }) => {
      const trait = times.get(id);
      return trait ? [`${name}:${trait.clock === 'event' ? '' : 'processing '}${trait.part}`] : [];
    })
    .join(' ');
};

const CASES: readonly (readonly [sql: string, traits: string])[] = [
  ['SELECT ts, a FROM stream', 'ts:time'],
  ['SELECT ts AS u, ts + INTERVAL 1 SECOND AS v FROM (SELECT * FROM stream WHERE a > 1)', 'u:time'],
  ['SELECT ts FROM t', ''],
  ["SELECT window(ts, '5 minutes') AS w, ts FROM stream", 'w:window ts:time'],
  [
    "SELECT w.start AS s, w.end AS e, window_time(w) AS at FROM (SELECT window(ts, '5 minutes') AS w FROM stream)",
    's:start e:end at:time',
  ],
  ["SELECT window, count(*) AS n FROM stream GROUP BY window(ts, '5 minutes')", 'window:window'],
  ["SELECT window.end AS e, count(*) AS n FROM stream GROUP BY window(ts, '5 minutes')", 'e:end'],
  ["SELECT s, a, count(*) AS n FROM (SELECT session_window(ts, '5 minutes') AS s, a FROM stream) GROUP BY s, a", 's:window'],
  [
    "SELECT window, sum(n) AS n FROM (SELECT window(ts, '1 minute') AS w, count(*) AS n FROM stream GROUP BY window(ts, '1 minute')) GROUP BY window(w, '1 hour')",
    'window:window',
  ],
  [
    "SELECT window_start, window_end, window_time FROM TUMBLE(TABLE stream, DESCRIPTOR(ts), INTERVAL '5' MINUTE)",
    'window_start:start window_end:end window_time:time',
  ],
  ['SELECT ts FROM stream UNION ALL SELECT ts FROM t', 'ts:time'],
  ['SELECT x.ts AS x, y.ts AS y FROM stream x JOIN t y USING (a)', 'x:time'],
  ["SELECT window(p, '1 minute') AS w FROM (SELECT proctime() AS p FROM stream)", 'w:processing window'],
  ["SELECT window(ts, '1 minute') AS w FROM t", ''],
  ['SELECT max(ts) AS m FROM stream', ''],
];
describe('time of columns', () => {
  it.each(CASES)('%s', (sql, expected) => {
    expect(traits(sql)).toBe(expected);
  });
});
