// fold-constants: expressions without columns become literals. One that throws stays: the error is the query's, and only if a row asks.
import type { Expr } from '../../expr/expr.ts';
import { typeOf } from '../../expr/type-of.ts';
import { mapChildren } from '../../expr/walk.ts';
import { evaluate, isConstant } from '../../functions/evaluate.ts';
import { mapExprs } from '../../plan/walk.ts';
import { CaudalError } from '../../types/error.ts';
import { nodeRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export const foldConstants = nodeRule('fold-constants', (plan, context) => mapExprs(plan, (e) => fold(e, context)));

function fold(e: Expr, context: RuleContext): Expr {
  const folded = mapChildren(e, (child) => fold(child, context));
  switch (folded.kind) {
    case 'Call':
    case 'Cast':
    case 'In':
    case 'IsNull':
    case 'Not':
    case 'And':
    case 'Or':
    case 'Case':
      return isConstant(folded) ? valueOf(folded, context) : folded;
    default:
      return folded;
  }
}
function valueOf(e: Expr, context: RuleContext): Expr {
  try {
    return Object.freeze({ kind: 'Literal', value: evaluate(e, context.evaluation), type: typeOf(e) });
  } catch (error) {
    if (error instanceof CaudalError) return e;
    throw error;
  }
}
