// Expression -> kernel calls, once per operator. A total table by kind; everything it does not hold left in analysis or planning.
import type { Batch } from '../../column/batch.ts';
import type { Column } from '../../column/column.ts';
import type { Attribute, Expr, ExprKind, ExprOf } from '../../expr/expr.ts';
import type { OperatorContext } from '../operator.ts';
import { compileCall } from './call.ts';
import { compileCase } from './case.ts';
import { compileCast } from './cast.ts';
import type { Compiler, Evaluate } from './compiled.ts';
import { compileIn } from './in.ts';
import { compileLiteral } from './literal.ts';
import { compileAnd, compileIsNull, compileNot, compileOr } from './logic.ts';

/** Expressions ready to run; `close` frees constants and caches. */
export interface CompiledExprs {
  evaluate(batch: Batch): Column[];
  close(): void;
}

export function compileExprs(exprs: readonly Expr[], input: readonly Attribute[], context: OperatorContext): CompiledExprs {
  const frees: (() => void)[] = [];
  const compiler: Compiler = {
    context,
    input,
    compile: (e) => (COMPILE[e.kind] as (e: Expr, c: Compiler) => Evaluate)(e, compiler),
    onClose: (free) => void frees.push(free),
  };
  const close = (): void => {
    for (const free of frees.splice(0)) free();
  };
  try {
    const compiled = exprs.map((e) => compiler.compile(e));
    return { evaluate: (batch) => compiled.map((f) => f(batch)), close };
  } catch (error) {
    close();
    throw error;
  }
}

const never = (e: Expr): never => {
  throw new Error(`${e.kind} cannot be evaluated: it must have left before execution`);
};
const COMPILE: { readonly [K in ExprKind]: (e: ExprOf<K>, c: Compiler) => Evaluate } = {
  Literal: compileLiteral,
  Attribute: (e, c) => {
    const ordinal = c.input.findIndex((a) => a.id === e.id);
    if (ordinal < 0) throw new Error(`column ${e.name}#${e.id} is not in ${c.input.map((a) => `${a.name}#${a.id}`).join(', ')}`);
    return (batch) => batch.columns[ordinal]!;
  },
  Alias: (e, c) => c.compile(e.input),
  Call: compileCall,
  Cast: compileCast,
  Case: compileCase,
  And: compileAnd,
  Or: compileOr,
  Not: compileNot,
  IsNull: compileIsNull,
  In: compileIn,
  Parameter: never,
  UnresolvedColumn: never,
  UnresolvedStar: never,
  UnresolvedCall: never,
  Lambda: never,
  AggregateCall: never,
  SortOrder: never,
  WindowCall: never,
  ScalarSubquery: never,
  InSubquery: never,
  Exists: never,
};
