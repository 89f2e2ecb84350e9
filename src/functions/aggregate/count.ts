// count(*), count(x), count(x, y): rows in which every argument has a value.
import { bitmapBytes } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import { BIGINT } from '../../types/data-type.ts';
import { makeColumn } from '../../column/column.ts';
import type { Engine } from '../../wasm/engine.ts';
import { aggregate } from '../define.ts';
import { ANY, takesMany } from '../signature.ts';
import { zeroedBitmap } from './support/bitmap.ts';
import { Counter } from './support/counter.ts';

export const count = aggregate({
  name: 'count',
  group: 'aggregate',
  doc: 'Number of rows; with arguments, of those in which no argument is NULL.',
  example: ['count(*)', '1'],
  signature: takesMany(ANY, BIGINT, 0),
  stateTypes: () => [BIGINT],
  retract: 'exact',
  emptyValue: 0n,
  create(engine, _args, _returns, options) {
    const counter = new Counter(engine, options);
    const column = (from: number, n: number): Column =>
      makeColumn({ type: BIGINT, layout: 'fixed', length: n, ptr: counter.ptr + from * 8 });
    return {
      reserve: (groupCount) => counter.reserve(groupCount),
      update: (idsPtr, args, n) => counter.update(idsPtr, commonValidity(engine, args, n), n),
      merge: (idsPtr, [counts], n) => counter.merge(idsPtr, counts!, n),
      state: (from, n) => [column(from, n)],
      result: column,
      close: () => counter.close(),
    };
  },
  value: (rows) => BigInt(rows.filter((row) => !row.includes(null)).length),
});

/** Rows valid in all columns; 0 when that is all rows. */
export function commonValidity(engine: Engine, columns: readonly Column[], n: number): Ptr {
  if (columns.some((column) => column.layout === 'null')) return zeroedBitmap(engine, n);
  let common = 0;
  for (const { validityPtr } of columns) {
    if (validityPtr === 0) continue;
    if (common === 0) common = validityPtr;
    else {
      const bothPtr = engine.memory.temp(bitmapBytes(n));
      engine.kernels.andBits(common, validityPtr, bothPtr, n);
      common = bothPtr;
    }
  }
  return common;
}
