// Joins of two streams: both sides exchanged by key into one stage that keeps their rows.
import type { Attribute, Expr } from '../../expr/expr.ts';
import { conjunction } from '../../expr/conjuncts.ts';
import { eventTimesOf, timeTraitOf } from '../../plan/event-times.ts';
import type { PlanOf } from '../../plan/logical.ts';
import { outputOf } from '../../plan/output.ts';
import { partsOf, reachesOf, timedKey } from '../../plan/stream-join.ts';
import type { JoinParts } from '../../plan/stream-join.ts';
import { must } from '../../types/assert.ts';
import type { Closing, StreamJoinNode, StreamJoinSide } from '../physical.ts';
import { JOIN_RULES } from '../state/join-rules.ts';
import { exchangeKeys } from './by-key.ts';
import type { PlanContext, Planned } from './planned.ts';
import { eventTimeIn } from './stream-keys.ts';

export function planStreamJoin(plan: PlanOf<'Join'>, context: PlanContext): Planned {
  if (plan.type === 'cross') throw new Error('a cross join of streams must be refused before planning');
  const parts = partsOf(plan);
  const [leftKeys, rightKeys] = [parts.keys.map((key) => key.left), parts.keys.map((key) => key.right)];
  const [leftBy, rightBy] = [exchangeKeys(leftKeys), exchangeKeys(rightKeys)];
  const isExchanged = leftBy !== undefined && rightBy !== undefined;
  const left = context.forState(context.plan(plan.left), isExchanged ? leftBy : []);
  const right = context.forState(context.plan(plan.right), isExchanged ? rightBy : []);
  const sides = [sideOf(plan, parts, 'left', context), sideOf(plan, parts, 'right', context)] as const;
  const condition = conjunction(parts.both);
  const node: StreamJoinNode = {
    kind: 'StreamJoin',
    id: context.nodeId(),
    stateId: context.stateId(),
    partitions: context.statePartitions(isExchanged ? leftBy : []),
    isTimed: sides.some((side) => side.closing !== undefined),
    inputs: [left.node, right.node],
    type: plan.type,
    sides,
    nullSafe: parts.keys.map((key) => key.isNullSafe),
    ...(condition && { condition }),
    output: outputOf(plan),
  };
  return { ...left, dependsOn: [...left.dependsOn, ...right.dependsOn], partitionedBy: [], rows: undefined, node };
}
function sideOf(plan: PlanOf<'Join'>, parts: JoinParts, which: 'left' | 'right', context: PlanContext): StreamJoinSide {
  const input = plan[which];
  const times = eventTimesOf(input);
  const time = eventTimeIn(outputOf(input), times);
  const filter = conjunction(parts[which]);
  const closing = closingOf(plan, parts, which, context);
  return {
    keys: parts.keys.map((key) => key[which]),
    ...(filter && { filter }),
    ...(time && { late: { time, part: times.get(time.id)!.part === 'end' ? 'end' : 'time' } }),
    ...(plan.rowWatermarks && { watermark: plan.rowWatermarks[which === 'left' ? 0 : 1] }),
    ...(closing && { closing }),
  };
}
/** A key that is event time closes both sides; else the tightest bound on the other side's coming rows decides. */
function closingOf(plan: PlanOf<'Join'>, parts: JoinParts, which: 'left' | 'right', context: PlanContext): Closing | undefined {
  const rules = JOIN_RULES[must(context.options.stream, 'options of a stream').semantics];
  const at = timedKey(plan, parts);
  if (at >= 0) {
    const isEnd = (['left', 'right'] as const).some((s) => partOf(parts.keys[at]![s], plan[s]) === 'end');
    const key = parts.keys[at]![which];
    return isAttribute(key) ? { time: key, afterUs: rules.keptForKey(isEnd ? 'end' : 'time') } : undefined;
  }
  const closings = reachesOf(plan, parts, which).map(({ time, reachUs, isOpen }): Closing => ({
    time,
    afterUs: rules.keptFor(reachUs, isOpen),
  }));
  // As in Spark the bound that keeps rows longest counts.
  return closings.reduce<Closing | undefined>((a, b) => (a && a.afterUs >= b.afterUs ? a : b), undefined);
}
const isAttribute = (e: Expr): e is Attribute => e.kind === 'Attribute';
const partOf = (e: Expr, input: PlanOf<'Join'>['left']): string | undefined => timeTraitOf(e, eventTimesOf(input))?.part;
