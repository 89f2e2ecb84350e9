// function-of.ts: a function of `caudal/functions` from its SQL name and the shape of its parameters.
import type { Expr } from '../expr/expr.ts';
import type { Column } from './column.ts';
import { callColumn, toExpr } from './column.ts';
import { columnNamed } from './column-name.ts';
import type { LiteralValue } from './literal.ts';

/** Trailing arguments may be left out. Types are the public contract's: precise there, open here. */
export type FunctionOf = (...args: readonly unknown[]) => Column;

/**
 * One letter per parameter: `c` is a column, of which a string is the name; `l` is a value, of which a string is itself; `*` repeats the
 * parameter before it.
 */
export const functionOf =
  (sqlName: string, shape: string): FunctionOf =>
  (...args) => {
    let given = args.length;
    while (given > 0 && args[given - 1] === undefined) given--;
    return callColumn(sqlName, ...args.slice(0, given).map((arg, i) => argument(arg, letterAt(shape, i))));
  };

function argument(value: unknown, letter: string): Expr {
  if (letter === 'c' && typeof value === 'string') return columnNamed(value);
  return toExpr(value as Column | LiteralValue);
}

function letterAt(shape: string, i: number): string {
  return shape.endsWith('*') ? shape.charAt(Math.min(i, shape.length - 2)) : shape.charAt(i);
}
