// CAST: a numeric kernel where there is one, else the one-row cast; text per distinct value.
import type { Column } from '../../column/column.ts';
import type { Cast } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import { castColumn } from '../../functions/cast/column.ts';
import { castValue } from '../../functions/cast/cast-value.ts';
import { castKernel } from '../../functions/cast/kernel.ts';
import { sameType } from '../../types/data-type.ts';
import type { Compiler, Evaluate } from './compiled.ts';
import { callKernel } from './call.ts';
import { overDictionary } from './over-dictionary.ts';
import { evaluateRows } from './row-eval.ts';
import type { RowFunction } from './row-eval.ts';

export function compileCast(e: Cast, compiler: Compiler): Evaluate {
  const { context } = compiler;
  const input = compiler.compile(e.input);
  const from = typeOf(e.input);
  if (sameType(from, e.type)) return input;
  const rows: RowFunction = {
    value: (args) => castValue(args[0]!, from, e.type, e.mode, context.evaluation),
    nullIfAnyNull: true,
    returns: e.type,
    position: e.position,
  };
  const kernel = castKernel(from, e.type);
  if (kernel !== undefined) return (batch) => callKernel(kernel, rows, [input(batch)], batch.length, context);
  const perEntry = overDictionary(compiler);
  const direct = (column: Column): Column => {
    const made = castColumn(context.engine, column, e.type, context.evaluation.timeZone);
    return made ? { ...made, validityPtr: column.validityPtr } : evaluateRows(rows, [column], column.length, context);
  };
  return (batch) => {
    const column = input(batch);
    return (column.layout === 'dict' ? perEntry(column, direct) : null) ?? direct(column);
  };
}
