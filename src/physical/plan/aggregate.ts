// Aggregate: partial per task, exchange by key, final; or, when a function has no partial form or is DISTINCT, exchange rows first.
import type { Attribute, NamedExpr } from '../../expr/expr.ts';
import type { Plan, PlanOf } from '../../plan/logical.ts';
import { isStreaming } from '../../plan/is-streaming.ts';
import { attributeOf, outputOf } from '../../plan/output.ts';
import type { HashAggregateNode } from '../physical.ts';
import { hasPartialForm, keepsValues, specOf } from './aggregate-spec.ts';
import { exchangeKeys } from './by-key.ts';
import { estimateGroups, integral, partialRows, statisticsOf } from './estimate.ts';
import type { PlanContext, Planned } from './planned.ts';

export function planAggregate(plan: PlanOf<'Aggregate'>, context: PlanContext): Planned {
  if (isStreaming(plan.input)) return context.stateful.aggregate(plan, context);
  const input = context.plan(plan.input);
  const keys = plan.groupings.map(attributeOf);
  const specs = plan.aggregates.map(specOf);
  const bounds = plan.groupings.map((g) => boundsOf(g, plan.input));
  const groups = estimateGroups(plan.groupings, plan.input, input.rows);
  const node = (
    mode: HashAggregateNode['mode'],
    from: Planned,
    groupings: readonly NamedExpr[],
    output: readonly Attribute[],
  ): Planned => ({
    ...from,
    rows: groups,
    node: { kind: 'HashAggregate', id: context.nodeId(), input: from.node, mode, groupings, aggregates: specs, bounds, output },
  });
  const output = outputOf(plan);
  if (!input.parallel) return node('single', input, plan.groupings, output);
  const exchangeable = exchangeKeys(keys) !== undefined;
  if (plan.aggregates.every(hasPartialForm)) {
    const partial = node('partial', input, plan.groupings, [...keys, ...specs.flatMap((s) => s.states)]);
    const weight = plan.aggregates.some(keepsValues)
      ? weightOf(input.rows, VALUES_PER_ROW, groups)
      : weightOf(partialRows(groups, input.rows), STATES_PER_ROW, groups);
    return node('final', exchangeable ? context.exchanged(partial, keys, weight) : context.gathered(partial), keys, output);
  }
  const rowKeys = exchangeKeys(plan.groupings);
  return node('single', rowKeys ? context.exchanged(input, rowKeys) : context.gathered(input), plan.groupings, output);
}

/** A final aggregate takes so many states, or values in lists, at the cost of one row that is exchanged: what fills the cache is its groups. */
const STATES_PER_ROW = 4,
  VALUES_PER_ROW = 16;
/** States, or values, in rows; undefined when nothing is known. */
const weightOf = (states: number | undefined, perRow: number, groups: number | undefined): number | undefined =>
  states === undefined || groups === undefined ? undefined : Math.max(groups, Math.ceil(states / perRow));

function boundsOf(grouping: NamedExpr, input: Plan): NonNullable<HashAggregateNode['bounds']>[number] {
  const from = grouping.kind === 'Alias' ? grouping.input : grouping;
  if (from.kind !== 'Attribute') return null;
  const statistics = statisticsOf(from, input);
  const min = integral(statistics?.min),
    max = integral(statistics?.max);
  return min === undefined || max === undefined ? null : { min, max, nullable: statistics?.nullCount !== 0 };
}
