// filter-unmatched: rows of a stream whose NULLs let no partner fulfil the condition do not reach a join that would only keep them.
// A row without a time would be kept for ever. NOT IN asks for the NULLs.
import { conjunctsOf } from '../../expr/conjuncts.ts';
import type { Attribute, Expr } from '../../expr/expr.ts';
import { isStreaming } from '../../plan/is-streaming.ts';
import type { Plan, PlanOf } from '../../plan/logical.ts';
import { outputOf } from '../../plan/output.ts';
import { change, filter } from '../build.ts';
import { nodeRule } from '../rule.ts';
import { INSIDE, rejectsNulls } from './push-into-join.ts';

export const filterUnmatched = nodeRule('filter-unmatched', (plan) =>
  plan.kind === 'Join' && !plan.nullAware && isStreaming(plan.left) && isStreaming(plan.right) ? filtered(plan) : plan,
);
function filtered(plan: PlanOf<'Join'>): Plan {
  if (!plan.condition) return plan;
  const parts = conjunctsOf(plan.condition);
  const [left, right] = (['left', 'right'] as const).map((side): Plan => {
    if (!INSIDE[plan.type].includes(side)) return plan[side];
    const needed = outputOf(plan[side]).filter((a) => parts.some((e) => rejectsNulls(e, new Set([a.id]))));
    return filter(plan[side], needed.map(isNotNull));
  });
  return left === plan.left && right === plan.right ? plan : change(plan, { left: left!, right: right! });
}
const isNotNull = (input: Attribute): Expr => Object.freeze({ kind: 'Not', input: Object.freeze({ kind: 'IsNull', input }) });
