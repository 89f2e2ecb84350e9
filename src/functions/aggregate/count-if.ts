// count_if(x): rows in which x is true.
import { bitmapBytes, makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import { BIGINT, BOOLEAN } from '../../types/data-type.ts';
import { aggregate } from '../define.ts';
import { takes } from '../signature.ts';
import { zeroedBitmap } from './support/bitmap.ts';
import { Counter } from './support/counter.ts';

export const countIf = aggregate({
  name: 'count_if',
  group: 'aggregate',
  doc: 'Number of rows in which the condition is true.',
  example: ['count_if(2 > 1)', '1'],
  signature: takes([BOOLEAN], BIGINT),
  stateTypes: () => [BIGINT],
  retract: 'exact',
  emptyValue: 0n,
  create(engine) {
    const { memory, kernels } = engine;
    const counter = new Counter(engine, {});
    const column = (from: number, n: number): Column =>
      makeColumn({ type: BIGINT, layout: 'fixed', length: n, ptr: counter.ptr + from * 8 });
    return {
      reserve: (groupCount) => counter.reserve(groupCount),
      update(idsPtr, [condition], n) {
        let truePtr = condition!.layout === 'null' ? zeroedBitmap(engine, n) : condition!.ptr;
        if (condition!.validityPtr !== 0) {
          truePtr = memory.temp(bitmapBytes(n));
          kernels.andBits(condition!.ptr, condition!.validityPtr, truePtr, n);
        }
        counter.update(idsPtr, truePtr, n);
      },
      merge: (idsPtr, [counts], n) => counter.merge(idsPtr, counts!, n),
      state: (from, n) => [column(from, n)],
      result: column,
      close: () => counter.close(),
    };
  },
  value: (rows) => BigInt(rows.filter(([v]) => v === true).length),
});
