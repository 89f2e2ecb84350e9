// Window against definitions: partitions by a map, a stable sort, and for every row the frame's rows found one by one.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AggregateCall, Call, Expr, FrameBound, SortOrder, WindowCall, WindowFrame } from '../../src/expr/expr.ts';
import { findFunction } from '../../src/functions/index.ts';
import type { WindowNode } from '../../src/physical/physical.ts';
import { BIGINT, BOOLEAN, DOUBLE, INT, STRING, type DataType } from '../../src/types/data-type.ts';
import type { Value } from '../../src/types/value.ts';
import { attribute, rowsNode, runNode, type Row } from '../helpers/run-node.ts';

fc.configureGlobal({ ...fc.readConfigureGlobal(), baseSize: 'medium' });
const INPUT = [attribute('p', STRING), attribute('o', INT), attribute('v', BIGINT), attribute('row', INT)];
const [P, O, V] = INPUT as [Expr & { id: number }, Expr, Expr];
const orNull = (a: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 5, arbitrary: a }, { weight: 1, arbitrary: fc.constant(null) });
const rowsOf = (maxLength: number): fc.Arbitrary<Row[]> =>
  fc
    .array(
      fc.tuple(
        orNull(fc.constantFrom('a', 'b')),
        orNull(fc.integer({ min: 0, max: 6 })),
        orNull(fc.bigInt({ min: -50n, max: 50n })),
      ),
      { maxLength, size: 'max' },
    )
    .map((rows) => rows.map((row, i) => [...row, i]));
const literal = (value: Value, type: DataType): Expr => ({ kind: 'Literal', value, type });
const order: fc.Arbitrary<SortOrder[]> = fc.oneof(
  fc
    .record({ descending: fc.boolean(), nullsFirst: fc.boolean() })
    .map((o): SortOrder[] => [{ kind: 'SortOrder', input: O, ...o }]),
  fc.constant<SortOrder[]>([]),
);
const offsetBound = (unit: 'rows' | 'range'): fc.Arbitrary<FrameBound> =>
  fc.record({
    kind: fc.constantFrom('Preceding' as const, 'Following' as const),
    offset: fc.integer({ min: 0, max: unit === 'rows' ? 90 : 3 }).map((k) => literal(k, INT)),
  });
const CURRENT: FrameBound = { kind: 'CurrentRow' };
const frameFor = (unit: 'rows' | 'range', hasOrder: boolean): fc.Arbitrary<WindowFrame> => {
  const offsets = unit === 'rows' || hasOrder ? [offsetBound(unit)] : [];
  return fc.record({
    unit: fc.constant(unit),
    start: fc.oneof(fc.constant<FrameBound>({ kind: 'UnboundedPreceding' }), fc.constant(CURRENT), ...offsets),
    end: fc.oneof(fc.constant<FrameBound>({ kind: 'UnboundedFollowing' }), fc.constant(CURRENT), ...offsets),
  });
};

/** Rows in window order with the bounds of their partition. */
function ordered(
  rows: readonly Row[],
  hasPartition: boolean,
  orders: readonly SortOrder[],
): { row: Row; start: number; end: number }[] {
  const groups = new Map<Value, Row[]>();
  for (const row of rows) {
    const key = hasPartition ? row[0]! : 0;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const out: { row: Row; start: number; end: number }[] = [];
  for (const group of groups.values()) {
    const sorted = [...group].sort((a, b) => compareOrder(a[1]!, b[1]!, orders[0]));
    const start = out.length;
    for (const row of sorted) out.push({ row, start, end: start + sorted.length });
  }
  return out;
}
function compareOrder(a: Value, b: Value, o: SortOrder | undefined): number {
  if (!o) return 0;
  if (a === null || b === null) return a === b ? 0 : (a === null) === o.nullsFirst ? -1 : 1;
  return ((a as number) - (b as number)) * (o.descending ? -1 : 1);
}
/** Whether row j is in the frame of row i, straight from the definition. */
function inFrame(rows: ReturnType<typeof ordered>, i: number, j: number, frame: WindowFrame, o: SortOrder | undefined): boolean {
  const here = rows[i]!.row[1]!,
    there = rows[j]!.row[1]!;
  const sign = o?.descending ? -1 : 1;
  const beyond = (bound: FrameBound, side: -1 | 1): boolean => {
    switch (bound.kind) {
      case 'UnboundedPreceding':
      case 'UnboundedFollowing':
        return false;
      case 'CurrentRow':
        return frame.unit === 'rows' ? (j - i) * side > 0 : compareOrder(there, here, o) * side > 0;
      case 'Preceding':
      case 'Following': {
        const k = (bound.offset.kind === 'Literal' ? (bound.offset.value as number) : 0) * (bound.kind === 'Preceding' ? -1 : 1);
        if (frame.unit === 'rows') return (j - i - k) * side > 0;
        if (here === null || there === null) return compareOrder(there, here, o) * side > 0;
        return (((there as number) - (here as number)) * sign - k) * side > 0;
      }
    }
  };
  return !beyond(frame.start, -1) && !beyond(frame.end, 1);
}
function frameRows(rows: ReturnType<typeof ordered>, i: number, frame: WindowFrame, orders: readonly SortOrder[]): Row[] {
  const { start, end } = rows[i]!;
  const out: Row[] = [];
  for (let j = start; j < end; j++) if (inFrame(rows, i, j, frame, orders[0])) out.push(rows[j]!.row);
  return out;
}
function nodeOf(
  rows: readonly Row[],
  hasPartition: boolean,
  orderBy: readonly SortOrder[],
  f: Call | AggregateCall,
  frame?: WindowFrame,
  ignoreNulls = false,
): WindowNode {
  const result = attribute('result', f.type);
  const call: WindowCall = {
    kind: 'WindowCall',
    function: f,
    type: f.type,
    ignoreNulls,
    spec: { partitionBy: hasPartition ? [P] : [], orderBy, ...(frame && { frame }) },
  };
  return { kind: 'Window', id: 1, input: rowsNode(INPUT, rows), calls: [{ call, result }], output: [...INPUT, result] };
}
const call = (name: string, args: readonly Expr[], type: DataType): Call => ({ kind: 'Call', name, args, type });
const aggregateCall = (
  name: string,
  args: readonly Expr[],
  type: DataType,
  more: Partial<AggregateCall> = {},
): AggregateCall => ({ kind: 'AggregateCall', name, args, distinct: false, ignoreNulls: false, type, ...more });

describe('ranking', () => {
  const RANKINGS: readonly [
    string,
    DataType,
    (rows: ReturnType<typeof ordered>, i: number, o: SortOrder | undefined) => number,
  ][] = [
    ['row_number', INT, (rows, i) => i - rows[i]!.start + 1],
    [
      'rank',
      INT,
      (rows, i, o) =>
        rows.slice(rows[i]!.start, rows[i]!.end).filter((r) => compareOrder(r.row[1]!, rows[i]!.row[1]!, o) < 0).length + 1,
    ],
    [
      'dense_rank',
      INT,
      (rows, i, o) =>
        new Set(
          rows
            .slice(rows[i]!.start, rows[i]!.end)
            .filter((r) => compareOrder(r.row[1]!, rows[i]!.row[1]!, o) < 0)
            .map((r) => r.row[1]),
        ).size + 1,
    ],
    [
      'percent_rank',
      DOUBLE,
      (rows, i, o) => {
        const { start, end } = rows[i]!;
        return end - start === 1
          ? 0
          : rows.slice(start, end).filter((r) => compareOrder(r.row[1]!, rows[i]!.row[1]!, o) < 0).length / (end - start - 1);
      },
    ],
    [
      'cume_dist',
      DOUBLE,
      (rows, i, o) => {
        const { start, end } = rows[i]!;
        return rows.slice(start, end).filter((r) => compareOrder(r.row[1]!, rows[i]!.row[1]!, o) <= 0).length / (end - start);
      },
    ],
  ];
  it.each(RANKINGS)('%s', (name, type, value) => {
    fc.assert(
      fc.property(rowsOf(60), order, fc.boolean(), (rows, orderBy, hasPartition) => {
        const expected = ordered(rows, hasPartition, orderBy);
        expect(runNode(nodeOf(rows, hasPartition, orderBy, call(name, [], type)))).toEqual(
          expected.map(({ row }, i) => [...row, value(expected, i, orderBy[0])]),
        );
      }),
      { numRuns: 60 },
    );
  });
  it('ntile gives the first buckets one row more', () => {
    fc.assert(
      fc.property(rowsOf(60), order, fc.integer({ min: 1, max: 70 }), (rows, orderBy, buckets) => {
        const expected = ordered(rows, true, orderBy).map(({ row, start, end }, i) => {
          const sizes = Array.from(
            { length: buckets },
            (_, b) => Math.floor((end - start) / buckets) + Number(b < (end - start) % buckets),
          );
          let at = i - start,
            bucket = 0;
          while (at >= sizes[bucket]!) at -= sizes[bucket++]!;
          return [...row, bucket + 1];
        });
        expect(runNode(nodeOf(rows, true, orderBy, call('ntile', [literal(buckets, INT)], INT)))).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});

describe('values of other rows', () => {
  it.each([
    ['lag', -1],
    ['lead', 1],
  ] as const)('%s', (name, direction) => {
    fc.assert(
      fc.property(
        rowsOf(40),
        order,
        fc.integer({ min: -3, max: 3 }),
        fc.boolean(),
        fc.boolean(),
        (rows, orderBy, offset, hasDefault, ignoreNulls) => {
          const sorted = ordered(rows, true, orderBy);
          const expected = sorted.map(({ row, start, end }, i) => {
            const step = Math.sign(offset * direction);
            let at = i;
            for (let left = Math.abs(offset); left > 0; left--)
              do at += step;
              while (ignoreNulls && at >= start && at < end && sorted[at]!.row[2] === null);
            const found = at >= start && at < end && !(ignoreNulls && sorted[at]!.row[2] === null);
            return [...row, found ? sorted[at]!.row[2]! : hasDefault ? -7n : null];
          });
          const args = [V, literal(offset, INT), ...(hasDefault ? [literal(-7n, BIGINT)] : [])];
          expect(runNode(nodeOf(rows, true, orderBy, call(name, args, BIGINT), undefined, ignoreNulls))).toEqual(expected);
        },
      ),
      { numRuns: 80 },
    );
  });
  it.each(['first', 'last', 'nth_value'] as const)('%s of the frame', (name) => {
    const setting = order.chain((orderBy) =>
      fc
        .constantFrom('rows' as const, 'range' as const)
        .chain((unit) => fc.tuple(fc.constant(orderBy), frameFor(unit, orderBy.length > 0))),
    );
    fc.assert(
      fc.property(rowsOf(40), setting, fc.boolean(), fc.integer({ min: 1, max: 3 }), (rows, [orderBy, frame], ignoreNulls, k) => {
        const sorted = ordered(rows, true, orderBy);
        const expected = sorted.map(({ row }, i) => {
          const values = frameRows(sorted, i, frame, orderBy)
            .map((r) => r[2]!)
            .filter((v) => !ignoreNulls || v !== null);
          return [...row, values.at(name === 'first' ? 0 : name === 'last' ? -1 : k - 1) ?? null];
        });
        const f = name === 'nth_value' ? call(name, [V, literal(k, INT)], BIGINT) : aggregateCall(name, [V], BIGINT);
        expect(runNode(nodeOf(rows, true, orderBy, f, frame, ignoreNulls))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});

describe('aggregates over frames', () => {
  const D: Expr = { kind: 'Cast', input: V, type: DOUBLE, mode: 'ansi' };
  const AGGREGATES: readonly [string, readonly Expr[], DataType][] = [
    ['sum', [V], BIGINT],
    ['count', [], BIGINT],
    ['max', [V], BIGINT],
    ['min', [V], BIGINT],
    ['collect_list', [V], { kind: 'array', element: BIGINT, containsNull: false }],
    ['count', [V], BIGINT],
    ['sum', [D], DOUBLE],
    ['avg', [D], DOUBLE],
  ];
  const setting = order.chain((orderBy) =>
    fc.tuple(
      fc.constant(orderBy),
      fc.oneof(
        fc.constant(undefined),
        fc.constantFrom('rows' as const, 'range' as const).chain((unit) => frameFor(unit, orderBy.length > 0)),
      ),
    ),
  );
  const filter: Expr = { kind: 'Call', name: 'less', args: [O, literal(4, INT)], type: BOOLEAN };
  it.each(AGGREGATES)(
    '%s',
    (name, args, type) => {
      const definition = findFunction(name);
      if (definition?.kind !== 'aggregate') throw new Error(`${name} is not an aggregate`);
      fc.assert(
        fc.property(
          fc.oneof(rowsOf(30), rowsOf(400)),
          setting,
          fc.boolean(),
          fc.boolean(),
          (rows, [orderBy, frame], hasPartition, hasFilter) => {
            const sorted = ordered(rows, hasPartition, orderBy);
            const whole: WindowFrame = {
              unit: 'range',
              start: { kind: 'UnboundedPreceding' },
              end: orderBy.length ? CURRENT : { kind: 'UnboundedFollowing' },
            };
            const expected = sorted.map(({ row }, i) => {
              const seen = frameRows(sorted, i, frame ?? whole, orderBy).filter(
                (r) => !hasFilter || (r[1] !== null && (r[1] as number) < 4),
              );
              return [
                ...row,
                definition.value(
                  seen.map((r) => args.map((arg) => (arg === D && r[2] !== null ? Number(r[2]) : r[2]!))),
                  args.map((arg) => (arg === D ? DOUBLE : BIGINT)),
                  type,
                  { ignoreNulls: false, literals: [] },
                ),
              ];
            });
            const f = aggregateCall(name, args, type, hasFilter ? { filter } : {});
            expect(runNode(nodeOf(rows, hasPartition, orderBy, f, frame), { batchRows: 50 })).toEqual(expected);
          },
        ),
        { numRuns: 60 },
      );
    },
    60_000,
  );
});
