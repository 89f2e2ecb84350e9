// CASE: each branch runs only on the rows that reach it; pieces are laid end to end and taken back into row order.
// So a branch that would fail elsewhere (`CASE WHEN x <> 0 THEN 1 / x END`) never does. Cost: a take per branch plus one.
import { bitmapToIds, combineBitmaps, invertBitmap } from '../../column/bitmap.ts';
import type { Batch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Case } from '../../expr/expr.ts';
import { concatColumns, takeColumn } from '../../wasm/move.ts';
import type { Compiler, Evaluate } from './compiled.ts';
import { selectBatch } from './selection.ts';

export function compileCase(e: Case, compiler: Compiler): Evaluate {
  const { engine } = compiler.context;
  const { memory } = engine;
  const temp = (bytes: number): Ptr => memory.temp(bytes);
  const branches = e.branches.map((b) => ({ when: compiler.compile(b.when), then: compiler.compile(b.then) }));
  const otherwise = compiler.compile(e.otherwise);

  return (batch) => {
    const pieces: Column[] = [];
    const order = memory.temp(Math.max(1, batch.length) * 4);
    let placed = 0;
    /** `ids` are row numbers of the whole batch; the piece's rows go there. */
    const place = (piece: Column, rows: Uint32Array): void => {
      pieces.push(piece);
      const target = memory.u32(order, batch.length);
      for (const row of rows) target[row] = placed++;
    };
    let rest: Batch = batch;
    let restRows: Uint32Array = Uint32Array.from({ length: batch.length }, (_, i) => i);
    for (const { when, then } of branches) {
      if (rest.length === 0) break;
      const test = when(rest);
      if (test.layout === 'null') continue;
      const truePtr = test.validityPtr ? combineBitmaps(memory, test.ptr, test.validityPtr, rest.length, 'and', temp) : test.ptr;
      const hit = bitmapToIds(memory, truePtr, rest.length, temp);
      if (hit.count === 0) continue;
      const hitRows = memory
        .u32(hit.idsPtr, hit.count)
        .slice()
        .map((id) => restRows[id]!);
      if (hit.count === batch.length) return then(batch);
      place(then(hit.count === rest.length ? rest : selectBatch(engine, rest, hit.idsPtr, hit.count)), hitRows);
      const miss = bitmapToIds(memory, invertBitmap(memory, truePtr, rest.length, temp), rest.length, temp);
      const missRows = memory
        .u32(miss.idsPtr, miss.count)
        .slice()
        .map((id) => restRows[id]!);
      rest = selectBatch(engine, rest, miss.idsPtr, miss.count);
      restRows = missRows;
    }
    if (rest.length === batch.length) return otherwise(batch);
    if (rest.length > 0) place(otherwise(rest), restRows);
    return takeColumn(
      engine,
      concatColumns(engine, e.otherwise.kind === 'Literal' && e.otherwise.value === null ? typedPieces(pieces) : pieces, temp),
      order,
      batch.length,
      temp,
    );
  };
}
/** An untyped NULL piece takes the type of the others. */
function typedPieces(pieces: readonly Column[]): readonly Column[] {
  const typed = pieces.find((p) => p.layout !== 'null');
  return typed ? pieces.map((p) => (p.layout === 'null' ? { ...p, type: typed.type } : p)) : pieces;
}
