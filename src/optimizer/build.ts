// Constructors of the nodes that rules make.
import type { Attribute, Expr, NamedExpr } from '../expr/expr.ts';
import { conjunction } from '../expr/conjuncts.ts';
import type { Plan } from '../plan/logical.ts';
import { outputOf } from '../plan/output.ts';

/** Keeps the rows that pass all predicates, in their order; the input itself when there are none. */
export function filter(input: Plan, predicates: readonly Expr[]): Plan {
  const predicate = conjunction(predicates);
  return predicate ? Object.freeze({ kind: 'Filter', input, predicate }) : input;
}
export const project = (input: Plan, exprs: readonly NamedExpr[]): Plan => Object.freeze({ kind: 'Project', input, exprs });
/** The input's columns in that order, for a rewrite that changed it. */
export function restore(input: Plan, output: readonly Attribute[]): Plan {
  const now = outputOf(input);
  return now.length === output.length && now.every((a, i) => a.id === output[i]!.id) ? input : project(input, output);
}
export const empty = (output: readonly Attribute[]): Plan => Object.freeze({ kind: 'Values', output, rows: [] });
/** A copy with other fields; plans are frozen. */
export const change = <P extends Plan>(plan: P, fields: Partial<P>): P => Object.freeze({ ...plan, ...fields } as P);
export const idsOf = (plan: Plan): ReadonlySet<number> => new Set(outputOf(plan).map((a) => a.id));
