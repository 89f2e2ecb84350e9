// DataFrame's column-wise operations, and aliases of whole relations: names change, rows do not.
import type { Expr, NamedExpr } from '../expr/expr.ts';
import type { PlanOf } from '../plan/logical.ts';
import { isStreaming } from '../plan/is-streaming.ts';
import { CaudalError } from '../types/error.ts';
import type { Env } from './env.ts';
import { lookup, namesOf, unresolvedColumn } from './lookup.ts';
import { finish, named, project } from './relation.ts';
import type { Relation } from './relation.ts';
import { analyzeSelect, distinctRows } from './select.ts';

export function withColumns(input: Relation, plan: PlanOf<'UnresolvedWithColumns'>, env: Env): Relation {
  const given = new Map(plan.columns.map((c) => [c.name.toLowerCase(), c]));
  if (given.size < plan.columns.length)
    throw new CaudalError('COLUMN_ALREADY_EXISTS', 'withColumns names a column twice.', {
      params: { columnName: plan.columns.map((c) => c.name).join(', ') },
    });
  const exprs = input.columns.map(({ attribute }): Expr => {
    const column = given.get(attribute.name.toLowerCase());
    return column ? alias(column.input, column.name) : attribute;
  });
  const known = new Set(namesOf(input).map((n) => n.toLowerCase()));
  const added = plan.columns.filter((c) => !known.has(c.name.toLowerCase())).map((c) => alias(c.input, c.name));
  return analyzeSelect(
    { kind: 'UnresolvedSelect', input: plan.input, exprs: [...exprs, ...added], distinct: false, windows: {} },
    input,
    [],
    env,
  );
}
const alias = (input: Expr, name: string): Expr => ({ kind: 'Alias', input, name, id: 0 });

/** Columns that are not there are ignored. */
export function dropColumns(input: Relation, plan: PlanOf<'UnresolvedDrop'>): Relation {
  const dropped = new Set<number>();
  for (const e of plan.columns) {
    if (e.kind !== 'UnresolvedColumn') throw new CaudalError('UNSUPPORTED_FEATURE', 'drop takes columns only.');
    if (e.parts.length === 1 && e.planId === undefined) {
      const name = e.parts[0]!.toLowerCase();
      for (const { attribute } of input.columns) if (attribute.name.toLowerCase() === name) dropped.add(attribute.id);
    } else {
      const found = lookup(input, e);
      if (found) dropped.add(found.attribute.id);
    }
  }
  return dropped.size === 0
    ? input
    : project(
        input,
        input.columns.map((c) => c.attribute).filter((a) => !dropped.has(a.id)),
      );
}
export function renameColumn(input: Relation, plan: PlanOf<'UnresolvedRename'>): Relation {
  const from = plan.from.toLowerCase();
  if (!namesOf(input).some((name) => name.toLowerCase() === from)) return input;
  return project(
    input,
    input.columns.map(({ attribute }): NamedExpr =>
      attribute.name.toLowerCase() === from ? named(attribute, plan.to) : attribute,
    ),
  );
}
export function distinctBy(input: Relation, plan: PlanOf<'UnresolvedDistinct'>): Relation {
  const on = plan.columns.map((name) => {
    const found = lookup(input, { parts: [name] });
    if (!found) throw unresolvedColumn({ parts: [name] }, namesOf(input));
    return found.attribute;
  });
  if (plan.withinWatermark && !isStreaming(input.plan))
    throw new CaudalError(
      'UNSUPPORTED_STREAMING_OPERATION',
      'dropDuplicatesWithinWatermark is not supported with batch DataFrames/DataSets.',
      { hint: 'Use dropDuplicates().' },
    );
  return { ...input, plan: distinctRows(finish(input), on, plan.withinWatermark) };
}

/** `relation AS name(columns)`. */
export function aliased(input: Relation, name: string, columns: readonly string[] | undefined): Relation {
  const renamed = columns ? renameAll(input, name, columns) : input;
  return { plan: renamed.plan, columns: renamed.columns.map((c) => ({ ...c, qualifier: [name] })), hidden: [] };
}
function renameAll(input: Relation, name: string, columns: readonly string[]): Relation {
  if (columns.length > input.columns.length)
    throw new CaudalError(
      'ASSIGNMENT_ARITY_MISMATCH',
      `\`${name}\` has ${input.columns.length} columns, but ${columns.length} names are given.`,
    );
  return project(
    input,
    input.columns.map(({ attribute }, i) =>
      columns[i] === undefined || columns[i] === attribute.name ? attribute : named(attribute, columns[i]),
    ),
  );
}
