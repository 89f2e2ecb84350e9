// Window calls of a SELECT become Window nodes below its projection: one node per partitioning and order.
import type { Alias, Attribute, Expr, WindowCall } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import { sameExpr, samePartitions } from '../expr/equal.ts';
import { formatExpr } from '../expr/format.ts';
import { rewriteDown, visit } from '../expr/walk.ts';
import type { Plan } from '../plan/logical.ts';
import { attributeOf } from '../plan/output.ts';
import { exprsOfParts, mapParts } from './parts.ts';
import type { Parts } from './parts.ts';

export function windowRows(rows: Plan, parts: Parts): { readonly plan: Plan; readonly parts: Parts } {
  const groups: { readonly first: WindowCall; readonly calls: Alias[] }[] = [];
  const columns: (readonly [WindowCall, Attribute])[] = [];
  const add = (call: WindowCall): void => {
    if (columns.some(([known]) => sameExpr(known, call))) return;
    const alias: Alias = Object.freeze({ kind: 'Alias', input: call, name: formatExpr(call), id: newAttributeId() });
    columns.push([call, attributeOf(alias)]);
    const group = groups.find((g) => samePartitions(g.first.spec, call.spec));
    if (group) group.calls.push(alias);
    else groups.push({ first: call, calls: [alias] });
  };
  for (const e of exprsOfParts(parts)) visit(e, (node) => (node.kind === 'WindowCall' ? (add(node), false) : true));
  if (groups.length === 0) return { plan: rows, parts };
  const plan = groups.reduce<Plan>((input, { calls }) => Object.freeze({ kind: 'Window', input, calls }), rows);
  const column = (e: Expr): Expr | undefined =>
    e.kind === 'WindowCall' ? columns.find(([call]) => sameExpr(call, e))?.[1] : undefined;
  return { plan, parts: mapParts(parts, (e) => rewriteDown(e, column)) };
}
