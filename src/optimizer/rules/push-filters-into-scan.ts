// push-filters-into-scan: a scan gets copies of the comparisons above it, to skip files, row groups and pages by their statistics.
// The Filter stays: a source may hand over rows that do not pass.
import { conjunctsOf } from '../../expr/conjuncts.ts';
import type { Expr } from '../../expr/expr.ts';
import { sameExpr } from '../../expr/equal.ts';
import { change } from '../build.ts';
import { nodeRule } from '../rule.ts';

export const pushFiltersIntoScan = nodeRule('push-filters-into-scan', (plan) => {
  if (plan.kind !== 'Filter' || plan.input.kind !== 'Scan') return plan;
  const filters = conjunctsOf(plan.predicate).filter(isPrunable);
  const scan = plan.input;
  const isSame = filters.length === scan.filters.length && filters.every((e, i) => sameExpr(e, scan.filters[i]!));
  return isSame ? plan : change(plan, { input: change(scan, { filters }) });
});

const COMPARISONS: ReadonlySet<string> = new Set(['equal', 'equal_null', 'less', 'less_equal', 'greater', 'greater_equal']);
/** What bounds and bloom filters can answer: a column against constants, and AND, OR of such. */
function isPrunable(e: Expr): boolean {
  switch (e.kind) {
    case 'Call':
      return COMPARISONS.has(e.name) && e.args.some((a) => a.kind === 'Attribute') && e.args.some((a) => a.kind === 'Literal');
    case 'In':
      return e.input.kind === 'Attribute' && e.list.every((item) => item.kind === 'Literal');
    case 'IsNull':
      return e.input.kind === 'Attribute';
    case 'Not':
      return e.input.kind === 'IsNull' && isPrunable(e.input);
    case 'And':
    case 'Or':
      return isPrunable(e.left) && isPrunable(e.right);
    default:
      return false;
  }
}
