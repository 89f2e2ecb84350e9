// Unresolved plan to resolved plan, for SQL and DataFrame alike: names to attribute ids, functions to registry entries, casts inserted.
// Bottom-up, one case per node. Every leaf gets new ids, so a plan used twice has two sets of columns.
import type { Expr } from '../expr/expr.ts';
import { CaudalError } from '../types/error.ts';
import type { Plan, PlanOf } from '../plan/logical.ts';
import { outputOf } from '../plan/output.ts';
import type { Catalog } from './catalog.ts';
import { dropColumns, renameColumn, withColumns } from './columns.ts';
import { checkDepth, tooDeep } from './depth.ts';
import type { Env } from './env.ts';
import { lateralView } from './generators.ts';
import { analyzeJoin } from './join.ts';
import { analyzeRange, analyzeRead, analyzeRelation, analyzeTableFunction, analyzeValues, withCtes } from './leaves.ts';
import { constantCount } from './limit.ts';
import { columnOf, finish, fresh, relationOf } from './relation.ts';
import type { Relation } from './relation.ts';
import { resolveExpr } from './resolve-expr.ts';
import { correlated, scopeOf } from './scope.ts';
import type { Scope } from './scope.ts';
import { analyzeSelect, filtered, groupedRows, sort } from './select.ts';
import { eventTimeWatermark } from './event-time.ts';
import { analyzeSetOperation, analyzeUnion } from './set-operations.ts';
import { resolveOrders } from './sort.ts';
import { aliased, distinctBy } from './columns.ts';
import { keyedMap } from './keyed-map.ts';
import { withEmission } from './emission.ts';
import { timeTable } from './time-tables.ts';

/** The plan over attribute ids whose output are the query's columns. Sources must have been opened (`collectSources`). */
export function analyze(plan: Plan, catalog: Catalog): Plan {
  const env: Env = {
    context: catalog.context,
    catalog,
    ctes: new Map(),
    depth: 0,
    resolve: resolveExpr,
    analyze: relationOfPlan,
    subquery: (p, scope) => subquery(p, scope, env),
  };
  try {
    const resolved = finish(relationOfPlan(plan, env));
    checkDepth(resolved);
    return resolved;
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(undefined, error);
    throw error;
  }
}

/** A subquery sees the CTEs around it, not the columns: a name only the outer query has is a correlated subquery. */
function subquery(plan: Plan, scope: Scope, env: Env): Plan {
  try {
    return finish(relationOfPlan(plan, env));
  } catch (error) {
    const name = error instanceof CaudalError && error.code === 'UNRESOLVED_COLUMN' ? error.params['objectName'] : undefined;
    const column = {
      kind: 'UnresolvedColumn' as const,
      parts: name?.split('.') ?? [],
      ...(error instanceof CaudalError && error.position && { position: error.position }),
    };
    if (name !== undefined && scope.find(column)) throw correlated(column);
    throw error;
  }
}

function relationOfPlan<K extends Plan['kind']>(plan: PlanOf<K>, outer: Env): Relation {
  const env: Env = { ...outer, subquery: (p, scope) => subquery(p, scope, env) };
  return (ANALYZERS[plan.kind] as Analyzer<K>)(plan, env, (child) => relationOfPlan(child, env));
}

/** `input` analyzes a child. */
type Analyzer<K extends Plan['kind']> = (plan: PlanOf<K>, env: Env, input: (child: Plan) => Relation) => Relation;

const leaf = (plan: PlanOf<'Values' | 'Scan' | 'StreamSource'>): Relation =>
  relationOf(Object.freeze({ ...plan, output: fresh(plan.output) }));
/** Of nodes that only analysis makes: such a plan is resolved. */
const resolved = (plan: Plan): Relation => ({ plan, columns: outputOf(plan).map(columnOf), hidden: [] });

const ANALYZERS: { readonly [K in Plan['kind']]: Analyzer<K> } = {
  UnresolvedRelation: analyzeRelation,
  UnresolvedTableFunction: analyzeTableFunction,
  UnresolvedRead: analyzeRead,
  UnresolvedValues: analyzeValues,
  PlanReference: (plan, _env, input) => pinned(input(plan.input), plan.planId),
  Values: leaf,
  Scan: leaf,
  StreamSource: leaf,
  Range: analyzeRange,
  UnresolvedSelect: (plan, env, input) => analyzeSelect(plan, input(plan.input), [], env),
  UnresolvedProject: (plan, env, input) => analyzeSelect(selectOf(plan.input, plan.exprs), input(plan.input), [], env),
  UnresolvedAggregate: (plan, env, input) => {
    const select = selectOf(plan.input, [...plan.groupings, ...plan.aggregates]);
    const groupBy = plan.groupings.map((e) => (e.kind === 'Alias' ? e.input : e));
    return withEmission(analyzeSelect({ ...select, groupBy }, input(plan.input), [], env), plan.emission);
  },
  UnresolvedWithColumns: (plan, env, input) => withColumns(input(plan.input), plan, env),
  UnresolvedDrop: (plan, _env, input) => dropColumns(input(plan.input), plan),
  UnresolvedRename: (plan, _env, input) => renameColumn(input(plan.input), plan),
  UnresolvedMethod() {
    throw new Error('a DataFrame method must be expanded before analysis');
  },
  Filter: (plan, env, input) => filtered(input(plan.input), plan.predicate, 'WHERE', env),
  Sort: analyzeSort,
  Join: (plan, env, input) => analyzeJoin(plan, input(plan.left), input(plan.right), env),
  KeyedMap: (plan, env, input) => keyedMap(plan, input(plan.input), plan.initial && input(plan.initial), env),
  EventTimeWatermark: (plan, env, input) => eventTimeWatermark(plan, input(plan.input), env),
  Observe(plan, env, input) {
    const below = input(plan.input);
    const { aggregates } = plan;
    // What is wrong with them is said when the query starts.
    relationOfPlan(Object.freeze({ kind: 'UnresolvedAggregate', input: plan.input, groupings: [], aggregates }), env);
    return { ...below, plan: Object.freeze({ ...plan, input: below.plan, columns: outputOf(below.plan) }) };
  },
  UnresolvedLimit(plan, env, input) {
    const below = input(plan.input);
    const limit = plan.limit ? constantCount(plan.limit, 'LIMIT', env) : null;
    const offset = plan.offset ? constantCount(plan.offset, 'OFFSET', env) : 0;
    return { ...below, plan: Object.freeze({ kind: 'Limit', input: below.plan, limit, offset }) };
  },
  Distinct(plan, _env, input) {
    const below = input(plan.input);
    return { ...below, plan: groupedRows(finish(below)) };
  },
  UnresolvedDistinct: (plan, _env, input) => distinctBy(input(plan.input), plan),
  Union: (plan, env, input) => analyzeUnion(plan.inputs.map(input), plan.byName, env),
  SetOperation: (plan, env, input) => analyzeSetOperation(plan, input(plan.left), input(plan.right), env),
  UnresolvedGenerate: (plan, env, input) => lateralView(plan, input(plan.input), env),
  UnresolvedTimeTable: (plan, env, input) => timeTable(plan, input(plan.input), env),
  SubqueryAlias: (plan, _env, input) => aliased(input(plan.input), plan.name, plan.columns),
  With: (plan, env) => relationOfPlan(plan.input, withCtes(plan, env)),
  Sample(plan, _env, input) {
    const below = input(plan.input);
    // As in Spark, a number of rows is the first so many.
    if (plan.rows !== undefined)
      return { ...below, plan: Object.freeze({ kind: 'Limit', input: below.plan, limit: plan.rows, offset: 0 }) };
    return { ...below, plan: Object.freeze({ ...plan, input: below.plan }) };
  },
  Limit(plan, _env, input) {
    const below = input(plan.input);
    return { ...below, plan: Object.freeze({ ...plan, input: below.plan }) };
  },
  Repartition(plan, env, input) {
    const below = input(plan.input);
    const scope = scopeOf(below, env, { clause: 'repartition' });
    return { ...below, plan: Object.freeze({ ...plan, input: below.plan, by: plan.by.map((e) => resolveExpr(e, scope)) }) };
  },
  Project: resolved,
  Aggregate: resolved,
  Window: resolved,
  TopPerGroup: resolved,
  Generate: resolved,
  AssignWindows: resolved,
  MergeWindows: resolved,
  Recompute: resolved,
};

const pinned = (relation: Relation, planId: number): Relation => ({
  ...relation,
  columns: relation.columns.map((c) => ({ ...c, pins: [...c.pins, planId] })),
});
const selectOf = (input: Plan, exprs: readonly Expr[]): Extract<Plan, { kind: 'UnresolvedSelect' }> => ({
  kind: 'UnresolvedSelect',
  input,
  exprs,
  distinct: false,
  windows: {},
});

/** ORDER BY of a SELECT sees what is below its select list; any other one sees the columns only. */
function analyzeSort(plan: Extract<Plan, { kind: 'Sort' }>, env: Env): Relation {
  const { input } = plan;
  switch (input.kind) {
    case 'UnresolvedSelect':
      return analyzeSelect(input, relationOfPlan(input.input, env), plan.orders, env);
    case 'UnresolvedProject':
      return analyzeSelect(selectOf(input.input, input.exprs), relationOfPlan(input.input, env), plan.orders, env);
    case 'PlanReference': {
      const below = relationOfPlan({ ...plan, input: input.input }, env);
      return pinned(below, input.planId);
    }
    default: {
      const below = relationOfPlan(input, env);
      const orders = resolveOrders(
        plan.orders,
        below.columns.map((c) => c.attribute),
        scopeOf(below, env, { clause: 'ORDER BY' }),
      );
      return { ...below, plan: sort(below.plan, orders) };
    }
  }
}
