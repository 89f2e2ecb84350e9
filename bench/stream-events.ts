// The events of the stream suite, the query over them, and the check of what it gave: the last row of each key and window must be what
// counting the events one by one gives.
import { Table, TimestampMicrosecond, makeData, makeVector } from 'apache-arrow';
import { count, sum, window } from '../src/index.ts';
import type { DataFrame } from '../src/index.ts';

export const SCHEMA = { time: 'timestamp', key: 'int', value: 'int' };
const WINDOW_MS = 10_000;

/** Times in microseconds. */
export interface Events {
  readonly times: BigInt64Array;
  readonly keys: Int32Array;
  readonly values: Int32Array;
}
/** 100,000 events a second of event time from `from` on; keys are scattered by the number of the event, so that rivals make the same. */
export function eventsOf(from: number, n: number, keys: number): Events {
  return {
    times: BigInt64Array.from({ length: n }, (_, i) => BigInt((from + i) * 10)),
    keys: Int32Array.from({ length: n }, (_, i) => (Math.imul(from + i, 0x9e3779b1) >>> 16) % keys),
    values: Int32Array.from({ length: n }, (_, i) => (from + i) % 1000),
  };
}
export const arrowOf = ({ times, keys, values }: Events): Table =>
  new Table({
    time: makeVector(makeData({ type: new TimestampMicrosecond(), data: times })),
    key: makeVector(keys),
    value: makeVector(values),
  });
export const objectsOf = ({ times, keys, values }: Events): object[] =>
  Array.from(times, (time, i) => ({ time: Number(time) / 1000, key: keys[i]!, value: values[i]! }));

export const countsOf = (events: DataFrame): DataFrame =>
  events
    .withWatermark('time', '10 seconds')
    .groupBy(window('time', `${WINDOW_MS / 1000} seconds`), 'key')
    .agg(count('*').as('n'), sum('value').as('total'))
    .selectExpr('unix_millis(window.start) AS start', 'key', 'n', 'total');

export const groupOf = (timeUs: bigint, key: number): string =>
  `${Math.floor(Number(timeUs) / 1000 / WINDOW_MS) * WINDOW_MS}/${key}`;
interface Group {
  readonly group: string;
  readonly n: number;
  readonly total: number;
}
export function rowsOf(result: Table): Group[] {
  const [start, key, n, total] = ['start', 'key', 'n', 'total'].map(
    (name) => result.getChild(name)!.toArray() as ArrayLike<number | bigint>,
  );
  return Array.from({ length: result.numRows }, (_, i) => ({
    group: `${start![i]}/${key![i]}`,
    n: Number(n![i]),
    total: Number(total![i]),
  }));
}
/** What counting the events one by one gives, by group. */
export function groupsOf(events: readonly Events[]): Map<string, { n: number; total: number }> {
  const groups = new Map<string, { n: number; total: number }>();
  for (const { times, keys, values } of events)
    for (const [i, value] of values.entries()) {
      const group = groupOf(times[i]!, keys[i]!);
      const so = groups.get(group) ?? { n: 0, total: 0 };
      groups.set(group, { n: so.n + 1, total: so.total + value });
    }
  return groups;
}
/** Throws unless the epochs' results, in order, end at what the events give. */
export function check(results: readonly Table[], events: readonly Events[]): void {
  const found = new Map(results.flatMap((table) => rowsOf(table).map((row) => [row.group, row] as const)));
  const expected = groupsOf(events);
  if (found.size !== expected.size) throw new Error(`${found.size} groups, ${expected.size} expected`);
  for (const [group, { n, total }] of expected) {
    const own = found.get(group);
    if (own?.n !== n || own.total !== total)
      throw new Error(`window/key ${group}: ${own?.n}, ${own?.total}; ${n}, ${total} expected`);
  }
}
