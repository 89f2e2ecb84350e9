// merge-filters: Filter p (Filter q x) => Filter (q AND p) x. Valid for batch and stream.
import { conjunctsOf } from '../../expr/conjuncts.ts';
import { filter } from '../build.ts';
import { nodeRule } from '../rule.ts';

export const mergeFilters = nodeRule('merge-filters', (plan) =>
  plan.kind === 'Filter' && plan.input.kind === 'Filter'
    ? filter(plan.input.input, [...conjunctsOf(plan.input.predicate), ...conjunctsOf(plan.predicate)])
    : plan,
);
