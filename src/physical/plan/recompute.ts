// Recompute: an operator without an incremental form as a batch plan of its own over leaves that stand for its inputs, in one piece;
// and the keys by which its rows fall into parts that do not touch each other.
import type { Attribute, AttributeId, Expr, NamedExpr } from '../../expr/expr.ts';
import { newAttributeId } from '../../expr/expr.ts';
import { conjunctsOf } from '../../expr/conjuncts.ts';
import { isStreaming } from '../../plan/is-streaming.ts';
import type { Plan, PlanOf, RecomputePort, Values } from '../../plan/logical.ts';
import { attributeOf, outputOf } from '../../plan/output.ts';
import type { Semantics } from '../../plan/stream.ts';
import { mapInputs } from '../../plan/walk.ts';
import { INT, isNested, sameType } from '../../types/data-type.ts';
import type { PhysicalNode, PhysicalPlan } from '../physical.ts';
import { inputsOfNode, withInputs } from '../physical.ts';
import type { PlanContext, Planned } from './planned.ts';

/** A plan whose rows are changes. */
export interface Changes {
  readonly plan: Plan;
  /** Absent: rows only come. */
  readonly weight?: Attribute;
  /** Columns by which at most one row stands at a time. */
  readonly key?: readonly AttributeId[];
}
export const newWeight = (): Attribute =>
  Object.freeze({ kind: 'Attribute', id: newAttributeId(), name: '__weight', type: INT, nullable: false });

interface Keys {
  /** By input. */
  readonly inputs: readonly (readonly Attribute[])[];
  readonly output: readonly Attribute[];
}

/** `inputs` stand for the plan's, or for those of the nodes below it that belong to it. */
export function recomputed(plan: Plan, inputs: readonly Changes[], semantics: Semantics): Changes {
  const keys = usable(keysOf(plan), inputs.length);
  const ports = inputs.map(({ plan: input, weight }, i): RecomputePort => {
    const output = outputOf(input).filter((a) => a.id !== weight?.id);
    return { leaf: Object.freeze({ kind: 'Values', rows: [], output }), keys: keys.inputs[i]!, ...(weight && { weight }) };
  });
  const weight = newWeight();
  const operator = onLeaves(
    plan,
    ports.map(({ leaf }) => leaf),
  );
  const lastFirst = semantics === 'flink-sql' && plan.kind === 'TopPerGroup' && plan.orders[0]?.descending === true;
  const recompute: Plan = Object.freeze({
    kind: 'Recompute',
    inputs: inputs.map((input) => input.plan),
    ports,
    operator,
    keys: keys.output,
    weight,
    lastFirst,
  });
  const key = upsertKeyOf(plan, inputs[0]!);
  return { plan: recompute, weight, ...(key && { key }) };
}
function onLeaves(plan: Plan, leaves: readonly Values[]): Plan {
  if (plan.kind !== 'Limit') {
    let i = 0;
    return mapInputs(plan, () => leaves[i++]!);
  }
  const below = (p: Plan): Plan => (p.kind === 'Sort' ? mapInputs(p, () => leaves[0]!) : mapInputs(p, below));
  const isSorted = (p: Plan): boolean =>
    p.kind === 'Sort' || ((p.kind === 'Project' || p.kind === 'SubqueryAlias') && isSorted(p.input));
  return Object.freeze({ ...plan, input: isSorted(plan.input) ? below(plan.input) : leaves[0]! });
}
function upsertKeyOf(plan: Plan, input: Changes): Changes['key'] {
  if (plan.kind === 'Limit' || plan.kind === 'Window' || plan.kind === 'Sample') return input.weight && input.key;
  if (plan.kind !== 'TopPerGroup' || (plan.limit > 1 && !plan.rank)) return undefined;
  const keys = [...plan.keys, ...(plan.limit > 1 ? [plan.rank!] : [])];
  return keys.every((e): e is Attribute => e.kind === 'Attribute') ? keys.map((e) => e.id) : undefined;
}

const NO_KEYS: Keys = { inputs: [], output: [] };
function keysOf(plan: Plan): Keys {
  switch (plan.kind) {
    case 'Aggregate': {
      const pairs = plan.groupings.flatMap((g) => (sourceOf(g) ? [[sourceOf(g)!, attributeOf(g)] as const] : []));
      return { inputs: [pairs.map(([from]) => from)], output: pairs.map(([, to]) => to) };
    }
    case 'Distinct':
      return same(plan.on.length > 0 ? plan.on : outputOf(plan.input));
    case 'TopPerGroup':
      return same(plan.keys);
    case 'Window': {
      const [call] = plan.calls;
      return call?.input.kind === 'WindowCall' ? same(call.input.spec.partitionBy) : NO_KEYS;
    }
    case 'MergeWindows':
      return same(plan.keys);
    case 'SetOperation':
      return { inputs: [outputOf(plan.left), outputOf(plan.right)], output: outputOf(plan.left) };
    case 'Join':
      return joinKeys(plan);
    default:
      return NO_KEYS;
  }
}
const sourceOf = (g: NamedExpr): Attribute | undefined =>
  g.kind === 'Attribute' ? g : g.input.kind === 'Attribute' ? g.input : undefined;
const same = (exprs: readonly Expr[]): Keys => {
  const keys = exprs.filter((e): e is Attribute => e.kind === 'Attribute');
  return { inputs: [keys], output: keys };
};
/** A FULL join's rows may have their key on either side; NOT IN looks at all rows. */
function joinKeys(plan: PlanOf<'Join'>): Keys {
  if (plan.type === 'full' || plan.nullAware) return NO_KEYS;
  const [left, right] = [plan.left, plan.right].map((side) => new Map(outputOf(side).map((a) => [a.id, a])));
  if (!plan.condition) return NO_KEYS;
  const pairs = conjunctsOf(plan.condition).flatMap((e) => {
    if (e.kind !== 'Call' || e.name !== 'equal') return [];
    const [a, b] = e.args;
    if (a?.kind !== 'Attribute' || b?.kind !== 'Attribute' || !sameType(a.type, b.type)) return [];
    if (left!.has(a.id) && right!.has(b.id)) return [[a, b] as const];
    return left!.has(b.id) && right!.has(a.id) ? [[b, a] as const] : [];
  });
  const [lefts, rights] = [pairs.map(([l]) => l), pairs.map(([, r]) => r)];
  return { inputs: [lefts, rights], output: plan.type === 'right' ? rights : lefts };
}
/** Exchange is by flat columns; any of the keys will do. */
function usable({ inputs, output }: Keys, count: number): Keys {
  const flat = output.flatMap((a, i) => (isNested(a.type) ? [] : [i]));
  return {
    inputs: Array.from({ length: count }, (_, port) => flat.map((i) => inputs[port]![i]!)),
    output: flat.map((i) => output[i]!),
  };
}

export function planRecompute(
  plan: PlanOf<'Recompute'>,
  context: PlanContext,
  planPhysical: (operator: Plan) => PhysicalPlan,
): Planned {
  const stateId = context.stateId();
  const inputs = plan.inputs.map((input, i) => context.forState(context.plan(input), plan.ports[i]!.keys));
  const template = inlined(planPhysical(plan.operator));
  const leaves = new Map(leavesOf(template).map((leaf) => [leaf.values, leaf.id]));
  return {
    node: {
      kind: 'Recompute',
      id: context.nodeId(),
      stateId,
      partitions: context.statePartitions(plan.keys),
      isTimed: false,
      inputs: inputs.map(({ node }) => node),
      ports: plan.ports.map(({ leaf, keys, weight }, i) => ({
        leaf: leaves.get(leaf.rows) ?? -1,
        columns: leaf.output,
        keys,
        ...(weight && { weight }),
        isStatic: !isStreaming(plan.inputs[i]!),
      })),
      template,
      keys: plan.keys,
      weight: plan.weight,
      lastFirst: plan.lastFirst,
      output: outputOf(plan),
    },
    dependsOn: inputs.flatMap((input) => input.dependsOn),
    parallel: true,
    partitionedBy: plan.keys,
    rows: undefined,
  };
}
/** All stages as one tree: one task has all rows. */
function inlined({ stages }: PhysicalPlan): PhysicalNode {
  const inline = (node: PhysicalNode): PhysicalNode =>
    node.kind === 'StageInput' ? inline(stages[node.stageId]!.root) : withInputs(node, inline);
  return inline(stages.at(-1)!.root);
}
const leavesOf = (node: PhysicalNode): readonly Extract<PhysicalNode, { kind: 'Values' }>[] =>
  node.kind === 'Values' ? [node] : inputsOfNode(node).flatMap(leavesOf);
