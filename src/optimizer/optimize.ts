// The optimizer: an ordered list of batches of rules, each run until nothing changes. Every rule is valid for batch and stream.
import type { Plan } from '../plan/logical.ts';
import type { Rule, RuleContext } from './rule.ts';
import { chooseJoinOrder } from './rules/choose-join-order.ts';
import { combineLimits } from './rules/combine-limits.ts';
import { computeKeys } from './rules/compute-keys.ts';
import { eliminateAliases } from './rules/eliminate-aliases.ts';
import { eliminateDistinct } from './rules/eliminate-distinct.ts';
import { eliminateFilter } from './rules/eliminate-filter.ts';
import { filterUnmatched } from './rules/filter-unmatched.ts';
import { foldConstants } from './rules/fold-constants.ts';
import { mergeFilters } from './rules/merge-filters.ts';
import { mergeProjects } from './rules/merge-projects.ts';
import { mergeUnions } from './rules/merge-unions.ts';
import { pruneColumns } from './rules/prune-columns.ts';
import { pushDownFilter } from './rules/push-down-filter.ts';
import { pushDownLimit } from './rules/push-down-limit.ts';
import { pushFiltersIntoScan } from './rules/push-filters-into-scan.ts';
import { removeWatermarks } from './rules/remove-watermarks.ts';
import { rewriteDistinctAggregate } from './rules/rewrite-distinct-aggregate.ts';
import { rewriteInSubquery } from './rules/rewrite-in-subquery.ts';
import { rewriteTopPerGroup } from './rules/rewrite-top-per-group.ts';
import { shareSubexpressions } from './rules/share-subexpressions.ts';
import { simplifyBooleans } from './rules/simplify-booleans.ts';
import { simplifyStructs } from './rules/simplify-structs.ts';

interface Batch {
  readonly rules: readonly Rule[];
  readonly rounds: number;
}
const MAX_ROUNDS = 20;

const BATCHES: readonly Batch[] = [
  // Names have done their work in analysis. Subqueries become joins before predicates move.
  { rules: [eliminateAliases, removeWatermarks, rewriteInSubquery], rounds: 1 },
  {
    rules: [
      foldConstants, // before booleans: what is constant decides branches
      simplifyStructs,
      simplifyBooleans,
      mergeFilters, // before pushing, so that predicates keep their order among each other
      pushDownFilter,
      eliminateFilter,
      mergeProjects, // after pushing: filters between projections have gone below
      mergeUnions,
      combineLimits,
      eliminateDistinct,
    ],
    rounds: MAX_ROUNDS,
  },
  { rules: [filterUnmatched], rounds: 1 }, // conditions are where they stay
  { rules: [mergeFilters, pushDownFilter, mergeProjects], rounds: MAX_ROUNDS }, // what that has added
  { rules: [rewriteTopPerGroup], rounds: 1 }, // filters stand where they stay
  { rules: [chooseJoinOrder], rounds: 1 }, // conditions have reached their joins, filters their tables
  { rules: [rewriteDistinctAggregate], rounds: 1 },
  { rules: [shareSubexpressions, computeKeys], rounds: 1 }, // they add projections: after all merging
  // Once all expressions stand still; merging takes away what pruning left empty, and puts together structs and their fields.
  { rules: [pruneColumns, mergeProjects, simplifyStructs, pruneColumns, mergeProjects], rounds: 1 },
  { rules: [pushFiltersIntoScan, pushDownLimit], rounds: 1 }, // scans are final now
];

/** Every rule's name, in order of first use; conf `caudal.optimizer.disabled` takes them. */
export const RULE_NAMES: readonly string[] = [...new Set(BATCHES.flatMap((batch) => batch.rules.map((rule) => rule.name)))];

/** One application of a rule, for EXPLAIN VERBOSE: `after` is `before` when it changed nothing. */
export type Trace = (rule: string, before: Plan, after: Plan) => void;

export function optimize(plan: Plan, context: RuleContext, disabled: ReadonlySet<string> = new Set(), trace?: Trace): Plan {
  let current = plan;
  for (const { rules, rounds } of BATCHES) {
    for (let round = 0; round < rounds; round++) {
      const before = current;
      for (const rule of rules) {
        if (disabled.has(rule.name)) continue;
        const next = rule.apply(current, context);
        // Rounds after the first are told of only where they changed something.
        if (round === 0 || next !== current) trace?.(rule.name, current, next);
        current = next;
      }
      if (current === before) break;
    }
  }
  return current;
}
