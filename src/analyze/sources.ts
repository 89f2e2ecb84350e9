// What a plan reads, collected before analysis so that the session can open files (which is async). Views are followed, CTE names are not.
import type { Expr } from '../expr/expr.ts';
import type { Plan, PlanOf } from '../plan/logical.ts';
import { CaudalError } from '../types/error.ts';
import type { Value } from '../types/value.ts';
import { sourceKey } from './catalog.ts';
import type { Catalog, SourceRequest } from './catalog.ts';

/** Every source to open, once. `read_*` calls come as requests with plain values. */
export function collectSources(plan: Plan, catalog: Pick<Catalog, 'relation'>): readonly SourceRequest[] {
  const found = new Map<string, SourceRequest>();
  const add = (request: SourceRequest): void => {
    const key = sourceKey(request);
    if (!found.has(key)) found.set(key, request);
  };
  const seenViews = new Set<Plan>();
  const relation = (node: PlanOf<'UnresolvedRelation'>, ctes: ReadonlySet<string>): void => {
    const name = node.parts.join('.');
    const { position } = node;
    if (node.file) return add({ kind: 'file', name, optional: false, position });
    if (node.parts.length === 1 && ctes.has(name.toLowerCase())) return;
    const view = catalog.relation(node.parts);
    if (!view) return add({ kind: 'file', name, optional: true, position });
    if (seenViews.has(view)) return;
    seenViews.add(view);
    walk(view, new Set());
  };
  const walk = (node: unknown, ctes: ReadonlySet<string>): void => {
    if (Array.isArray(node)) return node.forEach((item) => walk(item, ctes));
    if (typeof node !== 'object' || node === null || node instanceof Uint8Array) return;
    const plan = node as Plan | Expr;
    switch (plan.kind) {
      case 'UnresolvedRelation':
        return relation(plan, ctes);
      case 'UnresolvedRead':
        return add({ kind: 'read', readId: plan.readId });
      case 'UnresolvedTableFunction':
        if (isReader(plan.name)) add(readerRequest(plan));
        return;
      case 'Values':
      case 'Scan':
      case 'Literal':
        return;
      case 'With': {
        let names = ctes;
        for (const cte of plan.ctes) {
          walk(cte.plan, names);
          names = new Set([...names, cte.name.toLowerCase()]);
        }
        return walk(plan.input, names);
      }
      default:
        return Object.values(plan).forEach((child) => walk(child, ctes));
    }
  };
  walk(plan, new Set());
  return [...found.values()];
}

export const isReader = (name: string): boolean => name.startsWith('read_') || name === 'parquet_scan';
export function readerRequest(plan: PlanOf<'UnresolvedTableFunction'>): SourceRequest {
  const value = (e: Expr): Value => constantOf(e, plan);
  return {
    kind: 'reader',
    name: plan.name,
    args: plan.args.map(value),
    options: Object.fromEntries(Object.entries(plan.named).map(([k, e]) => [k, value(e)])),
    position: plan.position,
  };
}
/** Literals, arrays of them, bare words (`format => csv`). */
function constantOf(e: Expr, plan: PlanOf<'UnresolvedTableFunction'>): Value {
  if (e.kind === 'Literal')
    return e.type.kind === 'decimal' && typeof e.value === 'bigint' ? Number(e.value) / 10 ** e.type.scale : e.value;
  if (e.kind === 'UnresolvedColumn' && e.parts.length === 1) return e.parts[0]!;
  if (e.kind === 'UnresolvedCall' && e.name === 'array') return e.args.map((arg) => constantOf(arg, plan));
  throw new CaudalError('UNEXPECTED_INPUT_TYPE', `The arguments of ${plan.name} must be constants.`, { position: plan.position });
}
