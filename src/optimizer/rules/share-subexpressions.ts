// share-subexpressions: what a Project or Aggregate computes more than once is computed once in a Project below it.
// Only what every row evaluates counts: not branches of CASE or right sides of AND and OR, unless it cannot fail.
import type { Alias, Expr, NamedExpr } from '../../expr/expr.ts';
import { newAttributeId } from '../../expr/expr.ts';
import { sameExpr } from '../../expr/equal.ts';
import { formatExpr } from '../../expr/format.ts';
import { attributesOf } from '../../expr/conjuncts.ts';
import { mapChildren, rewriteDown } from '../../expr/walk.ts';
import { isDeterministic, isFallible } from '../../functions/evaluate.ts';
import { attributeOf, outputOf } from '../../plan/output.ts';
import type { Plan } from '../../plan/logical.ts';
import { change, project } from '../build.ts';
import { nodeRule } from '../rule.ts';

export const shareSubexpressions = nodeRule('share-subexpressions', (plan) => {
  switch (plan.kind) {
    case 'Project': {
      const shared = repeated(plan.exprs);
      return shared.length === 0
        ? plan
        : change(plan, { input: below(plan.input, shared), exprs: plan.exprs.map((e) => over(e, shared)) });
    }
    case 'Aggregate': {
      const shared = repeated([...plan.groupings, ...plan.aggregates]);
      if (shared.length === 0) return plan;
      return change(plan, {
        input: below(plan.input, shared),
        groupings: plan.groupings.map((e) => over(e, shared)),
        aggregates: plan.aggregates.map((e) => over(e, shared)),
      });
    }
    default:
      return plan;
  }
});

const below = (input: Plan, shared: readonly Alias[]): Plan => project(input, [...outputOf(input), ...shared]);
const over = <E extends NamedExpr>(e: E, shared: readonly Alias[]): E =>
  rewriteDown(e, (node) => shared.filter((s) => sameExpr(s.input, node)).map(attributeOf)[0]) as E;

const SHARED_KINDS: ReadonlySet<Expr['kind']> = new Set(['Call', 'Cast', 'Case', 'In']);
const isShareable = (e: Expr): boolean =>
  SHARED_KINDS.has(e.kind) && attributesOf(e).size > 0 && isDeterministic(e) && !isWidening(e);
/** A cast that widens costs less than keeping a column. */
const isWidening = (e: Expr): boolean => e.kind === 'Cast' && !isFallible(e) && e.type.kind !== 'string';

/** The largest expressions that stand in several places. */
function repeated(exprs: readonly NamedExpr[]): readonly Alias[] {
  const seen: { readonly e: Expr; count: number }[] = [];
  const count = (e: Expr, always: boolean): void => {
    if (isShareable(e) && (always || !isFallible(e))) {
      const known = seen.find((s) => sameExpr(s.e, e));
      if (known) {
        known.count++;
        return;
      }
      seen.push({ e, count: 1 });
    }
    switch (e.kind) {
      case 'Case':
        e.branches.forEach((b, i) => (count(b.when, always && i === 0), count(b.then, false)));
        return count(e.otherwise, false);
      case 'And':
      case 'Or':
        return (count(e.left, always), count(e.right, false));
      case 'WindowCall':
        return;
      case 'AggregateCall':
        return e.filter ? undefined : e.args.forEach((arg) => count(arg, always));
      default:
        mapChildren(e, (child) => (count(child, always), child));
    }
  };
  exprs.forEach((e) => count(e, true));
  return seen
    .filter((s) => s.count > 1)
    .map(({ e }): Alias => Object.freeze({ kind: 'Alias', input: e, name: formatExpr(e), id: newAttributeId() }));
}
