// rewrite-distinct-aggregate: aggregates that are all DISTINCT over the same arguments => group by keys and arguments, then aggregate:
// count(DISTINCT x) by k => count(x) by k of (group by k, x). Both steps have partial forms, so both run in parallel.
// Beside them sum, min, max and counts may stand: they are aggregated in the first step and merged in the second.
import type { AggregateCall, Alias, Attribute, Expr, NamedExpr } from '../../expr/expr.ts';
import { newAttributeId } from '../../expr/expr.ts';
import { sameExpr } from '../../expr/equal.ts';
import { typeOf } from '../../expr/type-of.ts';
import { findFunction } from '../../functions/index.ts';
import { attributeOf } from '../../plan/output.ts';
import { isStreaming } from '../../plan/is-streaming.ts';
import type { Plan, PlanOf } from '../../plan/logical.ts';
import { sameType } from '../../types/data-type.ts';
import { project } from '../build.ts';
import { nodeRule } from '../rule.ts';

export const rewriteDistinctAggregate = nodeRule('rewrite-distinct-aggregate', (plan) =>
  // Two steps would be two states.
  plan.kind === 'Aggregate' && !isStreaming(plan) ? rewrite(plan) : plan,
);

/** Aggregates that can be merged from their own results: by themselves, or counts by their sum. */
const MERGED_BY: Readonly<Record<string, string>> = { min: 'min', max: 'max' };

function rewrite(plan: PlanOf<'Aggregate'>): Plan {
  const calls = plan.aggregates.map((a) => a.input as AggregateCall);
  const distinct = calls.filter((c) => c.distinct);
  const [first] = distinct;
  const isSimple = (c: AggregateCall): boolean => !c.filter && !c.orderBy;
  if (!first || !distinct.every((c) => isSimple(c) && sameArguments(c, first))) return plan;
  if (!calls.every((c) => c.distinct || (isSimple(c) && mergeName(c) !== undefined))) return plan;
  const keys = plan.groupings.map(attributeOf);
  const values = first.args.map((arg): NamedExpr => (arg.kind === 'Attribute' ? arg : alias(arg, 'value')));
  const isNew = (v: NamedExpr): boolean => !keys.some((k) => k.id === v.id);
  const partials = new Map(calls.filter((c) => !c.distinct).map((c) => [c, alias(c, c.name)]));
  const inner: Plan = Object.freeze({
    kind: 'Aggregate',
    input: plan.input,
    groupings: [...plan.groupings, ...values.filter(isNew)],
    aggregates: [...partials.values()],
  });
  const outer = plan.aggregates.map((a, i): Alias => {
    const call = calls[i]!;
    const partial = partials.get(call);
    const args = partial ? [attributeOf(partial)] : values.map(attributeOf);
    return Object.freeze({ ...a, input: merged(call, args, partial ? mergeName(call)! : call.name) });
  });
  const top: Plan = Object.freeze({ kind: 'Aggregate', input: inner, groupings: keys, aggregates: outer });
  return keys.every((k, i) => k.id === plan.groupings[i]!.id)
    ? top
    : project(top, [...keys, ...plan.aggregates.map(attributeOf)]);
}
const alias = (input: Expr, name: string): Alias => Object.freeze({ kind: 'Alias', input, name, id: newAttributeId() });
const sameArguments = (a: AggregateCall, b: AggregateCall): boolean =>
  a.args.length === b.args.length && a.args.every((arg, i) => sameExpr(arg, b.args[i]!));

/** How results of the first step are merged; undefined if they cannot be without changing the type. */
function mergeName(call: AggregateCall): string | undefined {
  const name = Object.hasOwn(MERGED_BY, call.name) ? MERGED_BY[call.name]! : call.name === 'sum' ? 'sum' : undefined;
  const definition = name === undefined ? undefined : findFunction(name);
  if (name === undefined || definition?.kind !== 'aggregate') return undefined;
  return sameType(definition.signature([call.type], [undefined]).returns, call.type) ? name : undefined;
}
function merged(call: AggregateCall, args: readonly Attribute[], name: string): AggregateCall {
  const { distinct: _, ...rest } = call;
  return Object.freeze({ ...rest, name, args, distinct: false, type: typeOf(call) });
}
