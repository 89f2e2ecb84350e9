// Generators (explode and its kin): in the select list, where a call stands for the columns it gives, and as LATERAL VIEW. The rows are made
// by a Generate node below the select list, in Spark's order: after groups and windows, before ORDER BY.
import type { Attribute, Call, Expr, UnresolvedCall } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import { sameExpr } from '../expr/equal.ts';
import { formatExpr } from '../expr/format.ts';
import { typeOf } from '../expr/type-of.ts';
import { rewriteDown, some } from '../expr/walk.ts';
import type { GeneratorFunction } from '../functions/define.ts';
import { findFunction } from '../functions/index.ts';
import type { Generate, Plan, UnresolvedGenerate } from '../plan/logical.ts';
import { CaudalError } from '../types/error.ts';
import type { Env } from './env.ts';
import { exprsOfParts, mapParts } from './parts.ts';
import type { Parts } from './parts.ts';
import { columnOf } from './relation.ts';
import type { Relation } from './relation.ts';
import { scopeOf } from './scope.ts';
import type { Scope } from './scope.ts';
import type { Item } from './select-items.ts';
import { scalarCall } from './typed-call.ts';

export function generatorOf(e: Expr): GeneratorFunction | undefined {
  const definition = e.kind === 'UnresolvedCall' || e.kind === 'Call' ? findFunction(e.name) : undefined;
  return definition?.kind === 'generator' ? definition : undefined;
}
/** The call with its arguments typed, by the name it was written: `_outer` is part of it. */
export const generatorCall = (call: UnresolvedCall, definition: GeneratorFunction, scope: Scope): Call =>
  Object.freeze({ ...scalarCall(call, definition, scope), name: call.name });
export const isGenerated = (e: Expr): boolean => some(e, (node) => node.kind === 'Call' && generatorOf(node) !== undefined);

/** The rows that the select list's generators give; the parts then refer to their columns. */
export function generateRows(rows: Plan, parts: Parts): { readonly plan: Plan; readonly parts: Parts } {
  const calls = parts.items.map((item) => item.expr).filter((e): e is Call => generatorOf(e) !== undefined);
  if (calls.length === 0) return { plan: rows, parts };
  const nodes: { readonly call: Call; readonly output: readonly Attribute[] }[] = [];
  let plan = rows;
  for (const call of calls) {
    if (nodes.some((n) => sameExpr(n.call, call))) continue;
    const node = generate(call, plan, call.name.endsWith('_outer'));
    nodes.push({ call, output: node.output });
    plan = node;
  }
  const outputOf = (e: Expr): readonly Attribute[] | undefined => nodes.find((n) => sameExpr(n.call, e))?.output;
  const items = parts.items.flatMap((item): readonly Item[] => {
    const output = outputOf(item.expr);
    return output ? output.map((expr) => ({ expr, name: output.length > 1 ? expr.name : item.name })) : [item];
  });
  const column = (e: Expr): Expr | undefined => {
    const output = outputOf(e);
    return output?.length === 1 ? output[0] : undefined;
  };
  const replaced = mapParts({ ...parts, items }, (e) => rewriteDown(e, column));
  const nested = exprsOfParts(replaced).find(isGenerated);
  if (nested) throw nestedGenerator(nested);
  return { plan, parts: replaced };
}
function generate(call: Call, input: Plan, outer: boolean, names: readonly string[] = []): Generate {
  const definition = generatorOf(call)!;
  const output = definition
    .fields(call.args.map(typeOf))
    .map(({ name, type }, i): Attribute =>
      Object.freeze({ kind: 'Attribute', id: newAttributeId(), name: names[i] ?? name, type, nullable: true }),
    );
  return Object.freeze({ kind: 'Generate', input, name: definition.name, args: call.args, outer, output });
}
export const nestedGenerator = (e: Expr): CaudalError =>
  new CaudalError('UNSUPPORTED_GENERATOR', `The generator is not supported: nested in expressions "${formatExpr(e)}".`, {
    hint: 'Let it stand alone in the select list, and use its column in a SELECT around it.',
  });

/** LATERAL VIEW [OUTER] generator AS columns. */
export function lateralView(plan: UnresolvedGenerate, input: Relation, env: Env): Relation {
  const { call, position } = plan;
  const definition = generatorOf(call);
  if (call.kind !== 'UnresolvedCall' || !definition)
    throw new CaudalError('UNSUPPORTED_GENERATOR', `LATERAL VIEW takes a generator such as explode, not ${formatExpr(call)}.`, {
      position,
    });
  const resolved = generatorCall(call, definition, scopeOf(input, env, { clause: 'LATERAL VIEW' }));
  const node = generate(resolved, input.plan, plan.outer || call.name.endsWith('_outer'), plan.columns);
  if (plan.columns.length > 0 && plan.columns.length !== node.output.length)
    throw new CaudalError(
      'ASSIGNMENT_ARITY_MISMATCH',
      `\`${call.name}\` gives ${node.output.length} columns, but ${plan.columns.length} names are given.`,
      { position },
    );
  const qualifier = plan.alias === undefined ? [] : [plan.alias];
  const columns = node.output.map((a) => ({ ...columnOf(a), qualifier }));
  return { plan: node, columns: [...input.columns, ...columns], hidden: input.hidden };
}
