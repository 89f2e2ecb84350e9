// A scalar function call: element-wise kernel, whole-column form, or the one-row oracle, in this order of preference.
import { intersectValidity } from '../../column/bitmap.ts';
import { bitmapBytes, makeColumn } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Call, Expr } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import { findFunction } from '../../functions/index.ts';
import type { ScalarFunction } from '../../functions/define.ts';
import { STORAGE_BYTES, storageOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import type { Kernels } from '../../wasm/kernels.gen.ts';
import type { OperatorContext } from '../operator.ts';
import type { Compiler, Evaluate } from './compiled.ts';
import { overDictionary } from './over-dictionary.ts';
import { evaluateRows } from './row-eval.ts';
import type { RowFunction } from './row-eval.ts';

const literalOf = (e: Expr): Value | undefined => (e.kind === 'Literal' ? e.value : undefined);

export function compileCall(e: Call, compiler: Compiler): Evaluate {
  const definition = findFunction(e.name);
  if (definition?.kind !== 'scalar') throw new Error(`${e.name} is not a scalar function`);
  const { context } = compiler;
  const args = e.args.map((arg) => compiler.compile(arg));
  const types = e.args.map(typeOf),
    literals = e.args.map(literalOf);
  const rows = rowFunction(definition, e, types, context);
  const kernel = definition.nulls === 'propagate' ? definition.kernel?.(types) : undefined;
  if (kernel !== undefined)
    return (batch) =>
      callKernel(
        kernel,
        rows,
        args.map((f) => f(batch)),
        batch.length,
        context,
      );
  const direct = (columns: readonly Column[], n: number): Column => {
    const made = definition.column?.(context.engine, columns, n, e.type, literals, context.evaluation);
    if (!made) return evaluateRows(rows, columns, n, context);
    return definition.nulls === 'propagate' ? withValidity(made, columns, n, context) : made;
  };
  const varying = e.args.flatMap((arg, i) => (arg.kind === 'Literal' ? [] : [i]));
  if (varying.length !== 1 || definition.nulls !== 'propagate' || definition.deterministic === false) {
    return (batch) =>
      direct(
        args.map((f) => f(batch)),
        batch.length,
      );
  }
  const at = varying[0]!,
    perEntry = overDictionary(compiler);
  return (batch) => {
    const column = args[at]!(batch);
    if (column.layout === 'dict') {
      const result = perEntry(column, (entries) =>
        direct(
          args.map((f, i) => (i === at ? entries : f({ length: entries.length, columns: [] }))),
          entries.length,
        ),
      );
      if (result) return result;
    }
    return direct(
      args.map((f, i) => (i === at ? column : f(batch))),
      batch.length,
    );
  };
}

function rowFunction(definition: ScalarFunction, e: Call, types: readonly DataType[], context: OperatorContext): RowFunction {
  const { evaluation } = context;
  let rowIndex = 0;
  const value =
    definition.deterministic === false
      ? (args: readonly Value[]): Value => definition.value(args, { ...evaluation, rowIndex: rowIndex++ }, types, e.type)
      : (args: readonly Value[]): Value => definition.value(args, evaluation, types, e.type);
  return { value, nullIfAnyNull: definition.nulls === 'propagate', returns: e.type, position: e.position };
}
function withValidity(column: Column, args: readonly Column[], n: number, { engine: { memory } }: OperatorContext): Column {
  const validityPtr = intersectValidity(memory, [column.validityPtr, ...args.map((a) => a.validityPtr)], n, (bytes) =>
    memory.temp(bytes),
  );
  return validityPtr === column.validityPtr ? column : { ...column, validityPtr };
}
/** Runs an element-wise kernel; when it reports a failure the oracle finds the first valid failing row, or none. */
export function callKernel(
  kernel: keyof Kernels,
  rows: RowFunction,
  args: readonly Column[],
  n: number,
  context: OperatorContext,
): Column {
  const { memory, kernels } = context.engine;
  if (args.some((a) => a.layout === 'null')) return evaluateRows(rows, args, n, context);
  const storage = storageOf(rows.returns);
  const ptr = memory.temp(storage === 'bits' ? Math.max(64, bitmapBytes(n)) : Math.max(1, n * STORAGE_BYTES[storage]));
  const run = kernels[kernel] as unknown as (...pointers: number[]) => number | undefined;
  const status = run(...args.map((a) => a.ptr), ptr, n);
  if (status === 1) return evaluateRows(rows, args, n, context);
  const validityPtr = intersectValidity(
    memory,
    args.map((a) => a.validityPtr),
    n,
    (bytes) => memory.temp(bytes),
  );
  return makeColumn({ type: rows.returns, layout: storage === 'bits' ? 'bits' : 'fixed', length: n, ptr, validityPtr });
}
