// Aggregation on a stream. Groups whose windows nothing closes are kept as partial states merged epoch by epoch (StatefulAggregate); groups by
// event time, and all that sends results in its own way, are panes (PaneAggregate).
import type { Attribute, AttributeId, Expr, NamedExpr } from '../../expr/expr.ts';
import { some } from '../../expr/walk.ts';
import { eventTimesOf, timeTraitOf } from '../../plan/event-times.ts';
import { PLAIN_EMISSION } from '../../plan/firing.ts';
import type { AssignWindows, Plan, PlanOf } from '../../plan/logical.ts';
import { attributeOf, outputOf } from '../../plan/output.ts';
import { movesPerRow } from '../../plan/row-watermarks.ts';
import type { TimeWindow } from '../../plan/time-window.ts';
import { inputsOf } from '../../plan/walk.ts';
import { must } from '../../types/assert.ts';
import type { HashAggregateNode } from '../physical.ts';
import { hasPartialForm, planPartial, specOf } from './aggregate-spec.ts';
import { exchangeKeys } from './by-key.ts';
import type { PlanContext, Planned } from './planned.ts';
import { planStatefulAggregate } from './stream.ts';

/** The window a grouping is a bound of. */
interface Bound {
  readonly node: AssignWindows;
  readonly side: 'start' | 'end';
}
/** A moment as a window: a group by event time itself closes when the watermark reaches it. */
const INSTANT: TimeWindow = { kind: 'hop', size: 1n, slide: 1n, offset: 0n };

export function planStreamAggregate(plan: PlanOf<'Aggregate'>, context: PlanContext): Planned {
  const bounds = plan.groupings.map((g) => boundOf(g.kind === 'Alias' ? g.input : g, plan.input));
  const times = eventTimesOf(plan.input);
  const traits = plan.groupings.map((g) => timeTraitOf(g, times));
  const assigned = bounds.find((bound) => bound?.side === 'end')?.node;
  const instant = assigned ? -1 : traits.findIndex((trait) => trait?.part === 'time' || trait?.part === 'end');
  // Windows that rows of later epochs may merge are panes, be there a watermark or not.
  const isMerged = assigned?.window.kind === 'session' || assigned?.window.kind === 'sliding';
  if (!traits.some(Boolean) && !isMerged && !plan.emission) return planStatefulAggregate(plan, context);
  const end = plan.groupings[instant >= 0 ? instant : bounds.findIndex((bound) => bound?.side === 'end')];
  const isPlain =
    !plan.emission &&
    !plan.weight &&
    (!assigned || assigned.window.kind === 'hop' || assigned.window.kind === 'cumulate') &&
    traits.every((t) => t?.clock !== 'processing');
  const { semantics } = must(context.options.stream, 'options of a stream');
  return isPlain && end && !movesPerRow(semantics) && plan.aggregates.every(hasPartialForm)
    ? planWindowed(plan, attributeOf(end), tumblingOf(bounds, plan.input), context)
    : planPanes(plan, { bounds, assigned, instant }, context);
}
type Tumbling = NonNullable<HashAggregateNode['window']>;
/** Groupings that are the two bounds of one tumbling window, which all rows have been put into. */
function tumblingOf(bounds: readonly (Bound | undefined)[], input: Plan): Tumbling | undefined {
  const start = bounds.findIndex((bound) => bound?.side === 'start'),
    end = bounds.findIndex((bound) => bound?.side === 'end');
  let below = input;
  while (below.kind === 'Project' || below.kind === 'Filter') below = below.input;
  if (bounds.filter(Boolean).length !== 2 || below !== bounds[start]?.node || below !== bounds[end]?.node) return undefined;
  const { window } = below as AssignWindows;
  return window.kind === 'hop' && window.size === window.slide ? { start, end, sizeUs: window.size } : undefined;
}
function planWindowed(plan: PlanOf<'Aggregate'>, end: Attribute, window: Tumbling | undefined, context: PlanContext): Planned {
  const input = context.plan(plan.input);
  const groupings = plan.groupings.map(attributeOf);
  const aggregates = plan.aggregates.map(specOf);
  const keys = exchangeKeys(groupings) ?? [];
  const below = context.forState(planPartial(plan, aggregates, input, context, window), keys);
  return {
    ...below,
    rows: undefined,
    node: {
      kind: 'WindowedAggregate',
      id: context.nodeId(),
      stateId: context.stateId(),
      partitions: context.statePartitions(keys),
      isTimed: true,
      input: below.node,
      groupings,
      end,
      aggregates,
      output: outputOf(plan),
    },
  };
}
interface Grouping {
  readonly bounds: readonly (Bound | undefined)[];
  readonly assigned: AssignWindows | undefined;
  /** Which grouping is event time itself; -1: none. */
  readonly instant: number;
}
function planPanes(plan: PlanOf<'Aggregate'>, { bounds, assigned, instant }: Grouping, context: PlanContext): Planned {
  const input = context.plan(plan.input);
  const { latenessMs, firing, lateTag } = plan.emission ?? PLAIN_EMISSION;
  const sideOf = (side: Bound['side']): NamedExpr | undefined => plan.groupings[bounds.findIndex((b) => b?.side === side)];
  const [start, end] = instant >= 0 ? [plan.groupings[instant], plan.groupings[instant]] : [sideOf('start'), sideOf('end')];
  const keys = plan.groupings.filter((g) => g !== start && g !== end);
  const below = context.forState(input, exchangeKeys(keys) ?? []);
  const hidden = new Set([start, end, plan.rowWatermark].flatMap((a) => (a ? [a.id] : [])));
  const window = instant >= 0 ? INSTANT : (assigned?.window ?? null);
  const time = assigned ? assigned.time : eventTimeAttribute(plan.input);
  const columns = outputOf(plan.input);
  const times = eventTimesOf(plan.input);
  const isProcessingTime = plan.groupings.some((g) => timeTraitOf(g, times)?.clock === 'processing');
  return {
    ...below,
    rows: undefined,
    node: {
      kind: 'PaneAggregate',
      id: context.nodeId(),
      stateId: context.stateId(),
      partitions: context.statePartitions(exchangeKeys(keys) ?? []),
      isTimed: true,
      input: below.node,
      keys,
      window,
      ...(start && { start: attributeOf(start) }),
      ...(end && { end: attributeOf(end) }),
      ...(time && isOver(time, new Set(columns.map((a) => a.id))) && { time }),
      ...(plan.rowWatermark && !isProcessingTime && { watermark: plan.rowWatermark }),
      isProcessingTime,
      latenessUs: BigInt(latenessMs) * 1000n,
      firing,
      lateTag,
      lateColumns: columns.filter((a) => !hidden.has(a.id)),
      aggregates: plan.aggregates.map(specOf),
      ...(plan.weight && { weight: plan.weight }),
      output: outputOf(plan),
    },
  };
}
function eventTimeAttribute(plan: Plan): Expr | undefined {
  const times = eventTimesOf(plan);
  return outputOf(plan).find((a) => times.get(a.id)?.part === 'time');
}
const isOver = (e: Expr, ids: ReadonlySet<AttributeId>): boolean =>
  !some(e, (node) => node.kind === 'Attribute' && !ids.has(node.id));

/** Through projections and merges down to the node that assigned the window. */
function boundOf(e: Expr, plan: Plan): Bound | undefined {
  if (e.kind !== 'Attribute') return undefined;
  switch (plan.kind) {
    case 'AssignWindows':
      if (e.id === plan.start.id) return { node: plan, side: 'start' };
      if (e.id === plan.end.id) return { node: plan, side: 'end' };
      break;
    case 'MergeWindows':
      if (e.id === plan.mergedStart.id) return boundOf(plan.start, plan.input);
      if (e.id === plan.mergedEnd.id) return boundOf(plan.end, plan.input);
      break;
    case 'Project': {
      const alias = plan.exprs.find((one) => one.id === e.id);
      return alias ? boundOf(alias.kind === 'Alias' ? alias.input : alias, plan.input) : undefined;
    }
    // What an aggregate or a join gives are windows that have closed: groups of them are by event time itself.
    case 'Aggregate':
    case 'Join':
      return undefined;
    default:
      break;
  }
  for (const input of inputsOf(plan)) {
    const found = outputOf(input).some((a) => a.id === e.id) ? boundOf(e, input) : undefined;
    if (found) return found;
  }
  return undefined;
}
