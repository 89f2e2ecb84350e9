/** eliminate-aliases: names of subqueries and DataFrames have done their work in analysis; partition hints do not change rows. */
import { transformPlan } from '../../plan/walk.ts';
import type { Rule } from '../rule.ts';

export const eliminateAliases: Rule = {
  name: 'eliminate-aliases',
  apply: (plan) =>
    transformPlan(plan, (p) =>
      p.kind === 'SubqueryAlias' || p.kind === 'PlanReference' || p.kind === 'Repartition' ? p.input : p,
    ),
};
