/**
 * push-down-filter: each conjunct goes as far down as it may. A predicate that can fail is never moved below a join or before one that
 * stood left of it, so that what guarded it still does.
 */
import type { AttributeId, Expr } from '../../expr/expr.ts';
import { isFallible } from '../../functions/evaluate.ts';
import type { Plan, PlanOf } from '../../plan/logical.ts';
import { outputOf } from '../../plan/output.ts';
import { transformPlan, withInput } from '../../plan/walk.ts';
import { conjunction, conjuncts, isPinned, readsOnly, substitute } from '../expressions.ts';
import type { Rule } from '../rule.ts';

export const pushDownFilter: Rule = {
  name: 'push-down-filter',
  apply: (plan) => transformPlan(plan, (p) => (p.kind === 'Filter' ? pushFilter(p) : p.kind === 'Join' ? pushCondition(p) : p)),
};

const idsOf = (plan: Plan): Set<AttributeId> => new Set(outputOf(plan).map((a) => a.id));
const filtered = (input: Plan, predicates: readonly Expr[]): Plan => {
  const predicate = conjunction(predicates);
  return predicate ? pushFilter(Object.freeze({ kind: 'Filter', input, predicate })) : input;
};
const movable = (e: Expr): boolean => !isFallible(e) && !isPinned(e);
/** Conjuncts that pass the test, and the rest, in order. */
function split(list: readonly Expr[], test: (e: Expr) => boolean): [Expr[], Expr[]] {
  const yes: Expr[] = [],
    no: Expr[] = [];
  for (const e of list) (test(e) ? yes : no).push(e);
  return [yes, no];
}

function pushFilter(filter: PlanOf<'Filter'>): Plan {
  const { input } = filter;
  const list = conjuncts(filter.predicate);
  switch (input.kind) {
    case 'Filter':
      return filtered(input.input, [...conjuncts(input.predicate), ...list]);
    case 'Project': {
      if (input.exprs.some((e) => isPinned(e))) return filter;
      return withInput(
        input,
        filtered(
          input.input,
          list.map((e) => substitute(e, input.exprs)),
        ),
      );
    }
    case 'Sort':
      return list.every((e) => !isPinned(e)) ? withInput(input, filtered(input.input, list)) : filter;
    case 'Distinct': {
      const on = new Set((input.on.length > 0 ? input.on : outputOf(input)).map((a) => a.id));
      return below(filter, input, list, (e) => readsOnly(e, on));
    }
    case 'Generate':
      return below(filter, input, list, (e) => readsOnly(e, idsOf(input.input)));
    case 'Window': {
      const keys = input.calls[0]!.input;
      const partition = new Set(
        keys.kind === 'WindowCall' ? keys.spec.partitionBy.flatMap((e) => (e.kind === 'Attribute' ? [e.id] : [])) : [],
      );
      return below(filter, input, list, (e) => readsOnly(e, partition));
    }
    case 'Aggregate': {
      if (input.groupings.length === 0) return filter;
      const keys = new Set(input.groupings.map((g) => g.id));
      const [down, stay] = split(list, (e) => movable(e) && readsOnly(e, keys));
      if (down.length === 0) return filter;
      return rest(
        withInput(
          input,
          filtered(
            input.input,
            down.map((e) => substitute(e, input.groupings)),
          ),
        ),
        stay,
      );
    }
    case 'Union': {
      const [down, stay] = split(list, movable);
      if (down.length === 0) return filter;
      const inputs = input.inputs.map((branch) => {
        const from = outputOf(branch);
        const names = input.output.map((a, i) =>
          Object.freeze({ kind: 'Alias' as const, input: from[i]!, name: a.name, id: a.id }),
        );
        return filtered(
          branch,
          down.map((e) => substitute(e, names)),
        );
      });
      return rest(Object.freeze({ ...input, inputs: Object.freeze(inputs) }), stay);
    }
    case 'Join':
      return pushThroughJoin(filter, input, list);
    default:
      return filter;
  }
}
const rest = (plan: Plan, stay: readonly Expr[]): Plan => {
  const predicate = conjunction(stay);
  return predicate ? Object.freeze({ kind: 'Filter', input: plan, predicate }) : plan;
};
function below<P extends Plan & { readonly input: Plan }>(
  filter: PlanOf<'Filter'>,
  node: P,
  list: readonly Expr[],
  test: (e: Expr) => boolean,
): Plan {
  const [down, stay] = split(list, (e) => movable(e) && test(e));
  return down.length === 0 ? filter : rest(withInput(node, filtered(node.input, down)), stay);
}

/** Which sides a predicate above (`where`) or in the condition (`on`) of a join may go to. */
const SIDES: { readonly [T in PlanOf<'Join'>['type']]: { readonly where: readonly string[]; readonly on: readonly string[] } } = {
  inner: { where: ['left', 'right', 'condition'], on: ['left', 'right'] },
  cross: { where: ['left', 'right', 'condition'], on: ['left', 'right'] },
  left: { where: ['left'], on: ['right'] },
  right: { where: ['right'], on: ['left'] },
  full: { where: [], on: [] },
  left_semi: { where: ['left'], on: ['left', 'right'] },
  left_anti: { where: ['left'], on: ['right'] },
};
function pushThroughJoin(filter: PlanOf<'Filter'>, join: PlanOf<'Join'>, list: readonly Expr[]): Plan {
  const { where } = SIDES[join.type];
  const left = idsOf(join.left),
    right = idsOf(join.right);
  const [toLeft, a] = split(list, (e) => where.includes('left') && movable(e) && readsOnly(e, left));
  const [toRight, b] = split(a, (e) => where.includes('right') && movable(e) && readsOnly(e, right));
  const [toCondition, stay] = split(b, (e) => where.includes('condition') && movable(e));
  if (toLeft.length + toRight.length + toCondition.length === 0) return filter;
  const condition = conjunction([...(join.condition ? conjuncts(join.condition) : []), ...toCondition]);
  const type = join.type === 'cross' && condition ? 'inner' : join.type;
  const { condition: _old, ...fields } = join;
  const next = Object.freeze({
    ...fields,
    type,
    left: filtered(join.left, toLeft),
    right: filtered(join.right, toRight),
    ...(condition ? { condition } : {}),
  });
  return rest(next, stay);
}
/** Conjuncts of a join condition that read one side only. */
function pushCondition(join: PlanOf<'Join'>): Plan {
  if (!join.condition || join.nullAware) return join;
  const { on } = SIDES[join.type];
  const left = idsOf(join.left),
    right = idsOf(join.right);
  const list = conjuncts(join.condition);
  const [toLeft, a] = split(list, (e) => on.includes('left') && movable(e) && readsOnly(e, left));
  const [toRight, stay] = split(a, (e) => on.includes('right') && movable(e) && readsOnly(e, right));
  if (toLeft.length + toRight.length === 0) return join;
  const condition = conjunction(stay);
  const { condition: _old, ...fields } = join;
  return Object.freeze({
    ...fields,
    left: filtered(join.left, toLeft),
    right: filtered(join.right, toRight),
    ...(condition ? { condition } : {}),
  });
}
