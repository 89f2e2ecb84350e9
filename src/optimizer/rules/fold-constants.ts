/** fold-constants: expressions without columns become literals. One that throws stays: the error belongs to run time, if a row ever gets there. */
import type { Expr } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import { transform } from '../../expr/walk.ts';
import { evaluate, isConstant } from '../../functions/evaluate.ts';
import { mapExprs, transformPlan } from '../../plan/walk.ts';
import { CaudalError } from '../../types/error.ts';
import type { Rule, RuleContext } from '../rule.ts';

export const foldConstants: Rule = {
  name: 'fold-constants',
  apply: (plan, context) => transformPlan(plan, (p) => mapExprs(p, (e) => transform(e, (node) => fold(node, context)))),
};
function fold(e: Expr, { evaluation }: RuleContext): Expr {
  if (e.kind === 'Literal' || e.kind === 'Alias' || !isConstant(e)) return e;
  try {
    return Object.freeze({ kind: 'Literal', value: evaluate(e, evaluation), type: typeOf(e) });
  } catch (error) {
    if (error instanceof CaudalError) return e;
    throw error;
  }
}
