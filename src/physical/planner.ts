// Logical plan -> physical plan: picks operators, and cuts stages where rows must meet by key or all come together.
// Within a stage everything pipelines; a stage boundary is a StageInput leaf over the frames of the stage before.
import type { Attribute } from '../expr/expr.ts';
import { isStreaming } from '../plan/is-streaming.ts';
import type { Plan, PlanKind, PlanOf } from '../plan/logical.ts';
import { outputOf } from '../plan/output.ts';
import { carryRowWatermarks } from '../plan/row-watermarks.ts';
import { planAggregate } from './plan/aggregate.ts';
import { planJoin, planSetOperation } from './plan/join.ts';
import type { Planned, PlannerOptions } from './plan/planned.ts';
import { PlanContext } from './plan/planned.ts';
import { planDistinct, planTopPerGroup, planWindow } from './plan/by-key.ts';
import { planLimit, planSort } from './plan/ordered.ts';
import { planAssignWindows, planMergeWindows } from './plan/time-windows.ts';
import type { PhysicalNode, PhysicalPlan } from './physical.ts';

/** Cuts an optimized plan into stages. */
export function planPhysical(plan: Plan, options: PlannerOptions): PhysicalPlan {
  const context: PlanContext = new PlanContext(options, (p) => convert(p, context));
  const { stream } = options;
  const timed = stream ? carryRowWatermarks(plan, stream.semantics, stream.outputMode) : plan;
  const root =
    stream?.outputMode === 'changelog'
      ? context.stateful.changelog(timed, outputOf(plan), stream.semantics, context)
      : convert(timed, context);
  context.finishLast(root);
  return { stages: context.stages, output: stream?.outputMode === 'changelog' ? root.node.output : outputOf(plan) };
}

const convert = (plan: Plan, context: PlanContext): Planned =>
  (PLANNERS[plan.kind] as (p: Plan, c: PlanContext) => Planned)(plan, context);
const unary = (plan: { readonly input: Plan }, context: PlanContext): Planned => convert(plan.input, context);
const gone = (plan: Plan): never => {
  throw new Error(`${plan.kind} must have left before physical planning`);
};

/** Operators that take any subset of their columns as output. */
const NARROWING: ReadonlySet<PhysicalNode['kind']> = new Set([
  'Filter',
  'HashJoin',
  'NestedLoopJoin',
  'StreamJoin',
  'AssignWindows',
  'MergeWindows',
]);

const IN_ONE_TASK = { partitions: 1 };

const PLANNERS: { readonly [K in PlanKind]: (plan: PlanOf<K>, context: PlanContext) => Planned } = {
  Scan: (plan, context) =>
    context.leaf(
      {
        kind: 'Scan',
        id: context.nodeId(),
        output: plan.output,
        source: plan.source,
        request: {
          columns: plan.columns,
          output: plan.output,
          filters: plan.filters,
          ...(plan.limit === undefined ? {} : { limit: plan.limit }),
        },
      },
      plan.source.rows,
    ),
  StreamSource: ({ source, output, columns }, context) =>
    context.leaf(
      { kind: 'StreamInput', id: context.nodeId(), output, streamId: source.streamId, name: source.name, columns },
      undefined,
    ),
  EventTimeWatermark: (plan, context) => context.stateful.eventTimeWatermark(plan, context),
  Observe: (plan, context) => context.stateful.observe(plan, context),
  KeyedMap: (plan, context) => context.stateful.keyedMap(plan, context),
  Values: (plan, context) =>
    context.leaf({ kind: 'Values', id: context.nodeId(), output: plan.output, values: plan.rows }, plan.rows.length),
  Range: (plan, context) => {
    const span = plan.step > 0n ? plan.end - plan.start : plan.start - plan.end,
      step = plan.step > 0n ? plan.step : -plan.step;
    const count = span <= 0n ? 0 : Number((span + step - 1n) / step);
    return context.leaf(
      { kind: 'Range', id: context.nodeId(), output: plan.output, start: plan.start, step: plan.step, count },
      count,
    );
  },
  Project: (plan, context) => {
    const input = convert(plan.input, context);
    const output = outputOf(plan);
    // A projection that only drops or reorders columns is done by the operator below, where it emits rows of its own anyway.
    const narrows = plan.exprs.every((e) => e.kind === 'Attribute');
    if (narrows && NARROWING.has(input.node.kind)) return { ...input, node: { ...input.node, output } as PhysicalNode };
    return { ...input, node: { kind: 'Project', id: context.nodeId(), input: input.node, exprs: plan.exprs, output } };
  },
  Filter: (plan, context) => {
    const input = convert(plan.input, context);
    return {
      ...input,
      rows: input.rows === undefined ? undefined : Math.ceil(input.rows / 3),
      node: { kind: 'Filter', id: context.nodeId(), input: input.node, predicate: plan.predicate, output: outputOf(plan) },
    };
  },
  Aggregate: planAggregate,
  Join: (plan, context) => (isStreaming(plan.left) && isStreaming(plan.right) ? context.stateful.join : planJoin)(plan, context),
  Sort: planSort,
  Limit: (plan, context) => (isStreaming(plan) ? context.stateful.limit : planLimit)(plan, context),
  Distinct: (plan, context) => (isStreaming(plan) ? context.stateful.deduplicate : planDistinct)(plan, context),
  SetOperation: planSetOperation,
  Window: planWindow,
  TopPerGroup: planTopPerGroup,
  Union: (plan, context) => {
    const inputs = plan.inputs.map((input) => context.pipelined(convert(input, context)));
    const renamed = inputs.map((input, i) => renamePositions(input, outputOf(plan.inputs[i]!), plan.output, context));
    return {
      node: { kind: 'Union', id: context.nodeId(), inputs: renamed.map((r) => r.node), output: plan.output },
      dependsOn: inputs.flatMap((input) => input.dependsOn),
      parallel: true,
      rows: inputs.every((i) => i.rows !== undefined) ? inputs.reduce((n, i) => n + i.rows!, 0) : undefined,
    };
  },
  Sample: (plan, context) => {
    const input = convert(plan.input, context);
    const sample = {
      kind: 'Sample' as const,
      id: context.nodeId(),
      input: input.node,
      output: outputOf(plan),
      seed: plan.seed,
      withReplacement: plan.withReplacement,
      fraction: plan.fraction ?? Math.min(1, (plan.rows ?? 0) / Math.max(1, input.rows ?? 1)),
    };
    const sampled: Planned = { ...input, node: sample };
    if (plan.rows === undefined) return sampled;
    const single = context.gathered(sampled);
    return {
      ...single,
      node: { kind: 'Limit', id: context.nodeId(), input: single.node, limit: plan.rows, offset: 0, output: outputOf(plan) },
    };
  },
  Generate: (plan, context) => {
    const input = convert(plan.input, context);
    return {
      ...input,
      rows: undefined,
      node: {
        kind: 'Generate',
        id: context.nodeId(),
        input: input.node,
        name: plan.name,
        args: plan.args,
        outer: plan.outer,
        output: outputOf(plan),
      },
    };
  },
  AssignWindows: planAssignWindows,
  MergeWindows: planMergeWindows,
  Recompute: (plan, context) =>
    context.stateful.recompute(plan, context, (operator) =>
      planPhysical(operator, { ...IN_ONE_TASK, broadcastBytes: context.options.broadcastBytes }),
    ),
  SubqueryAlias: unary,
  PlanReference: unary,
  // One machine: rows are where they are; how many parts they lie in is the engine's matter.
  Repartition: unary,
  UnresolvedRelation: gone,
  UnresolvedTableFunction: gone,
  UnresolvedRead: gone,
  UnresolvedValues: gone,
  UnresolvedProject: gone,
  UnresolvedSelect: gone,
  UnresolvedWithColumns: gone,
  UnresolvedDrop: gone,
  UnresolvedRename: gone,
  UnresolvedAggregate: gone,
  UnresolvedLimit: gone,
  UnresolvedDistinct: gone,
  UnresolvedMethod: gone,
  UnresolvedGenerate: gone,
  UnresolvedTimeTable: gone,
  With: gone,
};

/** The i-th column of an input under the union's attribute. */
function renamePositions(input: Planned, from: readonly Attribute[], to: readonly Attribute[], context: PlanContext): Planned {
  const exprs = from.map((a, i) => Object.freeze({ kind: 'Alias' as const, input: a, name: to[i]!.name, id: to[i]!.id }));
  return { ...input, node: { kind: 'Project', id: context.nodeId(), input: input.node, exprs, output: to } };
}
