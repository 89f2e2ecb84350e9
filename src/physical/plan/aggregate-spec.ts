// Aggregate calls as physical plans name them: the function, its result, and the columns of its partial state.
import { newAttributeId } from '../../expr/expr.ts';
import type { AggregateCall, Alias, Attribute } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import type { AggregateFunction } from '../../functions/define.ts';
import { findFunction } from '../../functions/index.ts';
import { attributeOf } from '../../plan/output.ts';
import type { PlanOf } from '../../plan/logical.ts';
import type { AggregateSpec, HashAggregateNode } from '../physical.ts';
import type { PlanContext, Planned } from './planned.ts';

const callOf = (alias: Alias): AggregateCall => {
  if (alias.input.kind !== 'AggregateCall') throw new Error('an Aggregate computes aggregate calls only');
  return alias.input;
};
function definitionOf(call: AggregateCall): AggregateFunction {
  const definition = findFunction(call.name);
  if (definition?.kind !== 'aggregate') throw new Error(`${call.name} is not an aggregate function`);
  return definition;
}
export function hasPartialForm(alias: Alias): boolean {
  const call = callOf(alias);
  return definitionOf(call).stateTypes !== undefined && !call.distinct && !call.orderBy?.length;
}
/** Whether its states weigh as much as the rows. */
export const keepsValues = (alias: Alias): boolean => definitionOf(callOf(alias)).keepsValues === true;
export function specOf(alias: Alias): AggregateSpec {
  const call = callOf(alias),
    definition = definitionOf(call);
  const types = definition.stateTypes?.(call.args.map(typeOf), call.type) ?? [];
  const states = types.map((type, i): Attribute =>
    Object.freeze({ kind: 'Attribute', id: newAttributeId(), name: `${alias.name}#${i}`, type, nullable: true }),
  );
  return { call, result: attributeOf(alias), states };
}

/** The groups of one task of the input, with the states of its aggregates. */
export function planPartial(
  plan: PlanOf<'Aggregate'>,
  aggregates: readonly AggregateSpec[],
  input: Planned,
  context: PlanContext,
  window?: HashAggregateNode['window'],
): Planned {
  return {
    ...input,
    node: {
      kind: 'HashAggregate',
      id: context.nodeId(),
      input: input.node,
      mode: 'partial',
      groupings: plan.groupings,
      aggregates,
      ...(window && { window }),
      output: [...plan.groupings.map(attributeOf), ...aggregates.flatMap((s) => s.states)],
    },
  };
}
