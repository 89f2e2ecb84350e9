// Deduplication on a stream: by which column rows are late, and when the watermark lets a key be forgotten.
import type { Attribute } from '../../expr/expr.ts';
import { eventTimesOf } from '../../plan/event-times.ts';
import type { TimeTrait, TimeTraits } from '../../plan/event-times.ts';
import type { Plan, PlanOf } from '../../plan/logical.ts';
import { outputOf } from '../../plan/output.ts';
import type { Closing, DeduplicateNode } from '../physical.ts';
import { exchangeKeys } from './by-key.ts';
import type { PlanContext, Planned } from './planned.ts';

export function planDeduplicate(plan: PlanOf<'Distinct'>, context: PlanContext): Planned {
  const keys = plan.on.length > 0 ? plan.on : outputOf(plan);
  const times = eventTimesOf(plan.input);
  const eventTime = eventTimeIn(outputOf(plan.input), times);
  const closing = plan.withinWatermark ? withinDelay(eventTime, times) : atItself(eventTimeIn(keys, times));
  const by = keys.filter((key) => exchangeKeys([key]) !== undefined);
  const input = context.forState(context.plan(plan.input), by);
  const node: DeduplicateNode = {
    kind: 'Deduplicate',
    id: context.nodeId(),
    stateId: context.stateId(),
    partitions: context.statePartitions(by),
    isTimed: closing !== undefined,
    input: input.node,
    // State files are cut by the columns that rows are exchanged by, which come first.
    keys: [...by, ...keys.filter((key) => !by.includes(key))],
    withinWatermark: plan.withinWatermark === true,
    ...(eventTime && { eventTime }),
    ...(closing && { closing }),
    output: outputOf(plan),
  };
  return { ...input, rows: undefined, node };
}
/** The first column by which rows can be late: event time itself, or the end of a window. */
export const eventTimeIn = (columns: readonly Attribute[], times: TimeTraits): Attribute | undefined =>
  columns.find(({ id }) => isClock(times.get(id)));
const isClock = (trait: TimeTrait | undefined): boolean =>
  trait?.clock === 'event' && (trait.part === 'time' || trait.part === 'end');

const atItself = (time: Attribute | undefined): Closing | undefined => time && { time, afterUs: 0n };
const withinDelay = (time: Attribute | undefined, times: TimeTraits): Closing | undefined =>
  time && { time, afterUs: BigInt(times.get(time.id)?.delayMs ?? 0) * 1000n };
/** Whether `dropDuplicatesWithinWatermark` has a watermark to go by. */
export const hasEventTime = (plan: Plan): boolean => eventTimeIn(outputOf(plan), eventTimesOf(plan)) !== undefined;
