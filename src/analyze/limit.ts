// LIMIT and OFFSET: a constant that is a whole number of rows.
import type { Expr } from '../expr/expr.ts';
import { typeOf } from '../expr/type-of.ts';
import { evaluate, isConstant } from '../functions/evaluate.ts';
import { isInteger } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { positionOf } from './coerce.ts';
import type { Env } from './env.ts';
import { relationOf } from './relation.ts';
import { scopeOf } from './scope.ts';

export function constantCount(written: Expr, clause: string, env: Env): number {
  const scope = scopeOf(relationOf(NO_COLUMNS), env, { clause });
  const position = positionOf(written);
  if (written.kind === 'UnresolvedColumn') throw invalid(`${clause} must be a constant.`, position);
  const e = env.resolve(written, scope);
  if (!isConstant(e)) throw invalid(`${clause} must be a constant.`, position);
  if (!isInteger(typeOf(e))) throw invalid(`${clause} must be a whole number.`, position);
  const value = evaluate(e, env.context);
  if (value === null) throw invalid(`${clause} must not be NULL.`, position);
  const count = Number(value);
  if (count < 0) throw invalid(`${clause} must not be negative, but is ${count}.`, position);
  return count;
}
const NO_COLUMNS = Object.freeze({ kind: 'Values', output: [], rows: [[]] } as const);
const invalid = (message: string, position: ReturnType<typeof positionOf>): CaudalError =>
  new CaudalError('INVALID_LIMIT_LIKE_EXPRESSION', message, { position });
