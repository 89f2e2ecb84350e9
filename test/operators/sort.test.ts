// Sort against a stable sort of values by compareValues: every type, directions, NULLs first and last, limits, batch sizes.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SortNode } from '../../src/physical/physical.ts';
import { BIGINT, DOUBLE, INT, STRING } from '../../src/types/data-type.ts';
import { compareValues } from '../../src/types/compare-value.ts';
import { formatType } from '../../src/types/format-type.ts';
import type { Value } from '../../src/types/value.ts';
import { ALL_TYPES, valueOrNull } from '../helpers/columns.ts';
import { attribute, rowsNode, runNode, type Row } from '../helpers/run-node.ts';

interface Direction {
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}
const direction = fc.record({ descending: fc.boolean(), nullsFirst: fc.boolean() });

function sortedRows(node: SortNode, rows: readonly Row[]): Row[] {
  const order = (a: Value, b: Value, i: number): number => {
    const { descending, nullsFirst, input } = node.orders[i]!;
    if (a === null || b === null) return a === b ? 0 : (a === null) === nullsFirst ? -1 : 1;
    if (input.kind !== 'Attribute') throw new Error('orders are attributes');
    const sign = compareValues(a, b, input.type);
    return descending ? -sign : sign;
  };
  const ordinals = node.orders.map((o) => node.output.findIndex((a) => o.input.kind === 'Attribute' && o.input.id === a.id));
  return [...rows].sort((x, y) => ordinals.reduce((sign, c, i) => sign || order(x[c]!, y[c]!, i), 0)).slice(0, node.limit);
}
const numbered = (rows: readonly Row[]): Row[] => rows.map((row, i) => [...row, i]);

describe.each(ALL_TYPES.map((type) => ({ type, name: formatType(type) })))('by $name', ({ type }) => {
  it('then by another column of small integers, stable', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(valueOrNull(type), fc.integer({ min: 0, max: 2 })), { maxLength: 60 }),
        direction,
        direction,
        fc.boolean(),
        fc.constantFrom(1, 7, 100),
        (rows, first, second, isDict, batchRows) => {
          const output = [attribute('k', type), attribute('s', INT), attribute('row', INT)];
          const values = numbered(rows);
          const node: SortNode = {
            kind: 'Sort',
            id: 1,
            output,
            input: rowsNode(output, values),
            orders: [
              { kind: 'SortOrder', input: output[0]!, ...first },
              { kind: 'SortOrder', input: output[1]!, ...second },
            ],
          };
          expect(runNode(node, { batchRows, isDict })).toEqual(sortedRows(node, values));
        },
      ),
      { numRuns: 30 },
    );
  });
});
describe.each([BIGINT, DOUBLE, STRING])('the first rows of many, by $kind', (type) => {
  it.each([1, 2])('%i keys', (keys) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30 }),
        fc.integer(),
        direction as fc.Arbitrary<Direction>,
        fc.boolean(),
        (limit, seed, first, isDict) => {
          const output = [attribute('k', type), attribute('s', INT), attribute('row', INT)];
          let state = seed | 0;
          const next = (n: number): number => ((state = (Math.imul(state, 1103515245) + 12345) | 0) >>> 8) % n;
          const value = (): Value => {
            const v = next(3000);
            if (v < 2) return null;
            return type === BIGINT ? BigInt(v - 1500) : type === DOUBLE ? (v === 2 ? NaN : v / 7 - 200) : `text ${v}`;
          };
          const values = numbered(Array.from({ length: 50_000 }, () => [value(), next(4)]));
          const orders = output.slice(0, keys).map((input, i) => ({
            kind: 'SortOrder' as const,
            input,
            ...(i === 0 ? first : { descending: true, nullsFirst: true }),
          }));
          const node: SortNode = { kind: 'Sort', id: 1, output, input: rowsNode(output, values), orders, limit };
          expect(runNode(node, { batchRows: 8192, isDict })).toEqual(sortedRows(node, values));
        },
      ),
      { numRuns: 2 },
    );
  });
});
