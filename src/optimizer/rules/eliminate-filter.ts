// eliminate-filter: WHERE TRUE goes; WHERE FALSE or NULL, LIMIT 0 and joins with an empty side leave no rows.
import { outputOf } from '../../plan/output.ts';
import type { Plan } from '../../plan/logical.ts';
import { empty } from '../build.ts';
import { nodeRule } from '../rule.ts';

const isEmpty = (plan: Plan): boolean => plan.kind === 'Values' && plan.rows.length === 0;

export const eliminateFilter = nodeRule('eliminate-filter', (plan) => {
  switch (plan.kind) {
    case 'Filter':
      if (plan.predicate.kind !== 'Literal') return isEmpty(plan.input) ? plan.input : plan;
      return plan.predicate.value === true ? plan.input : empty(outputOf(plan));
    case 'Limit':
      return plan.limit === 0 || isEmpty(plan.input) ? empty(outputOf(plan)) : plan;
    case 'Project':
    case 'Sort':
    case 'Window':
      return isEmpty(plan.input) ? empty(outputOf(plan)) : plan;
    case 'Join':
      return joinsNothing(plan) ? empty(outputOf(plan)) : plan;
    default:
      return plan;
  }
});
function joinsNothing(plan: Extract<Plan, { kind: 'Join' }>): boolean {
  switch (plan.type) {
    case 'inner':
    case 'cross':
    case 'left_semi':
      return isEmpty(plan.left) || isEmpty(plan.right);
    case 'left':
    case 'left_anti':
      return isEmpty(plan.left);
    case 'right':
      return isEmpty(plan.right);
    case 'full':
      return isEmpty(plan.left) && isEmpty(plan.right);
  }
}
