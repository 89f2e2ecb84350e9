// push-down-filter: predicates go as near to the leaves as they may: through projections, sorts, unions, distinct; below aggregates and
// windows when they read only the keys; to the side of a join they read.
// A fallible predicate keeps its place behind those left of it and never goes below a join, filter or aggregate: it might fail for
// rows that the query never showed it. Valid for batch and stream.
import { attributesOf, conjunctsOf, readsOnly, substitute } from '../../expr/conjuncts.ts';
import type { Attribute, AttributeId, Expr } from '../../expr/expr.ts';
import { some } from '../../expr/walk.ts';
import { isDeterministic, isFallible } from '../../functions/evaluate.ts';
import type { Plan, PlanOf } from '../../plan/logical.ts';
import { outputOf } from '../../plan/output.ts';
import { change, filter, idsOf } from '../build.ts';
import { nodeRule } from '../rule.ts';
import { pushIntoJoin } from './push-into-join.ts';

export const pushDownFilter = nodeRule('push-down-filter', (plan, { semantics }) => {
  if (plan.kind === 'Join') return pushIntoJoin([], plan);
  if (plan.kind !== 'Filter') return plan;
  const predicates = conjunctsOf(plan.predicate);
  if (plan.input.kind === 'EventTimeWatermark')
    return (semantics === 'spark' && pushThroughWatermark(predicates, plan.input)) || plan;
  return pushBelow(predicates, plan.input) ?? plan;
});

/** The plan with the predicates below its root node; undefined if none may go. */
function pushBelow(predicates: readonly Expr[], plan: Plan): Plan | undefined {
  switch (plan.kind) {
    case 'Project':
      return pushThroughProject(predicates, plan);
    case 'Sort':
    case 'Repartition':
      return predicates.every(isDeterministic) ? change(plan, { input: filter(plan.input, predicates) }) : undefined;
    case 'Generate':
    case 'AssignWindows':
      return split(
        predicates,
        plan,
        (p) => readsOnly(p, idsOf(plan.input)),
        (below) => change(plan, { input: filter(plan.input, below) }),
      );
    case 'Distinct': {
      const on = new Set(plan.on.map((a) => a.id));
      return split(
        predicates,
        plan,
        (p) => plan.on.length === 0 || readsOnly(p, on),
        (below) => change(plan, { input: filter(plan.input, below) }),
      );
    }
    case 'Aggregate': {
      const keys = new Map(plan.groupings.map((g) => [g.id, g.kind === 'Alias' ? g.input : g]));
      return split(
        predicates,
        plan,
        (p) => readsSome(p) && readsOnly(p, new Set(keys.keys())),
        (below) =>
          change(plan, {
            input: filter(
              plan.input,
              below.map((p) => substitute(p, keys)),
            ),
          }),
      );
    }
    case 'Window': {
      const keys = partitionKeys(plan);
      return split(
        predicates,
        plan,
        (p) => readsSome(p) && readsOnly(p, keys),
        (below) => change(plan, { input: filter(plan.input, below) }),
      );
    }
    case 'Union':
      return pushIntoInputs(predicates, plan);
    case 'Join': {
      const joined = pushIntoJoin(predicates, plan);
      return joined === plan ? undefined : joined;
    }
    default:
      return undefined;
  }
}
const readsSome = (e: Expr): boolean => attributesOf(e).size > 0;
const mayMove = (e: Expr): boolean => !isFallible(e) && isDeterministic(e);

/** Moves what may move, keeps the rest above. */
function split(
  predicates: readonly Expr[],
  plan: Plan,
  fits: (p: Expr) => boolean,
  build: (below: readonly Expr[]) => Plan,
): Plan | undefined {
  const below = predicates.filter((p) => mayMove(p) && fits(p));
  if (below.length === 0) return undefined;
  return filter(
    build(below),
    predicates.filter((p) => !below.includes(p)),
  );
}

/** With Spark's rules rows that fail move no watermark, unless that needs their event time. Elsewhere all rows that arrive do. */
function pushThroughWatermark(predicates: readonly Expr[], plan: PlanOf<'EventTimeWatermark'>): Plan | undefined {
  const times = attributesOf(plan.column);
  return split(
    predicates,
    plan,
    (p) => ![...attributesOf(p)].some((id) => times.has(id)),
    (below) => change(plan, { input: filter(plan.input, below) }),
  );
}
/** A projection computes row by row: all predicates up to the first that must stay go below it, fallible ones too. */
function pushThroughProject(predicates: readonly Expr[], plan: PlanOf<'Project'>): Plan | undefined {
  const values = new Map<AttributeId, Expr>(plan.exprs.map((e) => [e.id, e.kind === 'Alias' ? e.input : e]));
  const moves = (p: Expr): boolean =>
    isDeterministic(substitute(p, values)) && !some(substitute(p, values), (e) => e.kind === 'ScalarSubquery');
  const stop = predicates.findIndex((p) => !moves(p));
  const [first, rest] = stop < 0 ? [predicates, []] : [predicates.slice(0, stop), predicates.slice(stop)];
  const later = rest.filter((p) => moves(p) && mayMove(p));
  const below = [...first, ...later];
  if (below.length === 0) return undefined;
  const pushed = change(plan, {
    input: filter(
      plan.input,
      below.map((p) => substitute(p, values)),
    ),
  });
  return filter(
    pushed,
    rest.filter((p) => !later.includes(p)),
  );
}
/** Columns by which every window of the node is partitioned. */
function partitionKeys(plan: PlanOf<'Window'>): ReadonlySet<AttributeId> {
  const keys = plan.calls.map((c) =>
    (c.input.kind === 'WindowCall' ? c.input.spec.partitionBy : []).filter((e) => e.kind === 'Attribute').map((e) => e.id),
  );
  return new Set((keys[0] ?? []).filter((id) => keys.every((of) => of.includes(id))));
}
function pushIntoInputs(predicates: readonly Expr[], plan: PlanOf<'Union'>): Plan {
  const inputs = plan.inputs.map((input) => {
    const columns: readonly Attribute[] = outputOf(input);
    const values = new Map(plan.output.map((a, i): [AttributeId, Expr] => [a.id, columns[i]!]));
    return filter(
      input,
      predicates.map((p) => substitute(p, values)),
    );
  });
  return change(plan, { inputs });
}
