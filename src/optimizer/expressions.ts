// What rules ask about expressions: conjuncts, the columns they read, substitution.
import type { AttributeId, Expr, NamedExpr } from '../expr/expr.ts';
import { some, transform, visit } from '../expr/walk.ts';
import { findFunction } from '../functions/index.ts';

export const conjuncts = (e: Expr): Expr[] => (e.kind === 'And' ? [...conjuncts(e.left), ...conjuncts(e.right)] : [e]);
/** Left to right; undefined for none. */
export const conjunction = (list: readonly Expr[]): Expr | undefined =>
  list.length === 0 ? undefined : list.reduce((left, right) => Object.freeze({ kind: 'And', left, right }));

/** Ids of the columns an expression reads. */
export function referencesOf(e: Expr): Set<AttributeId> {
  const ids = new Set<AttributeId>();
  visit(e, (node) => {
    if (node.kind === 'Attribute') ids.add(node.id);
  });
  return ids;
}
export const readsOnly = (e: Expr, ids: ReadonlySet<AttributeId>): boolean => [...referencesOf(e)].every((id) => ids.has(id));

/** Puts the expressions behind aliases in place of their attributes. */
export function substitute(e: Expr, exprs: readonly NamedExpr[]): Expr {
  const made = new Map<AttributeId, Expr>();
  for (const named of exprs) if (named.kind === 'Alias') made.set(named.id, named.input);
  return transform(e, (node) => (node.kind === 'Attribute' ? (made.get(node.id) ?? node) : node));
}
/** May not be evaluated more or less often, or elsewhere: rand(), uuid(), subqueries not run yet. */
export const isPinned = (e: Expr): boolean =>
  some(e, (node) => {
    if (node.kind === 'WindowCall' || node.kind === 'AggregateCall') return true;
    if (node.kind !== 'Call') return false;
    const definition = findFunction(node.name);
    return definition?.kind === 'scalar' && definition.deterministic === false;
  });
