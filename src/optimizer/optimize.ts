// The optimizer: ordered batches of rules, each batch to a fixpoint or once. What runs, in which order, and why, stands here.
import type { Plan } from '../plan/logical.ts';
import type { Rule, RuleContext } from './rule.ts';
import { combineLimits } from './rules/combine-limits.ts';
import { eliminateAliases } from './rules/eliminate-aliases.ts';
import { foldConstants } from './rules/fold-constants.ts';
import { mergeFilters } from './rules/merge-filters.ts';
import { mergeProjects } from './rules/merge-projects.ts';
import { pruneColumns } from './rules/prune-columns.ts';
import { pushDownFilter } from './rules/push-down-filter.ts';
import { pushDownLimit } from './rules/push-down-limit.ts';
import { pushFiltersIntoScan } from './rules/push-filters-into-scan.ts';
import { rewriteDistinctAggregate } from './rules/rewrite-distinct-aggregate.ts';
import { rewriteInSubquery } from './rules/rewrite-in-subquery.ts';
import { rewriteTopPerGroup } from './rules/rewrite-top-per-group.ts';
import { simplifyBooleans } from './rules/simplify-booleans.ts';

interface RuleBatch {
  readonly rules: readonly Rule[];
  /** Rounds at most; the fixpoint usually comes in two or three. */
  readonly rounds: number;
}
const BATCHES: readonly RuleBatch[] = [
  // Names are resolved; subqueries become joins before predicates move.
  { rounds: 1, rules: [eliminateAliases, rewriteInSubquery] },
  // Constants first: they decide predicates. Then predicates meet, and go down together; projections merge so that they can.
  { rounds: 10, rules: [foldConstants, simplifyBooleans, mergeFilters, pushDownFilter, mergeProjects, combineLimits] },
  // Needs the filter directly above the window, which the batch before has arranged.
  { rounds: 1, rules: [rewriteTopPerGroup, rewriteDistinctAggregate] },
  // Last: what is not read above is known only when nothing moves any more.
  { rounds: 1, rules: [pruneColumns, mergeProjects, pushDownLimit, pushFiltersIntoScan] },
];
/** Every rule's name, in order of first use; conf `caudal.optimizer.disabled` takes them. */
export const RULE_NAMES: readonly string[] = [...new Set(BATCHES.flatMap((batch) => batch.rules.map((rule) => rule.name)))];

/** One application of a rule that ran, for EXPLAIN VERBOSE. */
export interface Trace {
  (rule: string, before: Plan, after: Plan): void;
}
export function optimize(plan: Plan, context: RuleContext, disabled: ReadonlySet<string> = new Set(), trace?: Trace): Plan {
  let current = plan;
  for (const { rules, rounds } of BATCHES) {
    for (let round = 0; round < rounds; round++) {
      const before = current;
      for (const rule of rules) {
        if (disabled.has(rule.name)) continue;
        const next = rule.apply(current, context);
        trace?.(rule.name, current, next);
        current = next;
      }
      if (current === before) break;
    }
  }
  return current;
}
