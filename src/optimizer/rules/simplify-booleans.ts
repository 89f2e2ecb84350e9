/** simplify-booleans: TRUE and FALSE literals leave AND, OR, NOT and filters. `x AND FALSE` stays if x can fail: its error comes first. */
import type { Expr } from '../../expr/expr.ts';
import { transform } from '../../expr/walk.ts';
import { isFallible } from '../../functions/evaluate.ts';
import { outputOf } from '../../plan/output.ts';
import { mapExprs, transformPlan } from '../../plan/walk.ts';
import type { Rule } from '../rule.ts';

const isLiteral = (e: Expr, value: boolean | null): boolean => e.kind === 'Literal' && e.value === value;

export const simplifyBooleans: Rule = {
  name: 'simplify-booleans',
  apply: (plan) =>
    transformPlan(plan, (p) => {
      const next = mapExprs(p, (e) => transform(e, simplify));
      if (next.kind !== 'Filter') return next;
      if (isLiteral(next.predicate, true)) return next.input;
      const never = isLiteral(next.predicate, false) || isLiteral(next.predicate, null);
      return never ? Object.freeze({ kind: 'Values', output: outputOf(next), rows: [] }) : next;
    }),
};
function simplify(e: Expr): Expr {
  switch (e.kind) {
    case 'And':
      return dominated(e.left, e.right, false) ?? e;
    case 'Or':
      return dominated(e.left, e.right, true) ?? e;
    case 'Not':
      return e.input.kind === 'Not' ? e.input.input : e;
    default:
      return e;
  }
}
/** AND with `winner` false, OR with `winner` true. */
function dominated(left: Expr, right: Expr, winner: boolean): Expr | undefined {
  if (isLiteral(left, winner)) return left;
  if (isLiteral(left, !winner)) return right;
  if (isLiteral(right, !winner)) return left;
  return isLiteral(right, winner) && !isFallible(left) ? right : undefined;
}
