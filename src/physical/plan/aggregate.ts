// Aggregate: partial per task, exchange by key, final; or, when a function has no partial form or is DISTINCT, exchange rows first.
import { newAttributeId } from '../../expr/expr.ts';
import type { AggregateCall, Alias, Attribute, NamedExpr } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import { findFunction } from '../../functions/index.ts';
import type { AggregateFunction } from '../../functions/define.ts';
import type { Plan, PlanOf } from '../../plan/logical.ts';
import { attributeOf, outputOf } from '../../plan/output.ts';
import type { ColumnStatistics } from '../../plan/scan-source.ts';
import type { AggregateSpec, HashAggregateNode } from '../physical.ts';
import { exchangeKeys } from './by-key.ts';
import type { PlanContext, Planned } from './planned.ts';

export function planAggregate(plan: PlanOf<'Aggregate'>, context: PlanContext): Planned {
  const input = context.plan(plan.input);
  const keys = plan.groupings.map(attributeOf);
  const specs = plan.aggregates.map(specOf);
  const bounds = plan.groupings.map((g) => boundsOf(g, plan.input));
  const groups = estimateGroups(plan, input.rows);
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
    return node('final', exchangeable ? context.exchanged(partial, keys, groups) : context.gathered(partial), keys, output);
  }
  const rowKeys = exchangeKeys(plan.groupings);
  return node('single', rowKeys ? context.exchanged(input, rowKeys) : context.gathered(input), plan.groupings, output);
}

const callOf = (alias: Alias): AggregateCall => {
  if (alias.input.kind !== 'AggregateCall') throw new Error('an Aggregate computes aggregate calls only');
  return alias.input;
};
function definitionOf(call: AggregateCall): AggregateFunction {
  const definition = findFunction(call.name);
  if (definition?.kind !== 'aggregate') throw new Error(`${call.name} is not an aggregate function`);
  return definition;
}
function hasPartialForm(alias: Alias): boolean {
  const call = callOf(alias);
  return definitionOf(call).stateTypes !== undefined && !call.distinct && !call.orderBy?.length;
}
function specOf(alias: Alias): AggregateSpec {
  const call = callOf(alias),
    definition = definitionOf(call);
  const types = definition.stateTypes?.(call.args.map(typeOf), call.type) ?? [];
  const states = types.map((type, i): Attribute =>
    Object.freeze({ kind: 'Attribute', id: newAttributeId(), name: `${alias.name}#${i}`, type, nullable: true }),
  );
  return { call, result: attributeOf(alias), states };
}

/** Statistics of a column, traced through nodes that only pass it on. */
export function statisticsOf(attribute: Attribute, plan: Plan): ColumnStatistics | undefined {
  switch (plan.kind) {
    case 'Scan': {
      const i = plan.output.findIndex((a) => a.id === attribute.id);
      return i < 0 ? undefined : plan.source.columns?.[plan.columns[i]!];
    }
    case 'Project': {
      const made = plan.exprs.find((e) => (e.kind === 'Attribute' ? e.id === attribute.id : e.id === attribute.id));
      const from = made?.kind === 'Alias' ? made.input : made;
      return from?.kind === 'Attribute' ? statisticsOf(from, plan.input) : undefined;
    }
    case 'Filter':
    case 'SubqueryAlias':
    case 'Sort':
    case 'Limit':
    case 'PlanReference':
    case 'Repartition':
      return statisticsOf(attribute, plan.input);
    case 'Join':
      return statisticsOf(attribute, plan.left) ?? statisticsOf(attribute, plan.right);
    default:
      return undefined;
  }
}
function boundsOf(grouping: NamedExpr, input: Plan): NonNullable<HashAggregateNode['bounds']>[number] {
  const from = grouping.kind === 'Alias' ? grouping.input : grouping;
  if (from.kind !== 'Attribute') return null;
  const statistics = statisticsOf(from, input);
  const min = integral(statistics?.min),
    max = integral(statistics?.max);
  return min === undefined || max === undefined ? null : { min, max, nullable: statistics?.nullCount !== 0 };
}
const integral = (v: unknown): bigint | undefined =>
  typeof v === 'bigint' ? v : typeof v === 'number' && Number.isSafeInteger(v) ? BigInt(v) : undefined;

/** Of a key nothing is known about: this share of the rows is taken to be distinct. */
const UNKNOWN_KEY_SHARE = 1 / 8;
/** Product of the keys' distinct counts, at most the rows. */
function estimateGroups(plan: PlanOf<'Aggregate'>, rows: number | undefined): number | undefined {
  let groups = 1;
  for (const grouping of plan.groupings) {
    const from = grouping.kind === 'Alias' ? grouping.input : grouping;
    const statistics = from.kind === 'Attribute' ? statisticsOf(from, plan.input) : undefined;
    const min = integral(statistics?.min),
      max = integral(statistics?.max);
    const distinct = statistics?.distinctCount ?? (min !== undefined && max !== undefined ? Number(max - min) + 1 : undefined);
    const taken = distinct ?? (rows === undefined ? undefined : Math.ceil(rows * UNKNOWN_KEY_SHARE));
    if (taken === undefined) return undefined;
    groups = Math.min(groups * (taken + 1), rows ?? Infinity);
  }
  return groups;
}
