// Whether a plan reads a stream; resolved or not. Cached by node identity: plans are frozen.
import type { Plan } from './logical.ts';
import { subqueriesOf } from './subqueries-of.ts';
import { inputsOf } from './walk.ts';

const cache = new WeakMap<Plan, boolean>();

export function isStreaming(plan: Plan): boolean {
  let known = cache.get(plan);
  if (known === undefined) cache.set(plan, (known = compute(plan)));
  return known;
}
function compute(plan: Plan): boolean {
  if (plan.kind === 'StreamSource' || (plan.kind === 'UnresolvedRead' && plan.isStream)) return true;
  return (
    inputsOf(plan).some(isStreaming) ||
    subqueriesOf(plan).some(isStreaming) ||
    (plan.kind === 'With' && plan.ctes.some((cte) => isStreaming(cte.plan)))
  );
}
/** Whether something in it aggregates a stream. */
export function hasAggregate(plan: Plan): boolean {
  return isStreaming(plan) && (plan.kind === 'Aggregate' || inputsOf(plan).some(hasAggregate));
}
