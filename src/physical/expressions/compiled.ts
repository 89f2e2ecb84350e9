// What an expression is compiled to: a function from a batch to a column in temp memory. Compiled once per operator and task.
import type { Batch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import type { Attribute, Expr } from '../../expr/expr.ts';
import type { OperatorContext } from '../operator.ts';

export type Evaluate = (batch: Batch) => Column;
/** Compiles children against the same input; owners register what `close` must free. */
export interface Compiler {
  readonly context: OperatorContext;
  readonly input: readonly Attribute[];
  compile(e: Expr): Evaluate;
  onClose(free: () => void): void;
}
