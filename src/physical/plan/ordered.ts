// Sort and Limit: tasks sort (or keep the first n of) their rows, one task merges.
import type { PlanOf } from '../../plan/logical.ts';
import { outputOf } from '../../plan/output.ts';
import type { Plan } from '../../plan/logical.ts';
import type { PlanContext, Planned } from './planned.ts';

export function planSort(plan: PlanOf<'Sort'>, context: PlanContext, limit?: number): Planned {
  const input = context.plan(plan.input);
  const output = outputOf(plan),
    { orders } = plan;
  const bound = limit === undefined ? {} : { limit };
  const sorted = (from: Planned): Planned => ({
    ...from,
    rows: limit === undefined ? from.rows : Math.min(limit, from.rows ?? limit),
    node: { kind: 'Sort', id: context.nodeId(), input: from.node, orders, output, ...bound },
  });
  if (!input.parallel) return sorted(input);
  // Without a limit a task's sort would be thrown away by the merge's own; with one it cuts what must come together.
  return sorted(context.gathered(limit === undefined ? input : sorted(input)));
}

export function planLimit(plan: PlanOf<'Limit'>, context: PlanContext): Planned {
  const { limit, offset } = plan;
  const enough = limit === null ? undefined : limit + offset;
  const sort = enough === undefined ? undefined : sortBelow(plan.input);
  const input = sort ? rewrapped(plan.input, planSort(sort, context, enough), context) : context.plan(plan.input);
  const output = outputOf(plan);
  const cutInput: Planned =
    !input.parallel || enough === undefined
      ? input
      : { ...input, node: { kind: 'Limit', id: context.nodeId(), input: input.node, limit: enough, offset: 0, output } };
  const single = context.gathered(cutInput, enough);
  const rows = single.rows === undefined ? (limit ?? undefined) : Math.min(limit ?? Infinity, Math.max(0, single.rows - offset));
  return { ...single, rows, node: { kind: 'Limit', id: context.nodeId(), input: single.node, limit, offset, output } };
}
/** A Sort directly below, or below projections (which keep rows and order). */
function sortBelow(plan: Plan): PlanOf<'Sort'> | undefined {
  if (plan.kind === 'Sort') return plan;
  return plan.kind === 'Project' || plan.kind === 'SubqueryAlias' ? sortBelow(plan.input) : undefined;
}
/** The projections above the sort, put back over its physical form. */
function rewrapped(plan: Plan, sorted: Planned, context: PlanContext): Planned {
  if (plan.kind === 'Project') {
    const input = rewrapped(plan.input, sorted, context);
    return {
      ...input,
      node: { kind: 'Project', id: context.nodeId(), input: input.node, exprs: plan.exprs, output: outputOf(plan) },
    };
  }
  return plan.kind === 'SubqueryAlias' ? rewrapped(plan.input, sorted, context) : sorted;
}
