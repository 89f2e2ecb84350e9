// One aggregate call of an operator: its arguments and FILTER compiled, its accumulator fed with the rows that pass.
import type { Batch } from '../../column/batch.ts';
import { combineBitmaps } from '../../column/bitmap.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { AggregateCall, Attribute, Expr } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import { castValue } from '../../functions/cast/cast-value.ts';
import type { Accumulator, AggregateFunction, AggregateOptions, RowCounts } from '../../functions/define.ts';
import { findFunction } from '../../functions/index.ts';
import type { Value } from '../../types/value.ts';
import type { Engine } from '../../wasm/engine.ts';
import { takeColumn } from '../../wasm/move.ts';
import { compileExprs } from '../expressions/compile.ts';
import type { CompiledExprs } from '../expressions/compile.ts';
import type { OperatorContext } from '../operator.ts';
import type { AggregateSpec } from '../physical.ts';
import { distinctAccumulator } from './distinct-accumulator.ts';
import { orderedAccumulator } from './ordered-accumulator.ts';

/**
 * A fresh accumulator for the call. `rowCounts`: offers shared counts; taken only when every row reaches the accumulator.
 * `mayBeEmpty`: some groups may never get a row (window frames).
 */
export function createAccumulator(
  { call }: AggregateSpec,
  context: OperatorContext,
  { rowCounts, mayBeEmpty = false }: { readonly rowCounts?: () => RowCounts; readonly mayBeEmpty?: boolean } = {},
): Accumulator {
  const { engine } = context;
  const named = aggregateOf(call.name);
  const types = call.args.map(typeOf);
  const ordered = (call.orderBy?.length ?? 0) > 0;
  const definition = named.distinctOf === undefined ? named : aggregateOf(named.distinctOf);
  const distinct = definition !== named || (call.distinct && definition.duplicateInsensitive !== true);
  const sparse = mayBeEmpty || call.filter !== undefined || distinct;
  const options: AggregateOptions = {
    ignoreNulls: call.ignoreNulls,
    literals: call.args.map((e) => literalOf(e, context)),
    sparse,
    ...(sparse || !rowCounts ? {} : { rowCounts }),
  };
  const orders = call.orderBy ?? [];
  const accumulator = ordered
    ? orderedAccumulator(engine, definition, types, call.type, options, orders)
    : definition.create(engine, types, call.type, options);
  return distinct ? distinctAccumulator(engine, [...types, ...orders.map(typeOf)], accumulator) : accumulator;
}
function aggregateOf(name: string): AggregateFunction {
  const definition = findFunction(name);
  if (definition?.kind !== 'aggregate') throw new Error(`${name} is not an aggregate function`);
  return definition;
}
/** Value of a constant argument. */
function literalOf(e: Expr, context: OperatorContext): Value | undefined {
  if (e.kind === 'Literal') return e.value;
  if (e.kind !== 'Cast' || e.input.kind !== 'Literal') return undefined;
  return castValue(e.input.value, e.input.type, e.type, e.mode, context.evaluation);
}

/** The rows of a batch that a call takes: its arguments, and their group ids. */
export interface CallInput {
  rows(batch: Batch, groupIdsPtr: Ptr): { readonly groupIdsPtr: Ptr; readonly args: readonly Column[]; readonly n: number };
  close(): void;
}
export function compileInput({ call }: AggregateSpec, input: readonly Attribute[], context: OperatorContext): CallInput {
  const args = compileExprs([...argumentsOf(call), ...(call.orderBy ?? []).map((order) => order.input)], input, context);
  if (!call.filter)
    return {
      rows: (batch, groupIdsPtr) => ({ groupIdsPtr, args: args.evaluate(batch), n: batch.length }),
      close: () => args.close(),
    };
  const test = compileExprs([call.filter], input, context);
  return {
    rows(batch, groupIdsPtr) {
      const { idsPtr, count } = selected(context.engine, test, batch);
      if (count === batch.length) return { groupIdsPtr, args: args.evaluate(batch), n: count };
      const temp = (bytes: number): Ptr => context.engine.memory.temp(bytes);
      const groupIds = temp(count * 4);
      context.engine.kernels.take4(groupIdsPtr, batch.length, idsPtr, groupIds, count);
      const passed: Batch = {
        length: count,
        columns: batch.columns.map((column) => takeColumn(context.engine, column, idsPtr, count, temp)),
      };
      return { groupIdsPtr: groupIds, args: args.evaluate(passed), n: count };
    },
    close() {
      args.close();
      test.close();
    },
  };
}
/** The arguments; without their cast to DOUBLE where the accumulator, and nothing before it, reads them and widens INT itself. */
function argumentsOf(call: AggregateCall): readonly Expr[] {
  const { widensInts, distinctOf } = aggregateOf(call.name);
  if (!widensInts || distinctOf !== undefined || call.distinct || call.orderBy?.length) return call.args;
  return call.args.map((e) => (e.kind === 'Cast' && e.type.kind === 'double' && typeOf(e.input).kind === 'int' ? e.input : e));
}
/** Ids of the rows for which the predicate is true. */
function selected(
  { memory, kernels }: Engine,
  test: CompiledExprs,
  batch: Batch,
): { readonly idsPtr: Ptr; readonly count: number } {
  const n = batch.length;
  const temp = (bytes: number): Ptr => memory.temp(bytes);
  const truth = test.evaluate(batch)[0]!;
  if (truth.layout === 'null') return { idsPtr: 0, count: 0 };
  const bits = truth.validityPtr ? combineBitmaps(memory, truth.ptr, truth.validityPtr, n, 'and', temp) : truth.ptr;
  const idsPtr = temp(n * 4 + 32);
  return { idsPtr, count: kernels.bitsToIds(bits, n, 0, idsPtr) };
}
