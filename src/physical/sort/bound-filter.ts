// Drops rows that cannot be among the first n any more: those whose first sort key stands behind that of the n-th row kept so far.
// The test is an ordinary comparison with a literal, so it runs on kernels, and once per distinct value of a dictionary.
import type { Batch } from '../../column/batch.ts';
import { combineBitmaps } from '../../column/bitmap.ts';
import type { Attribute, Expr, SortOrder } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import { BOOLEAN, isNested } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import { takeBatch } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { OperatorContext } from '../operator.ts';

export interface BoundFilter {
  /** The rows that may still count, in temp memory; undefined when there are none. */
  apply(batch: Batch): Batch | undefined;
  close(): void;
}
/** `bound`: the n-th row's first key. undefined: no row can be told to be behind. */
export function boundFilter(
  orders: readonly SortOrder[],
  bound: Value,
  input: readonly Attribute[],
  context: OperatorContext,
): BoundFilter | undefined {
  const test = keepTest(orders, bound);
  if (!test) return undefined;
  const { memory, kernels } = context.engine;
  const temp = (bytes: number): number => memory.temp(bytes);
  const compiled = compileExprs([test], input, context);
  return {
    apply(batch) {
      const n = batch.length,
        keep = compiled.evaluate(batch)[0]!;
      if (keep.layout === 'null') return undefined;
      const bits = keep.validityPtr ? combineBitmaps(memory, keep.ptr, keep.validityPtr, n, 'and', temp) : keep.ptr;
      const idsPtr = temp(n * 4 + 32);
      const count = kernels.bitsToIds(bits, n, 0, idsPtr);
      if (count === 0) return undefined;
      return count === n ? batch : takeBatch(context.engine, batch, idsPtr, count, temp);
    },
    close: () => compiled.close(),
  };
}
/** True for rows that may stand before the bound; rows equal to it only where a further key may decide. */
function keepTest([first, ...rest]: readonly SortOrder[], bound: Value): Expr | undefined {
  const key = first!.input,
    type = typeOf(key);
  if (isNested(type) || key.kind === 'Literal') return undefined;
  const isNull: Expr = { kind: 'IsNull', input: key };
  if (bound === null) return first!.nullsFirst && rest.length > 0 ? isNull : undefined;
  const name = `${first!.descending ? 'greater' : 'less'}${rest.length > 0 ? '_equal' : ''}`;
  const before: Expr = { kind: 'Call', name, args: [key, { kind: 'Literal', value: bound, type }], type: BOOLEAN };
  return first!.nullsFirst ? { kind: 'Or', left: isNull, right: before } : before;
}
