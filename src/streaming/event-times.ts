// Columns that are event time: those a watermark was declared for, as far as they are passed on under whatever id.
import type { AttributeId } from '../expr/expr.ts';
import type { Plan } from '../plan/logical.ts';
import { outputOf } from '../plan/output.ts';
import { inputsOf } from '../plan/walk.ts';

/** Of a resolved plan's output. */
export function eventTimesOf(plan: Plan): ReadonlySet<AttributeId> {
  const below = new Set(inputsOf(plan).flatMap((input) => [...eventTimesOf(input)]));
  if (plan.kind === 'EventTimeWatermark' && plan.column.kind === 'Attribute') below.add(plan.column.id);
  if (plan.kind === 'Project')
    for (const e of plan.exprs) if (e.kind === 'Alias' && e.input.kind === 'Attribute' && below.has(e.input.id)) below.add(e.id);
  if (plan.kind === 'Union')
    plan.output.forEach((a, i) => plan.inputs.some((input) => below.has(outputOf(input)[i]!.id)) && below.add(a.id));
  return below;
}
