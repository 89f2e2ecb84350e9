/** merge-filters: Filter p (Filter q x) => Filter (q AND p) x. The inner predicate stays left: it may guard the outer one. */
import { transformPlan } from '../../plan/walk.ts';
import type { Rule } from '../rule.ts';

export const mergeFilters: Rule = {
  name: 'merge-filters',
  apply: (plan) =>
    transformPlan(plan, (p) => {
      if (p.kind !== 'Filter' || p.input.kind !== 'Filter') return p;
      const predicate = Object.freeze({ kind: 'And' as const, left: p.input.predicate, right: p.predicate });
      return Object.freeze({ kind: 'Filter', input: p.input.input, predicate });
    }),
};
