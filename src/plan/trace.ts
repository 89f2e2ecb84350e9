// Where a column comes from: the expression that made it, and the plan that expression reads.
import type { AttributeId, Expr } from '../expr/expr.ts';
import type { AssignWindows, Plan } from './logical.ts';
import { inputsOf } from './walk.ts';

export interface Made {
  readonly by: Expr | AssignWindows;
  readonly over: Plan;
}
/** Projections and groupings are looked through; undefined for columns of leaves, aggregates and the like. */
export function madeBy(id: AttributeId, plan: Plan): Made | undefined {
  switch (plan.kind) {
    case 'AssignWindows':
      if (id === plan.start.id || id === plan.end.id) return { by: plan, over: plan.input };
      break;
    case 'Project':
    case 'Aggregate': {
      const exprs = plan.kind === 'Project' ? plan.exprs : plan.groupings;
      const alias = exprs.find((e) => e.kind === 'Alias' && e.id === id);
      if (alias?.kind !== 'Alias') break;
      if (alias.input.kind === 'Attribute') return madeBy(alias.input.id, plan.input);
      return { by: alias.input, over: plan.input };
    }
    default:
      break;
  }
  for (const input of inputsOf(plan)) {
    const made = madeBy(id, input);
    if (made) return made;
  }
  return undefined;
}
