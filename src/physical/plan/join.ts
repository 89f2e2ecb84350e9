// Joins: equality conditions become keys of a hash join, the rest a residual. A small build side is read whole by every probe task
// (broadcast); else both sides are exchanged by key. Without equalities: nested loop over a broadcast side.
import type { Attribute, Expr } from '../../expr/expr.ts';
import { some } from '../../expr/walk.ts';
import { typeOf } from '../../expr/type-of.ts';
import type { JoinKind, PlanOf } from '../../plan/logical.ts';
import { outputOf } from '../../plan/output.ts';
import { STORAGE_BYTES, sameType, storageOf } from '../../types/data-type.ts';
import { exchangeKeys } from './by-key.ts';
import type { PlanContext, Planned } from './planned.ts';

interface EquiJoin {
  readonly left: Expr[];
  readonly right: Expr[];
  readonly rest: Expr | undefined;
}
const conjuncts = (e: Expr | undefined): Expr[] =>
  e === undefined ? [] : e.kind === 'And' ? [...conjuncts(e.left), ...conjuncts(e.right)] : [e];
const readsOnly = (e: Expr, attributes: readonly Attribute[]): boolean =>
  !some(e, (node) => node.kind === 'Attribute' && !attributes.some((a) => a.id === node.id));

/** A constant side is worth no key, except of NOT IN: only the hash join knows that a NULL on either side decides. */
function splitCondition(plan: PlanOf<'Join'>): EquiJoin {
  const left = outputOf(plan.left),
    right = outputOf(plan.right);
  const mayBeKey = (e: Expr): boolean => plan.nullAware === true || readsSome(e);
  const out: EquiJoin = { left: [], right: [], rest: undefined };
  let rest: Expr | undefined;
  for (const e of conjuncts(plan.condition)) {
    const sides = e.kind === 'Call' && e.name === 'equal' ? e.args : undefined;
    const [a, b] = sides ?? [];
    if (a && b && sameType(typeOf(a), typeOf(b)) && mayBeKey(a) && mayBeKey(b)) {
      if (readsOnly(a, left) && readsOnly(b, right)) {
        out.left.push(a);
        out.right.push(b);
        continue;
      }
      if (readsOnly(b, left) && readsOnly(a, right)) {
        out.left.push(b);
        out.right.push(a);
        continue;
      }
    }
    rest = rest ? Object.freeze({ kind: 'And', left: rest, right: e }) : e;
  }
  return { ...out, rest };
}
const readsSome = (e: Expr): boolean => some(e, (node) => node.kind === 'Attribute');

/** As seen from the probe side, when the sides change places. */
const MIRRORED: { readonly [K in JoinKind]?: JoinKind } = {
  inner: 'inner',
  cross: 'cross',
  left: 'right',
  right: 'left',
  full: 'full',
};
/** Join types whose unmatched build rows leave too: every probe row must pass one table. */
const needsWholeProbe = (type: JoinKind): boolean => type === 'right' || type === 'full';

export function planJoin(plan: PlanOf<'Join'>, context: PlanContext): Planned {
  const output = outputOf(plan);
  const left = context.plan(plan.left),
    right = context.plan(plan.right);
  const keys = splitCondition(plan);
  const type = plan.type === 'cross' ? 'inner' : plan.type;
  if (keys.left.length === 0) return planNestedLoop(plan, left, right, context);
  const swapped = chooseSwap(plan, left, right);
  const [probe, build] = swapped ? [right, left] : [left, right];
  const seen = (swapped ? MIRRORED[type]! : type) as Exclude<JoinKind, 'cross'>;
  const sides = { probeKeys: swapped ? keys.right : keys.left, buildKeys: swapped ? keys.left : keys.right };
  const join = (probeSide: Planned, buildNode: Planned['node'], dependsOn: readonly number[]): Planned => ({
    ...probeSide,
    dependsOn: [...probeSide.dependsOn, ...dependsOn],
    rows: estimate(plan.type, left.rows, right.rows),
    node: {
      kind: 'HashJoin',
      id: context.nodeId(),
      input: probeSide.node,
      build: buildNode,
      type: seen,
      ...sides,
      swapped,
      output,
      ...(keys.rest ? { residual: keys.rest } : {}),
      ...(plan.nullAware ? { nullAware: true } : {}),
    },
  });
  const probeAttributes = exchangeKeys(sides.probeKeys),
    buildAttributes = exchangeKeys(sides.buildKeys);
  const small =
    bytesOf(build) <= context.options.broadcastBytes ||
    (swapped ? plan.hint === 'broadcast_left' : plan.hint === 'broadcast_right');
  if (!needsWholeProbe(seen) && (small || plan.nullAware || !probeAttributes || !buildAttributes)) {
    const whole = context.broadcast(build);
    return join(probe, whole.node, whole.dependsOn);
  }
  if (small || !probeAttributes || !buildAttributes || plan.nullAware) {
    const whole = context.broadcast(build);
    return join(context.gathered(probe), whole.node, whole.dependsOn);
  }
  const known = [probe.rows, build.rows].every((rows) => rows !== undefined);
  const partitions = context.partitionsFor(known ? Math.max(probe.rows!, build.rows!) : undefined);
  const probeParts = context.partitioned(probe, probeAttributes, partitions),
    buildParts = context.partitioned(build, buildAttributes, partitions);
  return join(probeParts, buildParts.node, buildParts.dependsOn);
}

function planNestedLoop(plan: PlanOf<'Join'>, left: Planned, right: Planned, context: PlanContext): Planned {
  const whole = context.broadcast(right);
  const probe = needsWholeProbe(plan.type) ? context.gathered(left) : left;
  return {
    ...probe,
    dependsOn: [...probe.dependsOn, ...whole.dependsOn],
    rows: left.rows === undefined || right.rows === undefined ? undefined : left.rows * right.rows,
    node: {
      kind: 'NestedLoopJoin',
      id: context.nodeId(),
      input: probe.node,
      build: whole.node,
      type: plan.type,
      output: outputOf(plan),
      ...(plan.condition ? { condition: plan.condition } : {}),
    },
  };
}
/** The smaller side is built, where the type allows it; unknown sizes keep the right. */
function chooseSwap(plan: PlanOf<'Join'>, left: Planned, right: Planned): boolean {
  if (plan.type === 'left_semi' || plan.type === 'left_anti' || plan.nullAware || plan.hint === 'broadcast_right') return false;
  if (plan.hint === 'broadcast_left') return true;
  if (plan.type === 'left') return false;
  if (plan.type === 'right') return true;
  return bytesOf(left) < bytesOf(right);
}
const widthOf = (output: readonly Attribute[]): number =>
  output.reduce((sum, a) => sum + (STORAGE_BYTES[storageOf(a.type)] || 20), 0);
const bytesOf = (p: Planned): number => (p.rows === undefined ? Infinity : p.rows * widthOf(p.node.output));
function estimate(type: JoinKind, left: number | undefined, right: number | undefined): number | undefined {
  if (type === 'left_semi' || type === 'left_anti') return left;
  return left === undefined || right === undefined ? undefined : Math.max(left, right);
}

export function planSetOperation(plan: PlanOf<'SetOperation'>, context: PlanContext): Planned {
  const left = context.gathered(context.plan(plan.left));
  const right = context.broadcast(context.plan(plan.right));
  return {
    ...left,
    dependsOn: [...left.dependsOn, ...right.dependsOn],
    node: {
      kind: 'SetOperation',
      id: context.nodeId(),
      input: left.node,
      build: right.node,
      op: plan.op,
      all: plan.all,
      output: outputOf(plan),
    },
  };
}
