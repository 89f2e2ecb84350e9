// eliminate-distinct: DISTINCT over rows that are distinct already goes: another DISTINCT, or an Aggregate all of whose keys are kept.
import type { Plan } from '../../plan/logical.ts';
import { isStreaming } from '../../plan/is-streaming.ts';
import { outputOf } from '../../plan/output.ts';
import { nodeRule } from '../rule.ts';

export const eliminateDistinct = nodeRule('eliminate-distinct', (plan) => {
  // A stream's aggregate may give a key again in a later epoch, and DISTINCT drops late rows.
  if (plan.kind !== 'Distinct' || isStreaming(plan)) return plan;
  const ids = (plan.on.length > 0 ? plan.on : outputOf(plan)).map((a) => a.id);
  return isUnique(plan.input, new Set(ids)) ? plan.input : plan;
});
/** Whether no two rows are equal in those columns. */
function isUnique(plan: Plan, ids: ReadonlySet<number>): boolean {
  switch (plan.kind) {
    case 'Aggregate':
      return plan.groupings.every((g) => ids.has(g.id));
    case 'Distinct':
      return (plan.on.length > 0 ? plan.on : outputOf(plan)).every((a) => ids.has(a.id));
    case 'Project': {
      const below = plan.exprs.flatMap((e) =>
        !ids.has(e.id) ? [] : e.kind === 'Attribute' ? [e.id] : e.input.kind === 'Attribute' ? [e.input.id] : [],
      );
      return isUnique(plan.input, new Set(below));
    }
    case 'EventTimeWatermark':
    case 'Filter':
    case 'Sort':
    case 'Limit':
      return isUnique(plan.input, ids);
    case 'Range':
      return ids.has(plan.output[0]!.id);
    case 'Values':
      return plan.rows.length <= 1;
    case 'SetOperation':
      return !plan.all && outputOf(plan).every((a) => ids.has(a.id));
    default:
      return false;
  }
}
