// merge-unions: Union (Union a b) c => Union a b c. Chains of df.union become one node.
import { change } from '../build.ts';
import { nodeRule } from '../rule.ts';

export const mergeUnions = nodeRule('merge-unions', (plan) =>
  plan.kind === 'Union' && plan.inputs.some((input) => input.kind === 'Union')
    ? change(plan, { inputs: plan.inputs.flatMap((input) => (input.kind === 'Union' ? input.inputs : [input])) })
    : plan,
);
