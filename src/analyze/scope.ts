// What an expression may refer to where it stands, and what it may contain there.
import type { Expr, UnresolvedColumn, WindowSpec } from '../expr/expr.ts';
import type { EvaluationContext } from '../functions/define.ts';
import type { Plan } from '../plan/logical.ts';
import { CaudalError } from '../types/error.ts';
import { lookup, namesOf, unresolvedColumn } from './lookup.ts';
import type { Relation } from './relation.ts';

export interface Scope {
  readonly context: EvaluationContext;
  /** The column as a resolved expression (fields still to be taken), or undefined. */
  find(column: UnresolvedColumn): { readonly expr: Expr; readonly fields: readonly string[] } | undefined;
  /** The relation stars are expanded over. */
  readonly relation: Relation;
  readonly candidates: readonly string[];
  /** Name of the clause, for errors. */
  readonly clause: string;
  readonly aggregates: 'allowed' | 'refused' | 'nested';
  readonly windows: 'allowed' | 'refused';
  readonly namedWindows: Readonly<Record<string, WindowSpec>>;
  /** Scope of the arguments of aggregates: names of the input come before names of the output. */
  readonly inner?: Scope;
  /** Analyzes a subquery; its errors about names tell whether the outer query has them. */
  subquery(plan: Plan, scope: Scope): Plan;
  /** `resolveExpr`, handed on so that calls, windows and expressions may contain each other. */
  resolve(e: Expr, scope: Scope): Expr;
}
/** What does not change from clause to clause. */
export type Base = Pick<Scope, 'context' | 'subquery' | 'resolve'>;

/** Thrown message of a name that only the outer query knows. */
export function correlated(column: UnresolvedColumn): CaudalError {
  return new CaudalError(
    'UNSUPPORTED_FEATURE',
    `The subquery refers to \`${column.parts.join('.')}\` of the outer query: correlated subqueries are not supported.`,
    {
      position: column.position,
      hint: 'Write it as a join.',
    },
  );
}
export const missing = (column: UnresolvedColumn, scope: Scope): CaudalError => unresolvedColumn(column, scope.candidates);

export interface ScopeOptions extends Partial<Pick<Scope, 'clause' | 'aggregates' | 'windows' | 'namedWindows' | 'inner'>> {
  /** Names of select items, by lower-case name: asked before (`aliasesFirst`) or after the relation. */
  readonly aliases?: ReadonlyMap<string, Expr>;
  readonly aliasesFirst?: boolean;
}
export function scopeOf(relation: Relation, base: Base, options: ScopeOptions = {}): Scope {
  const { aliases, aliasesFirst = false } = options;
  const ofAlias = (column: UnresolvedColumn): ReturnType<Scope['find']> => {
    const expr = column.planId === undefined ? aliases?.get(column.parts[0]!.toLowerCase()) : undefined;
    return expr && { expr, fields: column.parts.slice(1) };
  };
  const ofRelation = (column: UnresolvedColumn): ReturnType<Scope['find']> => {
    const found = lookup(relation, column);
    return found && { expr: found.attribute, fields: found.fields };
  };
  return {
    context: base.context,
    subquery: base.subquery,
    resolve: base.resolve,
    relation,
    find: (column) => (aliasesFirst ? (ofAlias(column) ?? ofRelation(column)) : (ofRelation(column) ?? ofAlias(column))),
    candidates: [...namesOf(relation), ...(aliases?.keys() ?? [])],
    clause: options.clause ?? 'this clause',
    aggregates: options.aggregates ?? 'refused',
    windows: options.windows ?? 'refused',
    namedWindows: options.namedWindows ?? {},
    ...(options.inner && { inner: options.inner }),
  };
}
