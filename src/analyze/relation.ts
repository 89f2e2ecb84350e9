// A resolved plan with the names its columns go by. Names live here only: the plan itself knows attribute ids.
import type { Alias, Attribute, NamedExpr } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import type { Expr } from '../expr/expr.ts';
import type { Plan, Project } from '../plan/logical.ts';
import { attributeOf, outputOf } from '../plan/output.ts';

export interface ScopeColumn {
  readonly attribute: Attribute;
  /** Path it may be qualified by: `['db', 't']`, or a suffix of that. */
  readonly qualifier: readonly string[];
  /** DataFrames (`df.col`) that have had this very column. */
  readonly pins: readonly number[];
}
export interface Relation {
  readonly plan: Plan;
  /** What a star gives. The plan may have more, and in another order. */
  readonly columns: readonly ScopeColumn[];
  /** Reachable by a qualified name only: the other side's USING keys. */
  readonly hidden: readonly ScopeColumn[];
}

export const columnOf = (attribute: Attribute): ScopeColumn => ({ attribute, qualifier: [], pins: [] });
export const relationOf = (plan: Plan): Relation => ({ plan, columns: outputOf(plan).map(columnOf), hidden: [] });

/** The relation over a plan whose output has the same attributes (or nullable forms of them): names are kept. */
export function withPlan(relation: Relation, plan: Plan): Relation {
  const byId = new Map(outputOf(plan).map((a) => [a.id, a]));
  const keep = (columns: readonly ScopeColumn[]): readonly ScopeColumn[] =>
    columns.flatMap((c) =>
      byId.has(c.attribute.id) ? [{ ...c, attribute: { ...byId.get(c.attribute.id)!, name: c.attribute.name } }] : [],
    );
  return { plan, columns: keep(relation.columns), hidden: keep(relation.hidden) };
}
/** Projection of a relation; columns that pass through keep their qualifier and pins. */
export function project(input: Relation, exprs: readonly NamedExpr[]): Relation {
  const before = new Map([...input.columns, ...input.hidden].map((c) => [c.attribute.id, c]));
  const columns = exprs.map((e) => {
    const same = e.kind === 'Attribute' ? before.get(e.id) : undefined;
    return { attribute: attributeOf(e), qualifier: same?.qualifier ?? [], pins: same?.pins ?? [] };
  });
  return { plan: projection(input.plan, exprs), columns, hidden: [] };
}
export const projection = (input: Plan, exprs: readonly NamedExpr[]): Project =>
  Object.freeze({ kind: 'Project', input, exprs: Object.freeze([...exprs]) });

/** The plan giving exactly the visible columns, each id once, under their names. */
export function finish(relation: Relation): Plan {
  const output = outputOf(relation.plan);
  const wanted = relation.columns.map((c) => c.attribute);
  const isSame = output.length === wanted.length && output.every((a, i) => a.id === wanted[i]!.id && a.name === wanted[i]!.name);
  return isSame ? relation.plan : projection(relation.plan, uniquely(wanted));
}
/** Makes a list of columns whose ids differ: the second time a column is asked for it becomes a column of its own. */
export function uniquely(exprs: readonly NamedExpr[]): readonly NamedExpr[] {
  const seen = new Set<number>();
  return exprs.map((e) => {
    if (seen.has(e.id)) return e.kind === 'Attribute' ? named(e, e.name) : { ...e, id: newAttributeId() };
    seen.add(e.id);
    return e;
  });
}
export const named = (input: Expr, name: string): Alias => Object.freeze({ kind: 'Alias', input, name, id: newAttributeId() });
/** New ids for the columns of a leaf, so that a plan used twice has two sets of columns. */
export const fresh = (attributes: readonly Attribute[]): readonly Attribute[] =>
  attributes.map((a) => Object.freeze({ ...a, id: newAttributeId() }));
