// AND-chains as lists and back; substitution of columns; which columns an expression reads.
import type { AttributeId, Expr } from './expr.ts';
import { rewriteDown, visit } from './walk.ts';

/** Parts of an AND, left to right. */
export function conjunctsOf(e: Expr): readonly Expr[] {
  const out: Expr[] = [];
  const go = (part: Expr): void => {
    if (part.kind !== 'And') return void out.push(part);
    go(part.left);
    go(part.right);
  };
  go(e);
  return out;
}
/** One predicate of several, as a balanced tree that keeps their order; undefined for none. */
export function conjunction(parts: readonly Expr[]): Expr | undefined {
  if (parts.length <= 1) return parts[0];
  const middle = parts.length >> 1;
  return Object.freeze({ kind: 'And', left: conjunction(parts.slice(0, middle))!, right: conjunction(parts.slice(middle))! });
}
export function attributesOf(e: Expr, into: Set<AttributeId> = new Set()): Set<AttributeId> {
  visit(e, (node) => void (node.kind === 'Attribute' && into.add(node.id)));
  return into;
}
export const readsOnly = (e: Expr, ids: ReadonlySet<AttributeId>): boolean => [...attributesOf(e)].every((id) => ids.has(id));
/** The expression with columns replaced by what they stand for. */
export const substitute = (e: Expr, values: ReadonlyMap<AttributeId, Expr>): Expr =>
  rewriteDown(e, (node) => (node.kind === 'Attribute' ? values.get(node.id) : undefined));
