// Subqueries that read a stream, in a changelog: one that stands for a value becomes a join with its one row, so that its changes reach
// the rows around it. IN is made a join by the optimizer.
import type { AggregateCall, Alias, Attribute, Exists, Expr, ScalarSubquery } from '../expr/expr.ts';
import { conjunctsOf } from '../expr/conjuncts.ts';
import { newAttributeId } from '../expr/expr.ts';
import { typeOf } from '../expr/type-of.ts';
import { transform } from '../expr/walk.ts';
import { isStreaming } from '../plan/is-streaming.ts';
import type { Plan } from '../plan/logical.ts';
import { attributeOf, outputOf } from '../plan/output.ts';
import { subqueriesOf } from '../plan/subqueries-of.ts';
import { mapExprs, transformPlan } from '../plan/walk.ts';
import { BIGINT, BOOLEAN, STRING } from '../types/data-type.ts';
import type { DataType } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';

export const joinSubqueries = (plan: Plan): Plan => transformPlan(plan, joined);

function joined(plan: Plan): Plan {
  if (plan.kind === 'Join' && subqueriesOf(plan).some(isStreaming)) throw refused('in a join condition', 'Write it in WHERE.');
  if (!('input' in plan) || plan.kind === 'PlanReference') return plan;
  const conditions = plan.kind === 'Filter' ? conjunctsOf(plan.predicate).map((e) => (e.kind === 'Not' ? e.input : e)) : [];
  let input = plan.input as Plan;
  const values = new Map<Expr, Attribute>();
  const next = mapExprs(plan, (whole) =>
    transform(whole, (e) => {
      if (e.kind === 'InSubquery') {
        if (isStreaming(e.plan) && !conditions.includes(e)) throw refused('of IN here', 'It may be a condition of WHERE.');
        return Object.freeze({ ...e, plan: joinSubqueries(e.plan) });
      }
      if ((e.kind !== 'ScalarSubquery' && e.kind !== 'Exists') || !isStreaming(e.plan)) return e;
      const known = values.get(e);
      if (known) return known;
      const right = oneRow(e, joinSubqueries(e.plan));
      input = Object.freeze({ kind: 'Join', left: input, right, type: 'cross' });
      const [value] = outputOf(right);
      values.set(e, value!);
      return value!;
    }),
  );
  if (input === plan.input) return next;
  const over = Object.freeze({ ...next, input }) as Plan;
  const output = outputOf(plan);
  return outputOf(over).length === output.length ? over : Object.freeze({ kind: 'Project', input: over, exprs: output });
}
const refused = (where: string, hint: string): CaudalError =>
  new CaudalError('UNSUPPORTED_STREAMING_OPERATION', `A subquery that reads a stream is not supported ${where}.`, { hint });
/** Always one row: NULL where the subquery has none. */
function oneRow(e: ScalarSubquery | Exists, plan: Plan): Plan {
  if (e.kind === 'Exists') {
    const rows = named(count, 'rows');
    const exists: Expr = { kind: 'Call', name: 'greater', args: [attributeOf(rows), ZERO], type: BOOLEAN };
    return projected(aggregated(plan, [rows]), exists);
  }
  if (isOneRow(plan)) return plan;
  const [column] = outputOf(plan);
  const value = named(aggregate('first', column!.type, [column!]), 'value');
  const rows = named(count, 'rows');
  const hasMore: Expr = { kind: 'Call', name: 'greater', args: [attributeOf(rows), ONE], type: BOOLEAN };
  return projected(aggregated(plan, [value, rows]), {
    kind: 'Case',
    branches: [{ when: hasMore, then: tooMany(typeOf(e)) }],
    otherwise: attributeOf(value),
  });
}
const isOneRow = (plan: Plan): boolean => {
  if (plan.kind === 'Project' || plan.kind === 'SubqueryAlias' || plan.kind === 'PlanReference') return isOneRow(plan.input);
  return plan.kind === 'Aggregate' && plan.groupings.length === 0;
};
const literal = (value: bigint | string, type: DataType): Expr => Object.freeze({ kind: 'Literal', value, type });
const ZERO = literal(0n, BIGINT);
const ONE = literal(1n, BIGINT);
function tooMany(type: DataType): Expr {
  const message = literal('More than one row returned by a subquery used as an expression.', STRING);
  const raised: Expr = { kind: 'Call', name: 'raise_error', args: [message], type: STRING };
  return { kind: 'Cast', input: raised, type, mode: 'ansi' };
}
const named = (input: Expr, name: string): Alias => Object.freeze({ kind: 'Alias', input, name, id: newAttributeId() });
const aggregate = (name: string, type: DataType, args: readonly Expr[]): AggregateCall =>
  Object.freeze({ kind: 'AggregateCall', name, args, type, distinct: false, ignoreNulls: false });
const count = aggregate('count', BIGINT, []);
const aggregated = (input: Plan, aggregates: readonly Alias[]): Plan =>
  Object.freeze({ kind: 'Aggregate', input, groupings: [], aggregates });
const projected = (input: Plan, value: Expr): Plan => Object.freeze({ kind: 'Project', input, exprs: [named(value, 'value')] });
