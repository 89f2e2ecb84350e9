// Output rows of a join from pairs (probe row, build row); the row number 2^32 - 1 stands for a row of NULLs.
import { makeBatch } from '../../column/batch.ts';
import type { Batch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Attribute } from '../../expr/expr.ts';
import { buildColumn } from '../../column/builder.ts';
import type { Engine } from '../../wasm/engine.ts';
import { takeColumn, takeNullable } from '../../wasm/move.ts';

/** Where each output column comes from. */
export interface PairLayout {
  readonly output: readonly Attribute[];
  readonly sources: readonly { readonly side: 'probe' | 'build'; readonly ordinal: number }[];
}

export function pairLayout(output: readonly Attribute[], probe: readonly Attribute[], build: readonly Attribute[]): PairLayout {
  const sources = output.map((a) => {
    const p = probe.findIndex((b) => b.id === a.id);
    if (p >= 0) return { side: 'probe' as const, ordinal: p };
    const b = build.findIndex((c) => c.id === a.id);
    if (b < 0) throw new Error(`column ${a.name}#${a.id} is on neither side of the join`);
    return { side: 'build' as const, ordinal: b };
  });
  return { output, sources };
}
/** Rows for `count` pairs, in temp memory. `nullable`: the side that may have NULL rows. */
export function pairBatch(
  engine: Engine,
  layout: PairLayout,
  probe: Batch,
  build: Batch,
  probeIds: Ptr,
  buildIds: Ptr,
  count: number,
  nullable: 'probe' | 'build' | null,
): Batch {
  const temp = (bytes: number): Ptr => engine.memory.temp(bytes);
  return makeBatch(
    count,
    layout.sources.map(({ side, ordinal }) => {
      const [batch, ids] = side === 'probe' ? [probe, probeIds] : [build, buildIds];
      const column = batch.columns[ordinal]!;
      if (batch.length === 0) return nulls(engine, column, count);
      return side === nullable ? takeNullable(engine, column, ids, count, temp) : takeColumn(engine, column, ids, count, temp);
    }),
  );
}
/** `count` rows of which one side has none to give. */
export function nulls(engine: Engine, like: Column, count: number): Column {
  return buildColumn(engine.memory, like.type, new Array(count).fill(null), (bytes) => engine.memory.temp(bytes));
}
