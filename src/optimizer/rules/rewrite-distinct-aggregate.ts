/** rewrite-distinct-aggregate: aggregates that are all DISTINCT over the same arguments group by those first, so both levels have partial forms. */
import { newAttributeId } from '../../expr/expr.ts';
import type { Alias, AggregateCall, Expr, NamedExpr } from '../../expr/expr.ts';
import { formatExpr } from '../../expr/format.ts';
import type { PlanOf } from '../../plan/logical.ts';
import { attributeOf } from '../../plan/output.ts';
import { transformPlan } from '../../plan/walk.ts';
import type { Rule } from '../rule.ts';

export const rewriteDistinctAggregate: Rule = {
  name: 'rewrite-distinct-aggregate',
  apply: (plan) => transformPlan(plan, (p) => (p.kind === 'Aggregate' ? rewrite(p) : p)),
};
const callOf = (alias: Alias): AggregateCall | undefined => (alias.input.kind === 'AggregateCall' ? alias.input : undefined);

function rewrite(plan: PlanOf<'Aggregate'>): PlanOf<'Aggregate'> {
  const calls = plan.aggregates.map(callOf);
  const [first] = calls;
  if (!first) return plan;
  const text = (args: readonly Expr[]): string => args.map(formatExpr).join();
  // Attributes of equal names could differ, so the arguments must be the same objects or literally the same columns.
  const same = (call: AggregateCall | undefined): boolean =>
    call !== undefined &&
    call.distinct &&
    !call.filter &&
    !call.orderBy?.length &&
    call.args.length === first.args.length &&
    call.args.every((arg, i) => sameColumn(arg, first.args[i]!)) &&
    text(call.args) === text(first.args);
  if (!calls.every(same) || first.args.length !== 1) return plan;
  const keys = plan.groupings.map((g): NamedExpr => g);
  const args = first.args.map((arg): NamedExpr =>
    arg.kind === 'Attribute' ? arg : Object.freeze({ kind: 'Alias', input: arg, name: formatExpr(arg), id: newAttributeId() }),
  );
  if (args.some((arg) => keys.some((key) => key.id === arg.id))) return plan;
  const inner = Object.freeze({
    kind: 'Aggregate' as const,
    input: plan.input,
    groupings: Object.freeze([...keys, ...args]),
    aggregates: Object.freeze([]),
  });
  const aggregates = plan.aggregates.map((alias): Alias =>
    Object.freeze({ ...alias, input: Object.freeze({ ...callOf(alias)!, distinct: false, args: args.map(attributeOf) }) }),
  );
  return Object.freeze({
    kind: 'Aggregate',
    input: inner,
    groupings: Object.freeze(keys.map(attributeOf)),
    aggregates: Object.freeze(aggregates),
  });
}
const sameColumn = (a: Expr, b: Expr): boolean => a === b || (a.kind === 'Attribute' && b.kind === 'Attribute' && a.id === b.id);
