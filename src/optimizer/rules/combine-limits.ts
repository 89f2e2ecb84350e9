// combine-limits: Limit a (Limit b x) => one Limit. Valid for batch and stream.
import { change } from '../build.ts';
import { nodeRule } from '../rule.ts';

export const combineLimits = nodeRule('combine-limits', (plan) => {
  if (plan.kind !== 'Limit' || plan.input.kind !== 'Limit') return plan;
  const below = plan.input;
  const left = below.limit === null ? null : Math.max(0, below.limit - plan.offset);
  const limit = plan.limit === null ? left : left === null ? plan.limit : Math.min(plan.limit, left);
  return change(plan, { input: below.input, limit, offset: plan.offset + below.offset });
});
