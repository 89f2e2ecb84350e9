// Joins and set operations against nested loops over plain rows: every type, keys of several types with NULLs and NaN, residual
// conditions, NOT IN, dictionaries, batch sizes from one row on.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attribute, Expr } from '../../src/expr/expr.ts';
import type { JoinKind } from '../../src/plan/logical.ts';
import type { HashJoinNode, NestedLoopJoinNode, SetOperationNode } from '../../src/physical/physical.ts';
import { BOOLEAN, DOUBLE, INT, STRING, type DataType } from '../../src/types/data-type.ts';
import { valueKey } from '../../src/types/value-key.ts';
import type { Value } from '../../src/types/value.ts';
import { attribute, rowsNode, runNode, type Row } from '../helpers/run-node.ts';

fc.configureGlobal({ ...fc.readConfigureGlobal(), baseSize: 'medium' });
const TYPES = [INT, STRING, DOUBLE, INT] as const;
const VALUES: readonly fc.Arbitrary<Value>[] = [
  fc.constantFrom(1, 2, 3, null),
  fc.constantFrom('a', 'b', 'a long enough text', null),
  fc.constantFrom(0, -0, NaN, 1.5, null),
  fc.integer({ min: 0, max: 5 }),
];
const rows = fc.array(fc.tuple(...VALUES), { maxLength: 30 });
const cut = fc.record({ batchRows: fc.constantFrom(1, 3, 50), isDict: fc.boolean() });
const LEFT = TYPES.map((type, i) => attribute(`l${i}`, type)),
  RIGHT = TYPES.map((type, i) => attribute(`r${i}`, type));
const less = (a: Attribute, b: Attribute): Expr => ({ kind: 'Call', name: 'less', args: [a, b], type: BOOLEAN });
/** l3 < r3. */
const CONDITION = less(LEFT[3]!, RIGHT[3]!);
const passes = (l: Row, r: Row): boolean => (l[3] as number) < (r[3] as number);

type Matches = (l: Row, r: Row) => boolean;
function joined(type: JoinKind, left: readonly Row[], right: readonly Row[], matches: Matches): Row[] {
  const nulls = TYPES.map(() => null);
  const hit = new Set<Row>();
  const out: Row[] = [];
  for (const l of left) {
    const found = right.filter((r) => matches(l, r));
    for (const r of found) hit.add(r);
    if (type === 'left_semi') {
      if (found.length) out.push(l);
    } else if (type === 'left_anti') {
      if (!found.length) out.push(l);
    } else if (found.length) out.push(...found.map((r) => [...l, ...r]));
    else if (type === 'left' || type === 'full') out.push([...l, ...nulls]);
  }
  if (type === 'right' || type === 'full') for (const r of right) if (!hit.has(r)) out.push([...nulls, ...r]);
  return out;
}
const equalKeys = (l: Row, r: Row, keys: readonly number[]): boolean =>
  keys.every((k) => l[k] !== null && r[k] !== null && valueKey(l[k]!, TYPES[k]!) === valueKey(r[k]!, TYPES[k]!));
const outputOf = (type: JoinKind): readonly Attribute[] =>
  type === 'left_semi' || type === 'left_anti' ? LEFT : [...LEFT, ...RIGHT];

const JOIN_TYPES = ['inner', 'left', 'right', 'full', 'left_semi', 'left_anti'] as const;
describe.each(JOIN_TYPES)('%s join', (type) => {
  it.each([[[0]], [[1]], [[2]], [[1, 0]], [[0, 1, 2]]])('by keys %j', (keys) => {
    fc.assert(
      fc.property(rows, rows, fc.boolean(), cut, (left, right, hasResidual, options) => {
        const node: HashJoinNode = {
          kind: 'HashJoin',
          id: 1,
          type,
          swapped: false,
          output: outputOf(type),
          input: rowsNode(LEFT, left),
          build: rowsNode(RIGHT, right),
          probeKeys: keys.map((k) => LEFT[k]!),
          buildKeys: keys.map((k) => RIGHT[k]!),
          ...(hasResidual ? { residual: CONDITION } : {}),
        };
        expect(runNode(node, options)).toEqual(
          joined(type, left, right, (l, r) => equalKeys(l, r, keys) && (!hasResidual || passes(l, r))),
        );
      }),
      { numRuns: 40 },
    );
  });
  it('by nested loops', () => {
    fc.assert(
      fc.property(rows, rows, fc.boolean(), cut, (left, right, hasCondition, options) => {
        const node: NestedLoopJoinNode = {
          kind: 'NestedLoopJoin',
          id: 1,
          type,
          output: outputOf(type),
          input: rowsNode(LEFT, left),
          build: rowsNode(RIGHT, right),
          ...(hasCondition ? { condition: CONDITION } : {}),
        };
        expect(runNode(node, options)).toEqual(joined(type, left, right, (l, r) => !hasCondition || passes(l, r)));
      }),
      { numRuns: 40 },
    );
  });
});
it('NOT IN: a NULL on either side is unknown', () => {
  fc.assert(
    fc.property(rows, rows, cut, (left, right, options) => {
      const node: HashJoinNode = {
        kind: 'HashJoin',
        id: 1,
        type: 'left_anti',
        swapped: false,
        nullAware: true,
        output: LEFT,
        input: rowsNode(LEFT, left),
        build: rowsNode(RIGHT, right),
        probeKeys: [LEFT[0]!],
        buildKeys: [RIGHT[0]!],
      };
      const notIn = (v: Value): boolean => right.length === 0 || (v !== null && right.every((r) => r[0] !== null && r[0] !== v));
      expect(runNode(node, options)).toEqual(left.filter((l) => notIn(l[0]!)));
    }),
    { numRuns: 60 },
  );
});
describe.each(['intersect', 'except'] as const)('%s', (op) => {
  it.each([false, true])('all: %s', (all) => {
    const types: readonly DataType[] = [INT, STRING, DOUBLE];
    const few = fc.array(fc.tuple(VALUES[0]!, fc.constantFrom('a', null), VALUES[2]!), { maxLength: 40 });
    fc.assert(
      fc.property(few, few, cut, (left, right, options) => {
        const l = types.map((t, i) => attribute(`l${i}`, t)),
          r = types.map((t, i) => attribute(`r${i}`, t));
        const node: SetOperationNode = {
          kind: 'SetOperation',
          id: 1,
          op,
          all,
          output: l,
          input: rowsNode(l, left),
          build: rowsNode(r, right),
        };
        const keyOf = (row: Row): string =>
          JSON.stringify(row.map((v, i) => (v === null ? null : String(valueKey(v, types[i]!)))));
        const counts = new Map<string, number>();
        for (const row of right) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
        const gone = new Set<string>();
        const expected = left.filter((row) => {
          const key = keyOf(row),
            count = counts.get(key) ?? 0;
          if (all) {
            counts.set(key, Math.max(0, count - 1));
            return count > 0 === (op === 'intersect');
          }
          const keeps = count > 0 === (op === 'intersect') && !gone.has(key);
          gone.add(key);
          return keeps;
        });
        expect(runNode(node, options)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
