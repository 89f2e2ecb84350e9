// Operators that need all rows of a key in one task: Distinct, Window, top rows per group.
import type { Attribute, Expr } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import { attributeOf, outputOf } from '../../plan/output.ts';
import type { PlanOf } from '../../plan/logical.ts';
import { isNested } from '../../types/data-type.ts';
import { estimateGroups, partialRows } from './estimate.ts';
import type { PlanContext, Planned } from './planned.ts';

/** Exchange can only be by plain columns of flat types; anything else gathers. */
export const exchangeKeys = (exprs: readonly Expr[]): readonly Attribute[] | undefined =>
  exprs.length > 0 && exprs.every((e) => e.kind === 'Attribute' && !isNested(typeOf(e)))
    ? (exprs as readonly Attribute[])
    : undefined;

/** Equal keys together: any one exchangeable subset of the keys will do. */
export function together(input: Planned, keys: readonly Expr[], context: PlanContext): Planned {
  const usable = keys.filter((key): key is Attribute => exchangeKeys([key]) !== undefined);
  return usable.length > 0 ? context.exchanged(input, usable) : context.gathered(input);
}

export function planDistinct(plan: PlanOf<'Distinct'>, context: PlanContext): Planned {
  const output = outputOf(plan),
    keys = plan.on.length > 0 ? plan.on : output;
  const distinct = (input: Planned): Planned => ({
    ...input,
    node: { kind: 'Distinct', id: context.nodeId(), input: input.node, keys, output },
  });
  const input = context.plan(plan.input);
  return input.parallel ? distinct(together(distinct(input), keys, context)) : distinct(input);
}
export function planWindow(plan: PlanOf<'Window'>, context: PlanContext): Planned {
  const first = plan.calls[0]!.input;
  if (first.kind !== 'WindowCall') throw new Error('a Window holds window calls');
  const input = together(context.plan(plan.input), first.spec.partitionBy, context);
  const calls = plan.calls.map((alias) => {
    if (alias.input.kind !== 'WindowCall') throw new Error('a Window holds window calls');
    return { call: alias.input, result: attributeOf(alias) };
  });
  return { ...input, node: { kind: 'Window', id: context.nodeId(), input: input.node, calls, output: outputOf(plan) } };
}
export function planTopPerGroup(plan: PlanOf<'TopPerGroup'>, context: PlanContext): Planned {
  const output = outputOf(plan),
    { keys, orders, limit, rank } = plan;
  const first = context.plan(plan.input);
  const groups = estimateGroups(keys, plan.input, first.rows);
  const rows =
    groups === undefined ? first.rows : Math.min((partialRows(groups, first.rows) ?? Infinity) * limit, first.rows ?? Infinity);
  const top = (input: Planned, ranked: boolean): Planned => ({
    ...input,
    rows,
    node: {
      kind: 'TopPerGroup',
      id: context.nodeId(),
      input: input.node,
      keys,
      orders,
      limit,
      output: ranked ? output : outputOf(plan.input),
      ...(ranked && rank ? { rank } : {}),
    },
  });
  if (!first.parallel) return top(first, true);
  return top(together(top(first, false), keys, context), true);
}
