// What a stream cannot do, checked when it starts: Spark's matrix of operators and output modes, one table by kind of node.
import type { Alias } from '../expr/expr.ts';
import { some } from '../expr/walk.ts';
import type { Plan, PlanKind, PlanOf } from '../plan/logical.ts';
import { eventTimesOf, timeTraitOf } from '../plan/event-times.ts';
import { hasEventTime } from '../physical/plan/stream-keys.ts';
import { PLAIN_EMISSION } from '../plan/firing.ts';
import { keyedFunction } from '../plan/keyed-function.ts';
import { hasAggregate, isStreaming } from '../plan/is-streaming.ts';
import type { OutputMode, Semantics } from '../plan/stream.ts';
import { STREAM_SIDES } from '../plan/stream-sides.ts';
import { subqueriesOf } from '../plan/subqueries-of.ts';
import { partsOf, reachesOf, timedKey } from '../plan/stream-join.ts';
import { exprsOf, inputsOf } from '../plan/walk.ts';
import { CaudalError } from '../types/error.ts';
import type { Trigger } from './trigger.ts';

interface Query {
  readonly mode: OutputMode;
  readonly semantics: Semantics;
  readonly root: Plan;
}
const refused = (what: string): CaudalError =>
  new CaudalError('UNSUPPORTED_STREAMING_OPERATION', `${what} on streaming DataFrames/Datasets.`);
const badMode = (mode: OutputMode, operation: string): CaudalError =>
  new CaudalError(
    'STREAMING_OUTPUT_MODE.UNSUPPORTED_OPERATION',
    `Invalid streaming output mode: ${mode}. This output mode is not supported for ${operation} on streaming DataFrames/DataSets.`,
    { params: { outputMode: mode, operation } },
  );

/** By kind: the error of a node that reads a stream, if it may not stand there. */
const CHECKS: { readonly [K in PlanKind]?: (plan: PlanOf<K>, query: Query) => CaudalError | undefined } = {
  Aggregate: checkAggregate,
  Distinct: checkDistinct,
  Join: checkJoin,
  KeyedMap: ({ functionId }, { mode }) => {
    const { name, outputMode } = keyedFunction(functionId);
    if (outputMode === undefined ? mode !== 'complete' : outputMode === mode) return undefined;
    return badMode(mode, outputMode === undefined ? name : `${name} in ${outputMode} output mode`);
  },
  Sort: (plan, { mode }) =>
    mode === 'complete' && hasAggregate(plan.input)
      ? undefined
      : refused('Sorting is not supported, unless it is on aggregated DataFrame/Dataset in Complete output mode,'),
  Limit({ offset }, { mode }) {
    if (offset > 0) return refused('Offset is not supported');
    return mode === 'update' ? refused('Limits are not supported in Update output mode') : undefined;
  },
  Sample: () => refused('Sampling is not supported'),
  Window: () =>
    new CaudalError(
      'NON_TIME_WINDOW_NOT_SUPPORTED_IN_STREAMING',
      'Window functions (OVER) are not supported on streaming DataFrames/Datasets.',
      { hint: 'Structured Streaming only supports time-window aggregation.' },
    ),
  SetOperation: ({ op }) => refused(op === 'intersect' ? 'Intersect is not supported' : 'Except is not supported'),
  Union: ({ inputs }) =>
    inputs.every(isStreaming) ? undefined : refused('Union between streaming and batch DataFrames/Datasets is not supported'),
};

export function checkStream(root: Plan, mode: OutputMode, semantics: Semantics, trigger: Trigger): void {
  const query: Query = { mode, semantics, root };
  if (trigger.kind === 'continuous') checkContinuous(root);
  if (mode === 'changelog') return;
  if (mode === 'complete' && !hasAggregate(root)) throw badMode(mode, 'no streaming aggregations');
  checkNode(root, query);
}
function checkNode(plan: Plan, query: Query): void {
  if (!isStreaming(plan)) return;
  const error = (CHECKS[plan.kind] as ((p: Plan, q: Query) => CaudalError | undefined) | undefined)?.(plan, query);
  if (error) throw error;
  if (subqueriesOf(plan).some(isStreaming)) throw refused('Subqueries that read a stream are not supported');
  for (const input of inputsOf(plan)) checkNode(input, query);
}
/** What takes rows one by one. */
const CONTINUOUS: ReadonlySet<PlanKind> = new Set([
  'StreamSource',
  'EventTimeWatermark',
  'Observe',
  'Project',
  'Filter',
  'Generate',
  'SubqueryAlias',
  'PlanReference',
  'Repartition',
]);
function checkContinuous(plan: Plan): void {
  if (!CONTINUOUS.has(plan.kind))
    throw new CaudalError('UNSUPPORTED_STREAMING_OPERATION', `Continuous processing does not support ${plan.kind} operations.`, {
      hint: 'It takes rows one by one; use another trigger.',
    });
  if (exprsOf(plan).some((e) => some(e, (node) => node.kind === 'Call' && CURRENT_TIME.includes(node.name))))
    throw new CaudalError('UNSUPPORTED_STREAMING_OPERATION', 'Continuous processing does not support current time operations.');
  inputsOf(plan).forEach(checkContinuous);
}
const CURRENT_TIME = ['current_date', 'current_timestamp', 'localtimestamp', 'proctime'];

function checkAggregate(plan: PlanOf<'Aggregate'>, { mode, semantics }: Query): CaudalError | undefined {
  if (semantics === 'spark') {
    if (plan.aggregates.some(isDistinct))
      return refused('Distinct aggregations are not supported, consider using approx_count_distinct() instead,');
    if (mode !== 'append' && hasAggregate(plan.input))
      return refused(`Multiple streaming aggregations are not supported in ${mode} output mode`);
    const session = checkSessions(plan, mode);
    if (session) return session;
  }
  const times = eventTimesOf(plan.input);
  const isTimed = plan.groupings.some((g) => timeTraitOf(g, times) !== undefined);
  if (mode !== 'append') return undefined;
  const { firing, latenessMs } = plan.emission ?? PLAIN_EMISSION;
  if (firing && (firing.kind !== 'eventTime' || latenessMs > 0)) return badMode(mode, 'triggers that may fire a window again');
  return isTimed ? undefined : badMode(mode, 'streaming aggregations without watermark');
}
function checkSessions({ input, groupings }: PlanOf<'Aggregate'>, mode: OutputMode): CaudalError | undefined {
  const merged = input.kind === 'MergeWindows' && input.how === 'session' ? input : undefined;
  if (!merged) return undefined;
  if (mode === 'update') return badMode(mode, 'session window');
  const others = groupings.filter((g) => g.id !== merged.mergedStart.id && g.id !== merged.mergedEnd.id);
  if (others.length > 0) return undefined;
  return refused('Global aggregation with session window is not supported');
}
const isDistinct = ({ input }: Alias): boolean => input.kind === 'AggregateCall' && input.distinct;

function checkDistinct(plan: PlanOf<'Distinct'>, { mode, semantics }: Query): CaudalError | undefined {
  if (plan.withinWatermark && !hasEventTime(plan.input))
    return new CaudalError(
      'UNSUPPORTED_STREAMING_OPERATION',
      'dropDuplicatesWithinWatermark is not supported on streaming DataFrames/DataSets without watermark.',
      { hint: 'Declare one with withWatermark() before.' },
    );
  if (semantics === 'spark' && mode !== 'append' && hasAggregate(plan.input))
    return refused('dropDuplicates is not supported after aggregation');
  return undefined;
}

function checkJoin(plan: PlanOf<'Join'>, query: Query): CaudalError | undefined {
  const left = isStreaming(plan.left);
  if (left && isStreaming(plan.right)) return checkStreamJoin(plan, query);
  if (query.mode === 'complete' && !hasAggregate(query.root)) return badMode(query.mode, 'join');
  const side = left ? 'left' : 'right';
  if (STREAM_SIDES[plan.type].includes(side)) return undefined;
  return refused(
    `${plan.type} join with a streaming DataFrame/Dataset on the ${side} and a static one on the other side is not supported`,
  );
}
function checkStreamJoin(plan: PlanOf<'Join'>, { mode, semantics }: Query): CaudalError | undefined {
  const { type } = plan;
  if (mode !== 'append')
    return refused(
      `Join between two streaming DataFrames/Datasets is not supported in ${mode} output mode, only in append output mode,`,
    );
  if (type === 'left_anti' && semantics === 'spark')
    return refused('left_anti joins with a streaming DataFrame/Dataset on the right are not supported');
  const parts = partsOf(plan);
  if (parts.keys.length === 0) return refused('Stream-stream join without equality predicate is not supported');
  if (type === 'inner' || type === 'cross' || timedKey(plan, parts) >= 0) return undefined;
  const bounded = (['left', 'right'] as const).filter((side) => reachesOf(plan, parts, side).length > 0);
  const needed = type === 'full' ? bounded.length > 0 : bounded.includes(type === 'right' ? 'right' : 'left');
  if (needed) return undefined;
  return refused(
    `Stream-stream ${type} join between two streaming DataFrame/Datasets is not supported without a watermark in the join keys, or a watermark on the nullable side and an appropriate range condition,`,
  );
}
