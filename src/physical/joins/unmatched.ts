// Build rows that no probe row matched, for right and full joins: probe columns are NULL. In build order.
import { makeBatch } from '../../column/batch.ts';
import type { Attribute } from '../../expr/expr.ts';
import { makeColumn } from '../../column/column.ts';
import type { Output, OperatorContext } from '../operator.ts';
import { nulls } from './pairs.ts';
import { takeColumn } from '../../wasm/move.ts';
import type { PairLayout } from './pairs.ts';

export interface MatchedRows {
  readonly count: number;
  readonly matchedPtr: number;
  readonly rows: import('../../column/batch.ts').Batch;
}

/** Emits up to batchRows of them from row `from` on; returns where to go on, or -1 at the end. */
export function emitUnmatched(
  { engine, batchRows }: OperatorContext,
  layout: PairLayout,
  probe: readonly Attribute[],
  build: MatchedRows,
  from: number,
  out: Output,
): number {
  const { memory } = engine;
  const bits = memory.u8(build.matchedPtr, (build.count + 7) >> 3);
  const ids: number[] = [];
  let row = from;
  for (; row < build.count && ids.length < batchRows; row++) if (((bits[row >> 3]! >> (row & 7)) & 1) === 0) ids.push(row);
  if (ids.length > 0) {
    const idsPtr = memory.temp(ids.length * 4);
    memory.u32(idsPtr, ids.length).set(ids);
    out.emit(
      makeBatch(
        ids.length,
        layout.sources.map(({ side, ordinal }) =>
          side === 'build'
            ? takeColumn(engine, build.rows.columns[ordinal]!, idsPtr, ids.length, (bytes) => memory.temp(bytes))
            : nulls(engine, makeColumn({ type: probe[ordinal]!.type, layout: 'null', length: 0 }), ids.length),
        ),
      ),
    );
  }
  return row < build.count ? row : -1;
}
