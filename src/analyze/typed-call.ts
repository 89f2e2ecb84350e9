// Calls of registered functions with typed arguments: the signature says what the arguments are cast to and what comes back.
import type { AggregateCall, Call, Expr, UnresolvedCall } from '../expr/expr.ts';
import { typeOf } from '../expr/type-of.ts';
import type { FunctionDefinition, Signature } from '../functions/define.ts';
import { at, evaluate, isConstant, isFallible } from '../functions/evaluate.ts';
import { isInteger } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Position } from '../types/error.ts';
import type { Value } from '../types/value.ts';
import { asBoolean, castTo } from './coerce.ts';
import type { Scope } from './scope.ts';
import { resolveOrder } from './sort.ts';
import { expandStar } from './star.ts';

export const refused = (code: string, message: string, call: UnresolvedCall): CaudalError =>
  new CaudalError(code, message, { position: call.position, params: { functionName: call.name } });

/** Arguments resolved (stars expanded) and cast to the function's signature. */
function typedArguments(
  call: UnresolvedCall,
  definition: Pick<Extract<FunctionDefinition, { signature: unknown }>, 'signature'>,
  scope: Scope,
): { readonly args: readonly Expr[]; readonly signature: Signature } {
  const given = call.args.flatMap((arg) =>
    arg.kind === 'UnresolvedStar' ? expandStar(arg, scope).map((item) => item.input) : [arg],
  );
  const args = given.map((arg) => scope.resolve(arg.kind === 'Alias' ? arg.input : arg, scope));
  const signature = at(call.position, () =>
    definition.signature(
      args.map(typeOf),
      args.map((arg) => literalOf(arg) ?? scaleOf(arg, call, scope)),
    ),
  );
  return { args: args.map((arg, i) => castTo(arg, signature.args[i]!, scope.context, call.position)), signature };
}
const literalOf = (e: Expr): Value | undefined => (e.kind === 'Literal' ? e.value : undefined);
const ROUNDING = new Set(['round', 'bround', 'ceil', 'ceiling', 'floor']);
/** A scale may be written as `1 + 1`; elsewhere only a literal counts: it has the precision of its digits in decimal arithmetic. */
const scaleOf = (e: Expr, call: UnresolvedCall, scope: Scope): Value | undefined =>
  ROUNDING.has(call.name.toLowerCase()) && isInteger(typeOf(e)) && isConstant(e) ? evaluate(e, scope.context) : undefined;
const placed = (position: Position | undefined): { readonly position?: Position } => (position ? { position } : {});

export function scalarCall(call: UnresolvedCall, definition: FunctionDefinition, scope: Scope): Call {
  const { args, signature } = typedArguments(call, definition, scope);
  return Object.freeze({ kind: 'Call', name: definition.name, args, type: signature.returns, ...placed(call.position) });
}
/** A later argument of coalesce that may fail is only evaluated where those before it are NULL, as branches of CASE are. */
export function guarded(call: Call): Expr {
  if ((call.name !== 'coalesce' && call.name !== 'nvl') || !call.args.slice(1).some(isFallible)) return call;
  const branches = call.args.slice(0, -1).map((arg) => ({ when: isNotNull(arg), then: arg }));
  return Object.freeze({ kind: 'Case', branches, otherwise: call.args.at(-1)! });
}
const isNotNull = (input: Expr): Expr => ({ kind: 'Not', input: { kind: 'IsNull', input } });

/** Spark's conditions for an aggregate in the wrong clause. */
const REFUSAL: Readonly<Record<string, string>> = { WHERE: 'INVALID_WHERE_CONDITION', 'GROUP BY': 'GROUP_BY_AGGREGATE' };
/** An aggregate; its arguments see the input first, and no other aggregate. */
export function aggregateCall(call: UnresolvedCall, definition: FunctionDefinition, scope: Scope): AggregateCall {
  if (scope.aggregates === 'nested')
    throw refused('NESTED_AGGREGATE_FUNCTION', `The aggregate \`${call.name}\` stands inside another aggregate.`, call);
  if (scope.aggregates === 'refused')
    throw refused(
      REFUSAL[scope.clause] ?? 'INVALID_AGGREGATE_USAGE',
      `The aggregate \`${call.name}\` is not allowed in ${scope.clause}.`,
      call,
    );
  return untypedAggregate(call, definition, { ...(scope.inner ?? scope), aggregates: 'nested', windows: 'refused' });
}
export function untypedAggregate(call: UnresolvedCall, definition: FunctionDefinition, inner: Scope): AggregateCall {
  const isCountAll = definition.name === 'count' && call.args.length === 1 && isBareStar(call.args[0]!);
  if (isCountAll && call.distinct) throw refused('INVALID_USAGE_OF_STAR_OR_REGEX', 'count(DISTINCT *) is not supported.', call);
  const { args, signature } = typedArguments(isCountAll ? { ...call, args: [] } : call, definition, inner);
  const dropsDuplicates = call.distinct && definition.kind === 'aggregate' && definition.duplicateInsensitive;
  return Object.freeze({
    kind: 'AggregateCall',
    name: definition.name,
    args,
    type: signature.returns,
    distinct: call.distinct && !dropsDuplicates,
    ignoreNulls: call.ignoreNulls ?? false,
    ...(call.filter && { filter: asBoolean(inner.resolve(call.filter, inner), 'FILTER', inner.context) }),
    ...(call.orderBy && { orderBy: call.orderBy.map((o) => resolveOrder(o, inner)) }),
    ...placed(call.position),
  });
}
const isBareStar = (e: Expr): boolean =>
  e.kind === 'UnresolvedStar' && e.qualifier.length === 0 && e.exclude.length === 0 && e.replace.length === 0;
