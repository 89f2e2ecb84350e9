// Three-valued AND, OR, NOT, IS NULL over bitmaps. A row is true (t), false (f) or unknown: AND is t = ta & tb, f = fa | fb; OR mirrors it.
// A right side that may fail runs only on rows the left side leaves open, as SQL users expect of `x <> 0 AND 1 / x > 2`.
import type { Batch } from '../../column/batch.ts';
import { bitmapToIds, combineBitmaps, countBits, filledBitmap, invertBitmap } from '../../column/bitmap.ts';
import { makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Memory, Ptr } from '../../column/memory.ts';
import type { And, IsNull, Not, Or } from '../../expr/expr.ts';
import { BOOLEAN } from '../../types/data-type.ts';
import type { Compiler, Evaluate } from './compiled.ts';
import { isFallible } from '../../functions/evaluate.ts';
import { scatterBits, selectBatch } from './selection.ts';

interface Truth {
  readonly truePtr: Ptr;
  readonly falsePtr: Ptr;
}

function truthOf(memory: Memory, column: Column, n: number): Truth {
  const temp = (bytes: number): Ptr => memory.temp(bytes);
  if (column.layout === 'null') {
    const none = filledBitmap(memory, n, false, temp);
    return { truePtr: none, falsePtr: none };
  }
  const valid = column.validityPtr || filledBitmap(memory, n, true, temp);
  return {
    truePtr: combineBitmaps(memory, valid, column.ptr, n, 'and', temp),
    falsePtr: combineBitmaps(memory, valid, column.ptr, n, 'andNot', temp),
  };
}
function fromTruth(memory: Memory, { truePtr, falsePtr }: Truth, n: number): Column {
  const known = combineBitmaps(memory, truePtr, falsePtr, n, 'or', (bytes) => memory.temp(bytes));
  const validityPtr = countBits(memory, known, n) === n ? 0 : known;
  return makeColumn({ type: BOOLEAN, layout: 'bits', length: n, ptr: truePtr, validityPtr });
}

function compileBinary(e: And | Or, compiler: Compiler): Evaluate {
  const { memory } = compiler.context.engine;
  const temp = (bytes: number): Ptr => memory.temp(bytes);
  const left = compiler.compile(e.left),
    right = compiler.compile(e.right);
  const isAnd = e.kind === 'And',
    guarded = isFallible(e.right);
  return (batch) => {
    const n = batch.length;
    const a = truthOf(memory, left(batch), n);
    const b = guarded ? rightWhereOpen(batch, a) : truthOf(memory, right(batch), n);
    return fromTruth(
      memory,
      {
        truePtr: combineBitmaps(memory, a.truePtr, b.truePtr, n, isAnd ? 'and' : 'or', temp),
        falsePtr: combineBitmaps(memory, a.falsePtr, b.falsePtr, n, isAnd ? 'or' : 'and', temp),
      },
      n,
    );
  };
  /** Rows the left side decides get "unknown" on the right, which changes nothing there. */
  function rightWhereOpen(batch: Batch, a: Truth): Truth {
    const n = batch.length;
    const open = invertBitmap(memory, isAnd ? a.falsePtr : a.truePtr, n, temp);
    const { idsPtr, count } = bitmapToIds(memory, open, n, temp);
    if (count === n) return truthOf(memory, right(batch), n);
    const none = filledBitmap(memory, n, false, temp);
    if (count === 0) return { truePtr: none, falsePtr: none };
    const part = truthOf(memory, right(selectBatch(compiler.context.engine, batch, idsPtr, count)), count);
    return {
      truePtr: scatterBits(memory, part.truePtr, idsPtr, count, n),
      falsePtr: scatterBits(memory, part.falsePtr, idsPtr, count, n),
    };
  }
}
export const compileAnd = (e: And, compiler: Compiler): Evaluate => compileBinary(e, compiler);
export const compileOr = (e: Or, compiler: Compiler): Evaluate => compileBinary(e, compiler);

export function compileNot(e: Not, compiler: Compiler): Evaluate {
  const { memory } = compiler.context.engine;
  const input = compiler.compile(e.input);
  return (batch) => {
    const column = input(batch);
    if (column.layout === 'null') return { ...column, type: BOOLEAN };
    const ptr = invertBitmap(memory, column.ptr, batch.length, (bytes) => memory.temp(bytes));
    return makeColumn({ type: BOOLEAN, layout: 'bits', length: batch.length, ptr, validityPtr: column.validityPtr });
  };
}
export function compileIsNull(e: IsNull, compiler: Compiler): Evaluate {
  const { memory } = compiler.context.engine;
  const input = compiler.compile(e.input);
  const temp = (bytes: number): Ptr => memory.temp(bytes);
  return (batch) => {
    const n = batch.length,
      column = input(batch);
    const ptr =
      column.layout === 'null'
        ? filledBitmap(memory, n, true, temp)
        : column.validityPtr === 0
          ? filledBitmap(memory, n, false, temp)
          : invertBitmap(memory, column.validityPtr, n, temp);
    return makeColumn({ type: BOOLEAN, layout: 'bits', length: n, ptr });
  };
}
