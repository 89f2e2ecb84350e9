/** rewrite-in-subquery: a conjunct `x IN (SELECT …)` is a semi join, `NOT (x IN (SELECT …))` a null-aware anti join. */
import type { Expr } from '../../expr/expr.ts';
import { BOOLEAN } from '../../types/data-type.ts';
import type { Plan, PlanOf } from '../../plan/logical.ts';
import { outputOf } from '../../plan/output.ts';
import { transformPlan } from '../../plan/walk.ts';
import { conjunction, conjunctsOf } from '../../expr/conjuncts.ts';
import type { Rule } from '../rule.ts';

export const rewriteInSubquery: Rule = {
  name: 'rewrite-in-subquery',
  apply: (plan) => transformPlan(plan, (p) => (p.kind === 'Filter' ? rewrite(p) : p)),
};
function rewrite(filter: PlanOf<'Filter'>): Plan {
  const stay: Expr[] = [];
  let input = filter.input;
  for (const e of conjunctsOf(filter.predicate)) {
    if (e.kind === 'InSubquery') input = join(input, e.input, e.plan, false);
    else if (e.kind === 'Not' && e.input.kind === 'InSubquery') input = join(input, e.input.input, e.input.plan, true);
    else stay.push(e);
  }
  if (input === filter.input) return filter;
  const predicate = conjunction(stay);
  return predicate ? Object.freeze({ kind: 'Filter', input, predicate }) : input;
}
function join(left: Plan, value: Expr, right: Plan, anti: boolean): Plan {
  const condition = Object.freeze({ kind: 'Call' as const, name: 'equal', args: [value, outputOf(right)[0]!], type: BOOLEAN });
  return Object.freeze({
    kind: 'Join',
    left,
    right,
    type: anti ? 'left_anti' : 'left_semi',
    condition,
    ...(anti ? { nullAware: true } : {}),
  });
}
