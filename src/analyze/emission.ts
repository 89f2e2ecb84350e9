// allowedLateness, trigger and sideOutput of a grouping, put on the Aggregate that its analysis made.
import type { Emission } from '../plan/firing.ts';
import type { Plan } from '../plan/logical.ts';
import { mapInputs } from '../plan/walk.ts';
import type { Relation } from './relation.ts';

export function withEmission(relation: Relation, emission: Emission | undefined): Relation {
  if (emission === undefined) return relation;
  const place = (plan: Plan): Plan => (plan.kind === 'Aggregate' ? Object.freeze({ ...plan, emission }) : mapInputs(plan, place));
  return { ...relation, plan: place(relation.plan) };
}
