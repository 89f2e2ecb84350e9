/** rewrite-top-per-group: Filter(row_number() <= k) over its Window keeps k rows per key instead of sorting whole partitions. */
import type { Expr } from '../../expr/expr.ts';
import type { PlanOf } from '../../plan/logical.ts';
import { attributeOf } from '../../plan/output.ts';
import { transformPlan } from '../../plan/walk.ts';
import { conjunction, conjunctsOf } from '../../expr/conjuncts.ts';
import type { Rule } from '../rule.ts';

/** Beyond this a bounded list per key costs more than sorting. */
const MAX_ROWS_PER_KEY = 1000;

export const rewriteTopPerGroup: Rule = {
  name: 'rewrite-top-per-group',
  apply: (plan) => transformPlan(plan, (p) => (p.kind === 'Filter' && p.input.kind === 'Window' ? rewrite(p, p.input) : p)),
};
function rewrite(filter: PlanOf<'Filter'>, window: PlanOf<'Window'>): PlanOf<'Filter'> | PlanOf<'TopPerGroup'> {
  const [alias] = window.calls;
  const call = alias!.input;
  if (
    window.calls.length !== 1 ||
    call.kind !== 'WindowCall' ||
    call.function.kind !== 'Call' ||
    call.function.name !== 'row_number'
  )
    return filter;
  const rank = attributeOf(alias!);
  const list = conjunctsOf(filter.predicate);
  const bounds = list.map((e) => upperBound(e, rank.id));
  const limit = Math.min(...bounds.map((b) => b ?? Infinity));
  if (!(limit >= 0 && limit <= MAX_ROWS_PER_KEY)) return filter;
  const top = Object.freeze({
    kind: 'TopPerGroup' as const,
    input: window.input,
    keys: call.spec.partitionBy,
    orders: call.spec.orderBy,
    limit,
    rank,
  });
  const stay = conjunction(list.filter((_e, i) => bounds[i] === undefined));
  return stay ? Object.freeze({ kind: 'Filter', input: top, predicate: stay }) : top;
}
/** k if the conjunct says exactly `rank <= k`. */
function upperBound(e: Expr, rankId: number): number | undefined {
  if (e.kind !== 'Call' || e.args.length !== 2) return undefined;
  const [a, b] = e.args;
  const value =
    b?.kind === 'Literal' && (typeof b.value === 'number' || typeof b.value === 'bigint') ? Number(b.value) : undefined;
  if (a?.kind !== 'Attribute' || a.id !== rankId || value === undefined) return undefined;
  switch (e.name) {
    case 'less_equal':
      return Math.max(0, value);
    case 'less':
      return Math.max(0, value - 1);
    case 'equal':
      return value === 1 ? 1 : undefined;
    default:
      return undefined;
  }
}
