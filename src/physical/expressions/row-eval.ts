// The general way to evaluate a scalar function: its one-row oracle over each row. Serves every function without a kernel and
// finds the failing row when a kernel reports one. Cost: 50-500 ns a row; dictionaries make it once per distinct value.
import { buildColumn } from '../../column/builder.ts';
import type { Column } from '../../column/column.ts';
import { readValues } from '../../column/values.ts';
import { CaudalError } from '../../types/error.ts';
import type { Position } from '../../types/error.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import type { OperatorContext } from '../operator.ts';

/** One row's meaning. `nullIfAnyNull`: NULL arguments give NULL without a call. */
export interface RowFunction {
  readonly value: (args: readonly Value[]) => Value;
  readonly nullIfAnyNull: boolean;
  readonly returns: DataType;
  readonly position?: Position | undefined;
}

export function evaluateRows(f: RowFunction, args: readonly Column[], n: number, context: OperatorContext): Column {
  const { memory } = context.engine;
  const inputs = args.map((column) => readValues(memory, column));
  const out = new Array<Value>(n);
  const row = new Array<Value>(inputs.length);
  try {
    for (let i = 0; i < n; i++) {
      let anyNull = false;
      for (let a = 0; a < inputs.length; a++) if ((row[a] = inputs[a]![i]!) === null) anyNull = true;
      out[i] = anyNull && f.nullIfAnyNull ? null : f.value(row);
    }
  } catch (error) {
    throw positioned(error, f.position);
  }
  return buildColumn(memory, f.returns, out, (bytes) => memory.temp(bytes));
}
/** Adds where in the SQL the failing expression stands, unless the error knows better. */
export function positioned(error: unknown, position: Position | undefined): unknown {
  if (!(error instanceof CaudalError) || error.position || !position) return error;
  const copy = new CaudalError(error.code, '', { position, hint: error.hint, params: error.params, cause: error.cause });
  copy.message = error.message;
  return copy;
}
