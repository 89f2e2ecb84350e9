// Where a plan is analyzed: the catalog, the CTEs in scope, and how to analyze a plan below another.
import type { Plan } from '../plan/logical.ts';
import type { Catalog } from './catalog.ts';
import type { Relation } from './relation.ts';
import type { Base } from './scope.ts';

/** A CTE is analyzed anew where it is used, in the scope it was written in. */
export interface Cte {
  readonly plan: Plan;
  readonly columns: readonly string[] | undefined;
  readonly env: Env;
}
export interface Env extends Base {
  readonly catalog: Catalog;
  readonly ctes: ReadonlyMap<string, Cte>;
  /** How many views and CTEs stand around: a view of itself never ends. */
  readonly depth: number;
  analyze(plan: Plan, env: Env): Relation;
}
