// One-row evaluation of constant expressions by the functions' own `value`: folding, VALUES, LIMIT, arguments of table functions.
// And what evaluation depends on: whether an expression is constant, may fail, may differ from call to call.
import type { Expr } from '../expr/expr.ts';
import { typeOf } from '../expr/type-of.ts';
import { some } from '../expr/walk.ts';
import { equalValues } from '../types/compare-value.ts';
import { CaudalError } from '../types/error.ts';
import type { Position } from '../types/error.ts';
import type { Value } from '../types/value.ts';
import { castValue } from './cast/cast-value.ts';
import { castMayFail } from './cast/may-fail.ts';
import type { EvaluationContext } from './define.ts';
import { findFunction } from './index.ts';

/** Whether two evaluations over the same row give the same: not so for rand(), uuid(). */
export const isDeterministic = (e: Expr): boolean => !some(e, (node) => node.kind === 'Call' && isRandom(node.name));
function isRandom(name: string): boolean {
  const definition = findFunction(name);
  return definition?.kind === 'scalar' && definition.deterministic === false;
}
/** Whether some row may make it throw. */
export const isFallible = (e: Expr): boolean =>
  some(e, (node) => {
    if (node.kind === 'Cast') return node.mode === 'ansi' && castMayFail(typeOf(node.input), node.type);
    if (node.kind !== 'Call') return false;
    const definition = findFunction(node.name);
    return definition?.kind !== 'scalar' || definition.fallible;
  });
const CONSTANT_KINDS: ReadonlySet<Expr['kind']> = new Set([
  'Literal',
  'Call',
  'Cast',
  'Case',
  'And',
  'Or',
  'Not',
  'IsNull',
  'In',
  'Alias',
]);
/** Whether it needs no row, and every evaluation gives the same. */
export const isConstant = (e: Expr): boolean =>
  !some(e, (node) => !CONSTANT_KINDS.has(node.kind) || (node.kind === 'Call' && !isPure(node.name)));
/** A scalar function of its arguments alone; a ranking function has none and still needs its rows. */
function isPure(name: string): boolean {
  const definition = findFunction(name);
  return definition?.kind === 'scalar' && definition.deterministic !== false;
}

/** Value of a constant resolved expression. Throws what the expression throws, with its position. */
export function evaluate(e: Expr, context: EvaluationContext): Value {
  switch (e.kind) {
    case 'Literal':
      return e.value;
    case 'Alias':
      return evaluate(e.input, context);
    case 'Cast':
      return at(e.position, () => castValue(evaluate(e.input, context), typeOf(e.input), e.type, e.mode, context));
    case 'Call': {
      const definition = findFunction(e.name);
      if (definition?.kind !== 'scalar') throw new Error(`${e.name} is not a scalar function`);
      const args = e.args.map((arg) => evaluate(arg, context));
      if (definition.nulls === 'propagate' && args.includes(null)) return null;
      return at(e.position, () => definition.value(args, context, e.args.map(typeOf), e.type));
    }
    case 'Case': {
      const branch = e.branches.find((b) => evaluate(b.when, context) === true);
      return evaluate(branch ? branch.then : e.otherwise, context);
    }
    case 'And':
      return and(evaluate(e.left, context), () => evaluate(e.right, context));
    case 'Or':
      return not(and(not(evaluate(e.left, context)), () => not(evaluate(e.right, context))));
    case 'Not':
      return not(evaluate(e.input, context));
    case 'IsNull':
      return evaluate(e.input, context) === null;
    case 'In': {
      const value = evaluate(e.input, context);
      if (value === null) return null;
      const list = e.list.map((item) => evaluate(item, context));
      const type = typeOf(e.input);
      return list.some((item) => item !== null && equalValues(value, item, type)) || (list.includes(null) ? null : false);
    }
    default:
      throw new Error(`${e.kind} is not constant`);
  }
}
const not = (value: Value): Value => (value === null ? null : !value);
function and(left: Value, right: () => Value): Value {
  if (left === false) return false;
  const other = right();
  return other === false ? false : left === null || other === null ? null : true;
}
/** Gives an error without a place the place of the expression that threw it. */
export function at<T>(position: Position | undefined, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof CaudalError) || error.position || !position) throw error;
    throw withPosition(error, position);
  }
}
function withPosition(error: CaudalError, position: Position): CaudalError {
  const { code, hint, params, cause } = error;
  const placed = new CaudalError(code, '', { position, hint, params, cause });
  placed.message = error.message;
  return placed;
}
