// What a plan needs beyond batch operators, loaded with the first such plan: 18 KB in brotli that a page of batch queries never asks for.
import { addOperators } from '../physical/operators/index.ts';
import type { StatefulPlanners } from '../physical/plan/stateful.ts';
import { keyedFunction } from '../plan/keyed-function.ts';
import type { KeyedFunction } from '../plan/keyed-function.ts';
import type { Plan } from '../plan/logical.ts';
import { inputsOf } from '../plan/walk.ts';

/** Planners of what keeps state, when its operators can run. */
export async function loadStateful(): Promise<StatefulPlanners> {
  const { STATEFUL_OPERATORS, STATEFUL_PLANNERS } = await import('../physical/stateful.ts');
  addOperators(STATEFUL_OPERATORS);
  return STATEFUL_PLANNERS;
}
export function keyedFunctionsOf(plan: Plan): readonly KeyedFunction[] {
  const own = plan.kind === 'KeyedMap' ? [keyedFunction(plan.functionId)] : [];
  return [...own, ...inputsOf(plan).flatMap(keyedFunctionsOf)];
}
