// Functions of users by key: one task on the session's thread, in a stage of its own.
import type { PlanOf } from '../../plan/logical.ts';
import { eventTimesOf } from '../../plan/event-times.ts';
import { keyedFunction } from '../../plan/keyed-function.ts';
import { outputOf } from '../../plan/output.ts';
import type { PlanContext, Planned } from './planned.ts';

export function planKeyedMap(plan: PlanOf<'KeyedMap'>, context: PlanContext): Planned {
  const below = context.forState(context.plan(plan.input), []);
  const initial = plan.initial && context.broadcast(context.plan(plan.initial));
  const columns = outputOf(plan.input).filter((a) => a.id !== plan.rowWatermark?.id);
  const times = eventTimesOf(plan.input);
  const time = columns.find((a) => times.get(a.id)?.part === 'time');
  return {
    node: {
      kind: 'KeyedMap',
      id: context.nodeId(),
      stateId: context.stateId(),
      partitions: 1,
      isTimed: keyedFunction(plan.functionId).isTimed,
      input: below.node,
      ...(initial && { build: initial.node }),
      functionId: plan.functionId,
      keys: plan.keys,
      initialKeys: plan.initialKeys,
      ...(time && { time }),
      ...(plan.rowWatermark && { watermark: plan.rowWatermark }),
      columns,
      output: plan.output,
    },
    dependsOn: [...below.dependsOn, ...(initial ? initial.dependsOn : [])],
    parallel: false,
    rows: undefined,
  };
}
