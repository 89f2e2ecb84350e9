// DISTINCT inside an aggregate: a table over (group, arguments) lets each combination through once, to the accumulator within.
import { makeColumn } from '../../column/column.ts';
import type { Accumulator } from '../../functions/define.ts';
import { INT } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Engine } from '../../wasm/engine.ts';
import { takeColumn } from '../../wasm/move.ts';
import { createGroupTable } from './group-table.ts';

/** `inner` must be made sparse: a group may get rows later than its id. It has no partial form. */
export function distinctAccumulator(engine: Engine, types: readonly DataType[], inner: Accumulator): Accumulator {
  const { memory, kernels } = engine;
  const seen = createGroupTable(engine, [INT, ...types]);
  const temp = (bytes: number): number => memory.temp(bytes);
  return {
    ...inner,
    update(groupIdsPtr, args, n) {
      const known = seen.count;
      const groups = makeColumn({ type: INT, layout: 'fixed', length: n, ptr: groupIdsPtr });
      const idsPtr = seen.assign([groups, ...args], n);
      const rowsPtr = temp(n * 4);
      const count = kernels.newRows(idsPtr, known, rowsPtr, n);
      if (count === 0) return;
      const first = takeColumn(engine, groups, rowsPtr, count, temp);
      inner.update(
        first.ptr,
        args.map((column) => takeColumn(engine, column, rowsPtr, count, temp)),
        count,
      );
    },
    close() {
      seen.close();
      inner.close();
    },
  };
}
