// Unresolved plan to resolved plan, for SQL and DataFrame alike: names to attribute ids, functions to registry entries, casts inserted.
// Bottom-up, one case per node. Every leaf gets new ids, so a plan used twice has two sets of columns.
import type { Expr } from '../expr/expr.ts';
import { unreachable } from '../types/assert.ts';
import { CaudalError } from '../types/error.ts';
import type { Plan } from '../plan/logical.ts';
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
import { analyzeSelect, distinctRows, filtered, sort } from './select.ts';
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

function relationOfPlan(plan: Plan, outer: Env): Relation {
  const env: Env = { ...outer, subquery: (p, scope) => subquery(p, scope, env) };
  const input = (child: Plan): Relation => relationOfPlan(child, env);
  switch (plan.kind) {
    case 'UnresolvedRelation':
      return analyzeRelation(plan, env);
    case 'UnresolvedTableFunction':
      return analyzeTableFunction(plan, env);
    case 'UnresolvedRead':
      return analyzeRead(plan, env);
    case 'UnresolvedValues':
      return analyzeValues(plan, env);
    case 'PlanReference':
      return pinned(input(plan.input), plan.planId);
    case 'Values':
    case 'Scan':
    case 'StreamSource':
      return relationOf(Object.freeze({ ...plan, output: fresh(plan.output) }));
    case 'Range':
      return analyzeRange(plan);
    case 'UnresolvedSelect':
      return analyzeSelect(plan, input(plan.input), [], env);
    case 'UnresolvedProject':
      return analyzeSelect(selectOf(plan.input, plan.exprs), input(plan.input), [], env);
    case 'UnresolvedAggregate':
      return withEmission(
        analyzeSelect(
          {
            ...selectOf(plan.input, [...plan.groupings, ...plan.aggregates]),
            groupBy: plan.groupings.map((e) => (e.kind === 'Alias' ? e.input : e)),
          },
          input(plan.input),
          [],
          env,
        ),
        plan.emission,
      );
    case 'UnresolvedWithColumns':
      return withColumns(input(plan.input), plan, env);
    case 'UnresolvedDrop':
      return dropColumns(input(plan.input), plan);
    case 'UnresolvedRename':
      return renameColumn(input(plan.input), plan);
    case 'UnresolvedMethod':
      throw new Error('a DataFrame method must be expanded before analysis');
    case 'Filter':
      return filtered(input(plan.input), plan.predicate, 'WHERE', env);
    case 'Sort':
      return analyzeSort(plan, env);
    case 'Join':
      return analyzeJoin(plan, input(plan.left), input(plan.right), env);
    case 'KeyedMap':
      return keyedMap(plan, input(plan.input), plan.initial && input(plan.initial), env);
    case 'EventTimeWatermark':
      return eventTimeWatermark(plan, input(plan.input), env);
    case 'UnresolvedLimit': {
      const below = input(plan.input);
      const limit = plan.limit ? constantCount(plan.limit, 'LIMIT', env) : null;
      const offset = plan.offset ? constantCount(plan.offset, 'OFFSET', env) : 0;
      return { ...below, plan: Object.freeze({ kind: 'Limit', input: below.plan, limit, offset }) };
    }
    case 'Distinct': {
      const below = input(plan.input);
      return { ...below, plan: distinctRows(finish(below), []) };
    }
    case 'UnresolvedDistinct':
      return distinctBy(input(plan.input), plan);
    case 'Union':
      return analyzeUnion(plan.inputs.map(input), plan.byName, env);
    case 'SetOperation':
      return analyzeSetOperation(plan, input(plan.left), input(plan.right), env);
    case 'UnresolvedGenerate':
      return lateralView(plan, input(plan.input), env);
    case 'UnresolvedTimeTable':
      return timeTable(plan, input(plan.input), env);
    case 'SubqueryAlias':
      return aliased(input(plan.input), plan.name, plan.columns);
    case 'With':
      return relationOfPlan(plan.input, withCtes(plan, env));
    case 'Sample': {
      const below = input(plan.input);
      // As in Spark, a number of rows is the first so many.
      if (plan.rows !== undefined)
        return { ...below, plan: Object.freeze({ kind: 'Limit', input: below.plan, limit: plan.rows, offset: 0 }) };
      return { ...below, plan: Object.freeze({ ...plan, input: below.plan }) };
    }
    case 'Limit': {
      const below = input(plan.input);
      return { ...below, plan: Object.freeze({ ...plan, input: below.plan }) };
    }
    case 'Repartition': {
      const below = input(plan.input);
      const scope = scopeOf(below, env, { clause: 'repartition' });
      return { ...below, plan: Object.freeze({ ...plan, input: below.plan, by: plan.by.map((e) => resolveExpr(e, scope)) }) };
    }
    // Only analysis makes these: such a plan is resolved.
    case 'Project':
    case 'Aggregate':
    case 'Window':
    case 'TopPerGroup':
    case 'Generate':
    case 'AssignWindows':
    case 'MergeWindows':
    case 'Recompute':
      return { plan, columns: outputOf(plan).map(columnOf), hidden: [] };
    default:
      return unreachable(plan);
  }
}

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
