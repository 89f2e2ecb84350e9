/** push-filters-into-scan: a copy of what a Filter asks of a Scan, for pruning row groups, pages and files. The Filter stays. */
import type { Expr } from '../../expr/expr.ts';
import { some } from '../../expr/walk.ts';
import { transformPlan } from '../../plan/walk.ts';
import { conjuncts } from '../expressions.ts';
import type { Rule } from '../rule.ts';

/** Comparisons, IN, IS NULL, AND, OR over columns and literals: what statistics can answer. */
const PRUNING_CALLS: ReadonlySet<string> = new Set(['equal', 'equal_null', 'less', 'less_equal', 'greater', 'greater_equal']);
const prunes = (e: Expr): boolean =>
  !some(e, (node) => {
    switch (node.kind) {
      case 'Attribute':
      case 'Literal':
      case 'In':
      case 'IsNull':
      case 'And':
      case 'Or':
      case 'Not':
        return false;
      case 'Call':
        return !PRUNING_CALLS.has(node.name);
      default:
        return true;
    }
  });

export const pushFiltersIntoScan: Rule = {
  name: 'push-filters-into-scan',
  apply: (plan) =>
    transformPlan(plan, (p) => {
      if (p.kind !== 'Filter' || p.input.kind !== 'Scan') return p;
      const filters = conjuncts(p.predicate).filter(prunes);
      if (filters.length === 0) return p;
      return Object.freeze({ ...p, input: Object.freeze({ ...p.input, filters: Object.freeze(filters) }) });
    }),
};
