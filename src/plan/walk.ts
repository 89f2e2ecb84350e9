// Child tables of plans: inputs and expressions of every node, so that walks and rewrites are written once.
import type { Expr } from '../expr/expr.ts';
import type { Plan, PlanKind, PlanOf } from './logical.ts';

const INPUTS: { readonly [K in PlanKind]: readonly (keyof PlanOf<K> & string)[] } = {
  UnresolvedRelation: [],
  UnresolvedTableFunction: [],
  UnresolvedRead: [],
  PlanReference: ['input'],
  Values: [],
  UnresolvedValues: [],
  Range: [],
  Scan: [],
  StreamSource: [],
  EventTimeWatermark: ['input'],
  Observe: ['input'],
  KeyedMap: ['input', 'initial'],
  Project: ['input'],
  UnresolvedProject: ['input'],
  UnresolvedSelect: ['input'],
  UnresolvedWithColumns: ['input'],
  UnresolvedDrop: ['input'],
  UnresolvedRename: ['input'],
  UnresolvedMethod: ['input'],
  Filter: ['input'],
  Aggregate: ['input'],
  UnresolvedAggregate: ['input'],
  Join: ['left', 'right'],
  Sort: ['input'],
  Limit: ['input'],
  UnresolvedLimit: ['input'],
  Distinct: ['input'],
  UnresolvedDistinct: ['input'],
  Union: ['inputs'],
  SetOperation: ['left', 'right'],
  Window: ['input'],
  TopPerGroup: ['input'],
  SubqueryAlias: ['input'],
  With: ['input'],
  Sample: ['input'],
  Repartition: ['input'],
  Generate: ['input'],
  UnresolvedGenerate: ['input'],
  UnresolvedTimeTable: ['input'],
  AssignWindows: ['input'],
  MergeWindows: ['input'],
  Recompute: ['inputs'],
};
/** Fields that hold expressions (one or a list) in resolved nodes. */
const EXPRS: { readonly [K in PlanKind]: readonly (keyof PlanOf<K> & string)[] } = {
  UnresolvedRelation: [],
  UnresolvedTableFunction: ['args'],
  UnresolvedRead: [],
  PlanReference: [],
  Values: [],
  UnresolvedValues: [],
  Range: [],
  Scan: ['filters'],
  StreamSource: [],
  EventTimeWatermark: ['column'],
  Observe: ['columns'],
  KeyedMap: ['keys', 'initialKeys'],
  Project: ['exprs'],
  UnresolvedProject: ['exprs'],
  UnresolvedSelect: ['exprs', 'where', 'having', 'qualify'],
  UnresolvedWithColumns: [],
  UnresolvedDrop: ['columns'],
  UnresolvedRename: [],
  UnresolvedMethod: [],
  Filter: ['predicate'],
  Aggregate: ['groupings', 'aggregates'],
  UnresolvedAggregate: ['groupings', 'aggregates'],
  Join: ['condition'],
  Sort: ['orders'],
  Limit: [],
  UnresolvedLimit: ['limit', 'offset'],
  Distinct: ['on'],
  UnresolvedDistinct: [],
  Union: [],
  SetOperation: [],
  Window: ['calls'],
  TopPerGroup: ['keys', 'orders'],
  SubqueryAlias: [],
  With: [],
  Sample: [],
  Repartition: ['by'],
  Generate: ['args'],
  UnresolvedGenerate: ['call'],
  UnresolvedTimeTable: ['time', 'partitionBy'],
  AssignWindows: ['time', 'gap'],
  MergeWindows: ['keys', 'start', 'end'],
  Recompute: [],
};

type Fields = Record<string, unknown>;
function mapFields<T>(plan: Plan, names: readonly string[], f: (item: T) => T): Plan {
  let next: Fields | undefined;
  for (const name of names) {
    const old = (plan as unknown as Fields)[name];
    if (old === undefined || typeof old === 'string') continue;
    let now: unknown = old;
    if (Array.isArray(old)) {
      const mapped = old.map((item) => f(item as T));
      if (mapped.some((item, i) => item !== old[i])) now = Object.freeze(mapped);
    } else now = f(old as T);
    if (now !== old) (next ??= { ...plan } as unknown as Fields)[name] = now;
  }
  return next ? (Object.freeze(next) as unknown as Plan) : plan;
}

export const inputsOf = (plan: Plan): readonly Plan[] => {
  const out: Plan[] = [];
  mapFields<Plan>(plan, INPUTS[plan.kind], (p) => {
    out.push(p);
    return p;
  });
  return out;
};
export const exprsOf = (plan: Plan): readonly Expr[] => {
  const out: Expr[] = [];
  mapFields<Expr>(plan, EXPRS[plan.kind], (e) => {
    out.push(e);
    return e;
  });
  return out;
};
/** Same object back = unchanged. */
export const mapInputs = (plan: Plan, f: (input: Plan) => Plan): Plan => mapFields<Plan>(plan, INPUTS[plan.kind], f);
export const mapExprs = (plan: Plan, f: (e: Expr) => Expr): Plan => mapFields<Expr>(plan, EXPRS[plan.kind], f);
/** Bottom-up rewrite of a plan. */
export function transformPlan(plan: Plan, f: (plan: Plan) => Plan): Plan {
  return f(mapInputs(plan, (input) => transformPlan(input, f)));
}
