// UNION, INTERSECT, EXCEPT: columns meet by position (or name), each widened to a common type; names are the first input's.
import type { Attribute, Expr, NamedExpr } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import type { Plan, PlanOf, Union } from '../plan/logical.ts';
import { outputOf } from '../plan/output.ts';
import { leastCommonTypeOf } from '../types/common-type.ts';
import { NULL, sameType } from '../types/data-type.ts';
import type { DataType } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { castTo, sqlType } from './coerce.ts';
import type { Env } from './env.ts';
import { namesOf, unresolvedColumn } from './lookup.ts';
import { finish, named, projection, relationOf } from './relation.ts';
import type { Relation } from './relation.ts';

export function analyzeUnion(inputs: readonly Relation[], byName: Union['byName'], env: Env): Relation {
  const aligned = byName ? alignByName(inputs, byName) : inputs.map(finish);
  const { plans, types } = widened(aligned, 'UNION', env);
  const columns = plans.map(outputOf);
  const output = columns[0]!.map((first, i): Attribute =>
    Object.freeze({
      kind: 'Attribute',
      id: newAttributeId(),
      name: first.name,
      type: types[i]!,
      nullable: columns.some((c) => c[i]!.nullable),
    }),
  );
  return relationOf(Object.freeze({ kind: 'Union', inputs: plans, output }));
}
export function analyzeSetOperation(plan: PlanOf<'SetOperation'>, left: Relation, right: Relation, env: Env): Relation {
  const { plans } = widened([finish(left), finish(right)], plan.op.toUpperCase(), env);
  return relationOf(Object.freeze({ ...plan, left: plans[0]!, right: plans[1]! }));
}

function widened(
  inputs: readonly Plan[],
  what: string,
  env: Env,
): { readonly plans: readonly Plan[]; readonly types: readonly DataType[] } {
  const outputs = inputs.map(outputOf);
  const count = outputs[0]!.length;
  const other = outputs.find((o) => o.length !== count);
  if (other)
    throw new CaudalError(
      'NUM_COLUMNS_MISMATCH',
      `${what} needs inputs with the same number of columns, but one has ${count} and another ${other.length}.`,
    );
  const types = outputs[0]!.map((first, i) => {
    const column = outputs.map((o) => o[i]!.type);
    const type = leastCommonTypeOf(column);
    if (type) return type;
    throw new CaudalError(
      'INCOMPATIBLE_COLUMN_TYPE',
      `Column ${i + 1} (${first.name}) of ${what} has no common type: ${[...new Set(column.map(sqlType))].join(', ')}.`,
    );
  });
  return { plans: inputs.map((plan, k) => castColumns(plan, outputs[k]!, types, env)), types };
}
function castColumns(plan: Plan, output: readonly Attribute[], types: readonly DataType[], env: Env): Plan {
  if (output.every((a, i) => sameType(a.type, types[i]!))) return plan;
  return projection(
    plan,
    output.map((a, i): NamedExpr => (sameType(a.type, types[i]!) ? a : named(castTo(a, types[i]!, env.context), a.name))),
  );
}

/** Columns in the first input's order, then (fill) those only others have; absent ones are NULL. */
function alignByName(inputs: readonly Relation[], byName: 'strict' | 'fill'): readonly Plan[] {
  const names = new Map<string, string>();
  for (const input of inputs)
    for (const name of namesOf(input)) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  return inputs.map((input) => {
    const byKey = new Map(input.columns.map((c) => [c.attribute.name.toLowerCase(), c.attribute]));
    const exprs = [...names].map(([key, name]): NamedExpr => {
      const attribute = byKey.get(key);
      if (attribute) return attribute;
      if (byName === 'strict') throw unresolvedColumn({ parts: [name] }, namesOf(input));
      return named(NO_VALUE, name);
    });
    return projection(input.plan, exprs);
  });
}
const NO_VALUE: Expr = Object.freeze({ kind: 'Literal', value: null, type: NULL });
