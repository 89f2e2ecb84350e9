// ORDER BY inside an aggregate: rows are kept as values per group, sorted when the result is asked for, and given to the function's
// one-row-at-a-time meaning. Arguments come first in a row, then the sort keys. Rare: a microsecond a row and up.
import { buildColumn } from '../../column/builder.ts';
import { readValue } from '../../column/values.ts';
import type { SortOrder } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import type { Accumulator, AggregateFunction, AggregateOptions } from '../../functions/define.ts';
import type { DataType } from '../../types/data-type.ts';
import { compareValues } from '../../types/compare-value.ts';
import type { Value } from '../../types/value.ts';
import type { Engine } from '../../wasm/engine.ts';

type Row = readonly Value[];

export function orderedAccumulator(
  { memory }: Engine,
  definition: AggregateFunction,
  types: readonly DataType[],
  returns: DataType,
  options: AggregateOptions,
  orders: readonly SortOrder[],
): Accumulator {
  const groups: Row[][] = [];
  const compare = compareRows(orders, types.length);
  const noPartial = (): never => {
    throw new Error('an ordered aggregate has no partial form');
  };
  return {
    reserve(groupCount) {
      while (groups.length < groupCount) groups.push([]);
    },
    update(groupIdsPtr, columns, n) {
      const ids = memory.u32(groupIdsPtr, n).slice();
      for (let row = 0; row < n; row++) groups[ids[row]!]!.push(columns.map((column) => readValue(memory, column, row)));
    },
    merge: noPartial,
    state: noPartial,
    result(from, n) {
      const values = groups.slice(from, from + n).map((rows) => {
        const sorted = [...rows].sort(compare).map((row) => row.slice(0, types.length));
        return definition.value(sorted, types, returns, options);
      });
      return buildColumn(memory, returns, values, (bytes) => memory.temp(bytes));
    },
    close() {
      groups.length = 0;
    },
  };
}
/** Order of rows whose sort keys begin at column `first`. */
function compareRows(orders: readonly SortOrder[], first: number): (a: Row, b: Row) => number {
  const types = orders.map((order) => typeOf(order.input));
  return (a, b) => {
    for (let i = 0; i < orders.length; i++) {
      const { descending, nullsFirst } = orders[i]!;
      const x = a[first + i]!;
      const y = b[first + i]!;
      if (x === null || y === null) {
        if (x !== y) return (x === null) === nullsFirst ? -1 : 1;
        continue;
      }
      const order = compareValues(x, y, types[i]!);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}
