// ORDER BY: ordinals, ALL, and expressions over the output's names first, then the input's.
import type { Expr, SortOrder } from '../expr/expr.ts';
import { CaudalError } from '../types/error.ts';
import type { Position } from '../types/error.ts';
import { formatExpr } from '../expr/format.ts';
import { typeOf } from '../expr/type-of.ts';
import type { Scope } from './scope.ts';

/** Orders as resolved expressions; `output` are the columns ordinals and ALL mean. */
export function resolveOrders(orders: readonly SortOrder[], output: readonly Expr[], scope: Scope): readonly SortOrder[] {
  return orders.flatMap((order): readonly SortOrder[] => {
    const { input } = order;
    if (input.kind === 'UnresolvedStar') return output.map((e) => ({ ...order, input: e }));
    const ordinal = ordinalOf(input);
    if (ordinal !== undefined) return [{ ...order, input: atOrdinal(ordinal, output, scope.clause, undefined) }];
    return [resolveOrder(order, scope)];
  });
}
export const ordinalOf = (e: Expr): number | undefined =>
  e.kind === 'Literal' && e.type.kind === 'int' ? (e.value as number) : undefined;
export function atOrdinal(ordinal: number, output: readonly Expr[], clause: string, position: Position | undefined): Expr {
  const e = output[ordinal - 1];
  if (e) return e;
  const code = clause === 'GROUP BY' ? 'GROUP_BY_POS_OUT_OF_RANGE' : 'ORDER_BY_POS_OUT_OF_RANGE';
  throw new CaudalError(code, `${clause} position ${ordinal} is not in the select list (valid range is [1, ${output.length}]).`, {
    position,
  });
}
export function resolveOrder(order: SortOrder, scope: Scope): SortOrder {
  const input = scope.resolve(order.input, scope);
  if (typeOf(input).kind === 'map')
    throw new CaudalError('DATATYPE_MISMATCH', `Cannot sort by ${formatExpr(input)}: a map has no order.`);
  return Object.freeze({ ...order, input });
}
