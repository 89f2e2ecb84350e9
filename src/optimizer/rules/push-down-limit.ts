/** push-down-limit: rows beyond a limit need not be made below nodes that keep rows one to one; a scan may stop reading. */
import type { Plan } from '../../plan/logical.ts';
import { transformPlan, withInput } from '../../plan/walk.ts';
import type { Rule } from '../rule.ts';

function limited(plan: Plan, rows: number): Plan {
  switch (plan.kind) {
    case 'Project':
      return withInput(plan, limited(plan.input, rows));
    case 'Scan':
      return plan.limit !== undefined && plan.limit <= rows ? plan : Object.freeze({ ...plan, limit: rows });
    case 'Union': {
      const inputs = plan.inputs.map((input) => limited(input, rows));
      return inputs.every((input, i) => input === plan.inputs[i])
        ? plan
        : Object.freeze({ ...plan, inputs: Object.freeze(inputs) });
    }
    default:
      return plan;
  }
}

export const pushDownLimit: Rule = {
  name: 'push-down-limit',
  apply: (plan) =>
    transformPlan(plan, (p) => (p.kind === 'Limit' && p.limit !== null ? withInput(p, limited(p.input, p.limit + p.offset)) : p)),
};
