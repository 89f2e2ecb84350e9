/** combine-limits: Limit over Limit is one Limit. */
import { transformPlan } from '../../plan/walk.ts';
import type { Rule } from '../rule.ts';

export const combineLimits: Rule = {
  name: 'combine-limits',
  apply: (plan) =>
    transformPlan(plan, (p) => {
      if (p.kind !== 'Limit' || p.input.kind !== 'Limit') return p;
      const inner = p.input;
      const left = inner.limit === null ? null : Math.max(0, inner.limit - p.offset);
      const limit = p.limit === null ? left : left === null ? p.limit : Math.min(p.limit, left);
      return Object.freeze({ kind: 'Limit', input: inner.input, limit, offset: inner.offset + p.offset });
    }),
};
