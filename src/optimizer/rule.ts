// A rule is a pure rewrite of a whole plan with a name: the same object back means unchanged. Valid for batch and stream.
import type { Plan } from '../plan/logical.ts';
import type { EvaluationContext } from '../functions/define.ts';

export interface RuleContext {
  readonly evaluation: EvaluationContext;
}
export interface Rule {
  readonly name: string;
  apply(plan: Plan, context: RuleContext): Plan;
}
