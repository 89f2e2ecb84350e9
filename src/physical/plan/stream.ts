// Plans of streams: what keeps state starts a stage of its own, so that the stages below it have run, and their watermarks are known,
// before it does.
import type { Attribute, NamedExpr } from '../../expr/expr.ts';
import type { PlanOf } from '../../plan/logical.ts';
import { hasAggregate } from '../../plan/is-streaming.ts';
import { attributeOf, outputOf } from '../../plan/output.ts';
import { observedTag } from '../../plan/stream.ts';
import { hasPartialForm, planPartial, specOf } from './aggregate-spec.ts';
import { exchangeKeys } from './by-key.ts';
import { planLimit } from './ordered.ts';
import type { PlanContext, Planned } from './planned.ts';

export function planEventTimeWatermark(plan: PlanOf<'EventTimeWatermark'>, context: PlanContext): Planned {
  const input = context.plan(plan.input);
  const { delayMs, idleMs } = plan;
  return {
    ...input,
    node: {
      kind: 'EventTimeWatermark',
      id: context.nodeId(),
      watermarkId: context.watermarkId(),
      input: input.node,
      column: plan.column as Attribute,
      delayMs,
      ...(plan.rowWatermark && { rowWatermark: plan.rowWatermark }),
      ...(idleMs === undefined ? {} : { idleMs }),
      output: outputOf(plan),
    },
  };
}

/** The first rows of the stream, once: where rows leave once, and below what aggregates them. Else a limit is one of the epoch's rows. */
export function planStreamLimit(plan: PlanOf<'Limit'>, context: PlanContext): Planned {
  const mode = context.options.stream?.outputMode;
  if (mode === 'changelog' || (mode !== 'append' && hasAggregate(plan.input))) return planLimit(plan, context);
  const below = context.forState(context.plan(plan.input), []);
  const stateId = context.stateId();
  const limit = plan.limit ?? Infinity;
  const base = { id: context.nodeId(), stateId, partitions: 1, isTimed: false, output: outputOf(plan) };
  return { ...below, rows: undefined, node: { kind: 'StreamLimit', ...base, input: below.node, limit } };
}

export function planObserve({ input, name, columns }: PlanOf<'Observe'>, context: PlanContext): Planned {
  const below = context.plan(input);
  const { node } = below;
  return {
    ...below,
    node: { kind: 'Observe', id: context.nodeId(), input: node, tag: observedTag(name), columns, output: node.output },
  };
}

/** Partial states per task of the epoch, merged into the kept groups; without a partial form the rows themselves. */
export function planStatefulAggregate(plan: PlanOf<'Aggregate'>, context: PlanContext): Planned {
  const input = context.plan(plan.input);
  const keys = plan.groupings.map(attributeOf);
  const aggregates = plan.aggregates.map(specOf);
  const stateId = context.stateId();
  const stateful = (
    from: Planned,
    takes: 'states' | 'rows',
    groupings: readonly NamedExpr[],
    by: readonly Attribute[],
  ): Planned => {
    const below = context.forState(from, by);
    return {
      ...below,
      rows: undefined,
      node: {
        kind: 'StatefulAggregate',
        id: context.nodeId(),
        stateId,
        partitions: context.statePartitions(by),
        isTimed: false,
        input: below.node,
        takes,
        groupings,
        aggregates,
        ...(plan.weight && { weight: plan.weight }),
        output: outputOf(plan),
      },
    };
  };
  if (!plan.aggregates.every(hasPartialForm)) return stateful(input, 'rows', plan.groupings, exchangeKeys(plan.groupings) ?? []);
  return stateful(planPartial(plan, aggregates, input, context), 'states', keys, exchangeKeys(keys) ?? []);
}
