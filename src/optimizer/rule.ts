// What a rule is: a named rewrite of a whole plan. The same object back means nothing changed.
import type { EvaluationContext } from '../functions/define.ts';
import type { Plan } from '../plan/logical.ts';
import type { Semantics } from '../plan/stream.ts';
import { transformPlan } from '../plan/walk.ts';

export interface RuleContext {
  readonly evaluation: EvaluationContext;
  /** Of the stream that is planned. */
  readonly semantics?: Semantics;
}
export interface Rule {
  /** Verb-noun, as EXPLAIN VERBOSE prints it. */
  readonly name: string;
  apply(plan: Plan, context: RuleContext): Plan;
}
/** A rule that looks at one node at a time, inputs first. */
export const nodeRule = (name: string, rewrite: (plan: Plan, context: RuleContext) => Plan): Rule => ({
  name,
  apply: (plan, context) => transformPlan(plan, (node) => rewrite(node, context)),
});
