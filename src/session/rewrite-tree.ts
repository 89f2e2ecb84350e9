// One walk over plans and the expressions and subqueries inside them, before analysis: they are plain frozen data, nodes carry `kind`.
import type { Expr } from '../expr/expr.ts';
import type { Plan } from '../plan/logical.ts';

export type TreeNode = Plan | Expr;
/** Leaves whose fields hold data, not nodes. */
const OPAQUE = new Set<string>([
  'Literal',
  'Attribute',
  'Values',
  'Scan',
  'StreamSource',
  'Range',
  'UnresolvedRead',
  'UnresolvedRelation',
]);

/** Top-down: a replacement is taken as it is, undefined goes on into the node. The same object comes back if nothing changed. */
export function rewriteTree<T>(tree: T, replace: (node: TreeNode) => TreeNode | undefined): T {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return mapArray(value, visit);
    if (typeof value !== 'object' || value === null) return value;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) return value;
    if ('kind' in value && typeof value.kind === 'string') {
      const replacement = replace(value as TreeNode);
      if (replacement !== undefined) return replacement;
      if (OPAQUE.has(value.kind)) return value;
    }
    return mapFields(value as Record<string, unknown>, visit);
  };
  return visit(tree) as T;
}
function mapArray(items: readonly unknown[], visit: (value: unknown) => unknown): readonly unknown[] {
  const mapped = items.map(visit);
  return mapped.some((item, i) => item !== items[i]) ? Object.freeze(mapped) : items;
}
function mapFields(node: Record<string, unknown>, visit: (value: unknown) => unknown): object {
  let changed: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(node)) {
    const next = visit(value);
    if (next !== value) (changed ??= { ...node })[key] = next;
  }
  return changed ? Object.freeze(changed) : node;
}
