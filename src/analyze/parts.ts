// The expressions of one SELECT that stand above its input's rows, in one record so that rewrites reach all of them.
import type { Expr, SortOrder } from '../expr/expr.ts';
import type { Item } from './select-items.ts';

export interface Parts {
  readonly items: readonly Item[];
  readonly having: Expr | undefined;
  readonly qualify: Expr | undefined;
  readonly orders: readonly SortOrder[];
  readonly distinctOn: readonly Expr[] | undefined;
}
export const mapParts = (parts: Parts, f: (e: Expr) => Expr): Parts => ({
  items: parts.items.map((item) => ({ ...item, expr: f(item.expr) })),
  having: parts.having && f(parts.having),
  qualify: parts.qualify && f(parts.qualify),
  orders: parts.orders.map((o) => ({ ...o, input: f(o.input) })),
  distinctOn: parts.distinctOn?.map(f),
});
export const exprsOfParts = (parts: Parts): readonly Expr[] => [
  ...parts.items.map((item) => item.expr),
  ...[parts.having, parts.qualify].filter((e) => e !== undefined),
  ...parts.orders.map((o) => o.input),
  ...(parts.distinctOn ?? []),
];
