// Implicit casts: expressions to a wanted type, several to their least common type, conditions to boolean.
import type { Expr } from '../expr/expr.ts';
import { formatExpr } from '../expr/format.ts';
import { typeOf } from '../expr/type-of.ts';
import { canCast } from '../functions/cast/can-cast.ts';
import { castMayFail } from '../functions/cast/may-fail.ts';
import { castValue } from '../functions/cast/cast-value.ts';
import type { EvaluationContext } from '../functions/define.ts';
import { leastCommonTypeOf } from '../types/common-type.ts';
import { BOOLEAN, sameType } from '../types/data-type.ts';
import type { DataType } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Position } from '../types/error.ts';
import { formatType } from '../types/format-type.ts';

export const sqlType = (type: DataType): string => formatType(type).toUpperCase();

/** The expression as that type. Literals are cast at once where that cannot fail. */
export function castTo(input: Expr, type: DataType, context: EvaluationContext, position?: Position): Expr {
  const from = typeOf(input);
  if (sameType(from, type)) return input;
  if (input.kind === 'Literal' && (input.value === null || !castMayFail(from, type)))
    return Object.freeze({ kind: 'Literal', value: castValue(input.value, from, type, 'ansi', context), type });
  return Object.freeze({ kind: 'Cast', input, type, mode: 'ansi', ...(position && { position }) });
}
/** An explicit cast: refused where no value could be cast. */
export function explicitCast(input: Expr, type: DataType, mode: 'ansi' | 'try', position: Position | undefined): Expr {
  const from = typeOf(input);
  if (sameType(from, type)) return input;
  if (!canCast(from, type))
    throw new CaudalError('DATATYPE_MISMATCH', `Cannot cast ${sqlType(from)} to ${sqlType(type)}.`, { position });
  return Object.freeze({ kind: 'Cast', input, type, mode, ...(position && { position }) });
}
export function asBoolean(e: Expr, what: string, context: EvaluationContext, position?: Position): Expr {
  const type = typeOf(e);
  if (type.kind === 'boolean' || type.kind === 'null') return castTo(e, BOOLEAN, context);
  throw new CaudalError('DATATYPE_MISMATCH', `${what} must be BOOLEAN, but ${formatExpr(e)} is ${sqlType(type)}.`, {
    position: position ?? positionOf(e),
  });
}
/** All cast to their least common type. */
export function toCommon(
  exprs: readonly Expr[],
  what: string,
  context: EvaluationContext,
): { readonly exprs: readonly Expr[]; readonly type: DataType } {
  const types = exprs.map(typeOf);
  const type = leastCommonTypeOf(types);
  if (!type) {
    const list = [...new Set(types.map(sqlType))].join(', ');
    throw new CaudalError('DATATYPE_MISMATCH', `${what} have no common type: ${list}.`, {
      position: exprs.map(positionOf).find((p) => p !== undefined),
    });
  }
  return { exprs: exprs.map((e) => castTo(e, type, context, positionOf(e))), type };
}
/** Where an expression, or the first part of it that knows, stands in the text. */
export function positionOf(e: Expr): Position | undefined {
  if ('position' in e && e.position) return e.position;
  switch (e.kind) {
    case 'And':
    case 'Or':
      return positionOf(e.left);
    case 'Not':
    case 'IsNull':
    case 'In':
    case 'Alias':
    case 'SortOrder':
    case 'Cast':
      return positionOf(e.input);
    case 'Case':
      return e.branches[0] && positionOf(e.branches[0].when);
    case 'WindowCall':
      return positionOf(e.function);
    default:
      return undefined;
  }
}
