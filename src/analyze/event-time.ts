// withWatermark: its column must be a timestamp of the input, or a window whose end is one.
import type { PlanOf } from '../plan/logical.ts';
import type { DataType } from '../types/data-type.ts';
import { typeOf } from '../expr/type-of.ts';
import { CaudalError } from '../types/error.ts';
import { formatType } from '../types/format-type.ts';
import type { Env } from './env.ts';
import type { Relation } from './relation.ts';
import { resolveExpr } from './resolve-expr.ts';
import { scopeOf } from './scope.ts';

export function eventTimeWatermark(plan: PlanOf<'EventTimeWatermark'>, below: Relation, env: Env): Relation {
  const column = resolveExpr(plan.column, scopeOf(below, env, { clause: 'withWatermark' }));
  const type = typeOf(column);
  if (column.kind !== 'Attribute' || !isEventTime(type))
    throw new CaudalError(
      'EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE',
      `The event time ${nameOf(plan)} has the invalid type "${formatType(type).toUpperCase()}", but expected "TIMESTAMP".`,
      { params: { eventName: nameOf(plan), eventType: formatType(type) } },
    );
  return { ...below, plan: Object.freeze({ ...plan, input: below.plan, column }) };
}
const isEventTime = (type: DataType): boolean =>
  type.kind === 'timestamp' ||
  type.kind === 'timestamp_ntz' ||
  (type.kind === 'struct' && type.fields.some((f) => f.name === 'end' && f.type.kind === 'timestamp'));
const nameOf = ({ column }: PlanOf<'EventTimeWatermark'>): string =>
  column.kind === 'UnresolvedColumn' ? column.parts.join('.') : 'expression';
