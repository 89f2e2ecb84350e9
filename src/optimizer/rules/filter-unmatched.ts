// filter-unmatched: rows of a stream whose NULLs let no partner fulfil the condition do not reach a join that would only keep them, nor
// rows whose time is in no window what keeps them below it. A row without a time would be kept for ever. NOT IN asks for the NULLs.
import { conjunctsOf } from '../../expr/conjuncts.ts';
import type { Expr } from '../../expr/expr.ts';
import { isStreaming } from '../../plan/is-streaming.ts';
import type { Plan, PlanOf } from '../../plan/logical.ts';
import { outputOf } from '../../plan/output.ts';
import { change, filter } from '../build.ts';
import { nodeRule } from '../rule.ts';
import { INSIDE, rejectsNulls } from './push-into-join.ts';

export const filterUnmatched = nodeRule('filter-unmatched', (plan) => {
  if (plan.kind === 'AssignWindows')
    return isKept(plan.input) ? change(plan, { input: filter(plan.input, [isNotNull(plan.time)]) }) : plan;
  return plan.kind === 'Join' && !plan.nullAware && isStreaming(plan.left) && isStreaming(plan.right) ? filtered(plan) : plan;
});
/** Whether its rows are state of a stream. */
function isKept(plan: Plan): boolean {
  if (plan.kind === 'Project' || plan.kind === 'Filter') return isKept(plan.input);
  return isStreaming(plan) && (plan.kind === 'Join' || plan.kind === 'Aggregate');
}
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
const isNotNull = (input: Expr): Expr => Object.freeze({ kind: 'Not', input: Object.freeze({ kind: 'IsNull', input }) });
