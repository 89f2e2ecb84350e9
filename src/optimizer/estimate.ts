// How many rows a plan gives, roughly: from sources' row counts and column statistics where known, else by rules of thumb.
// Undefined when a source's size is unknown: rules then keep what was written.
import type { Attribute, Expr } from '../expr/expr.ts';
import { conjunctsOf } from '../expr/conjuncts.ts';
import type { Plan, PlanOf } from '../plan/logical.ts';
import type { ColumnStatistics } from '../plan/scan-source.ts';
import type { Value } from '../types/value.ts';

const EQUAL = 0.1;
const RANGE = 0.3;
const LIKE = 0.2;
const OTHER = 0.5;
const GROUPS_PER_ROW = 0.2;

const cache = new WeakMap<Plan, { readonly rows: number | undefined }>();
export function estimateRows(plan: Plan): number | undefined {
  let known = cache.get(plan);
  if (!known) cache.set(plan, (known = { rows: compute(plan) }));
  return known.rows;
}
const scaled = (rows: number | undefined, by: number): number | undefined =>
  rows === undefined ? undefined : Math.max(1, rows * by);

function compute(plan: Plan): number | undefined {
  switch (plan.kind) {
    case 'Scan':
      return plan.limit === undefined ? plan.source.rows : Math.min(plan.limit, plan.source.rows ?? Infinity);
    case 'Values':
      return plan.rows.length;
    case 'Range':
      return Math.max(0, Number((plan.end - plan.start) / plan.step));
    case 'Filter':
      return scaled(
        estimateRows(plan.input),
        conjunctsOf(plan.predicate).reduce((s, e) => s * selectivity(e, plan.input), 1),
      );
    case 'Aggregate':
      return plan.groupings.length === 0 ? 1 : groups(plan);
    case 'Distinct':
      return scaled(estimateRows(plan.input), GROUPS_PER_ROW);
    case 'TopPerGroup':
      return scaled(estimateRows(plan.input), GROUPS_PER_ROW);
    case 'Limit': {
      const rows = estimateRows(plan.input);
      const left = rows === undefined ? undefined : Math.max(0, rows - plan.offset);
      return plan.limit === null ? left : Math.min(plan.limit, left ?? plan.limit);
    }
    case 'Union': {
      const rows = plan.inputs.map(estimateRows);
      return rows.includes(undefined) ? undefined : rows.reduce<number>((sum, r) => sum + r!, 0);
    }
    case 'Join':
      return joinRows(plan);
    case 'SetOperation':
      return estimateRows(plan.left);
    case 'Sample':
      return scaled(estimateRows(plan.input), plan.fraction ?? 1);
    case 'EventTimeWatermark':
    case 'Observe':
    case 'Project':
    case 'Sort':
    case 'Window':
    case 'Repartition':
    case 'SubqueryAlias':
    case 'PlanReference':
    case 'With':
    case 'Generate':
    case 'AssignWindows':
    case 'MergeWindows':
      return estimateRows(plan.input);
    default:
      return undefined;
  }
}

/** Statistics of a column, followed through nodes that only pass it on. */
export function statisticsOf(attribute: Attribute, plan: Plan): ColumnStatistics | undefined {
  switch (plan.kind) {
    case 'Scan': {
      const i = plan.output.findIndex((a) => a.id === attribute.id);
      return i < 0 ? undefined : plan.source.columns?.[plan.columns[i]!];
    }
    case 'Project': {
      const made = plan.exprs.find((e) => e.id === attribute.id);
      const from = made?.kind === 'Alias' ? made.input : made;
      return from?.kind === 'Attribute' ? statisticsOf(from, plan.input) : undefined;
    }
    case 'Join':
      return statisticsOf(attribute, plan.left) ?? statisticsOf(attribute, plan.right);
    case 'Filter':
    case 'Sort':
    case 'Limit':
    case 'Window':
    case 'Distinct':
      return statisticsOf(attribute, plan.input);
    default:
      return undefined;
  }
}
const asNumber = (v: Value | undefined): number | undefined =>
  typeof v === 'number' || typeof v === 'bigint' ? Number(v) : undefined;
/** Different values of a column: as counted, else the width of its integer range, at most its rows. */
export function distinctOf(e: Expr, plan: Plan): number | undefined {
  if (e.kind !== 'Attribute') return undefined;
  const statistics = statisticsOf(e, plan);
  if (statistics?.distinctCount !== undefined) return statistics.distinctCount;
  const [min, max] = [asNumber(statistics?.min), asNumber(statistics?.max)];
  const isWhole = e.type.kind !== 'double' && e.type.kind !== 'float' && e.type.kind !== 'decimal';
  return min === undefined || max === undefined || !isWhole ? undefined : Math.min(max - min + 1, estimateRows(plan) ?? Infinity);
}

export function selectivity(e: Expr, input: Plan): number {
  switch (e.kind) {
    case 'And':
      return selectivity(e.left, input) * selectivity(e.right, input);
    case 'Or':
      return Math.min(1, selectivity(e.left, input) + selectivity(e.right, input));
    case 'Not':
      return e.input.kind === 'IsNull' ? 1 : 1 - selectivity(e.input, input);
    case 'IsNull':
      return EQUAL;
    case 'In':
      return Math.min(1, e.list.length * equality(e.input, input));
    case 'Literal':
      return e.value === true ? 1 : 0;
    case 'Call':
      return ofCall(e.name, e.args, input);
    default:
      return OTHER;
  }
}
const equality = (e: Expr, input: Plan): number => {
  const distinct = distinctOf(e, input);
  return distinct === undefined ? EQUAL : 1 / Math.max(1, distinct);
};
function ofCall(name: string, args: readonly Expr[], input: Plan): number {
  switch (name) {
    case 'equal':
    case 'equal_null':
      return Math.min(...args.map((a) => equality(a, input)));
    case 'less':
    case 'less_equal':
    case 'greater':
    case 'greater_equal':
      return rangeShare(name, args, input) ?? RANGE;
    case 'like':
    case 'ilike':
    case 'rlike':
      return LIKE;
    default:
      return OTHER;
  }
}
/** Share of a column's range on one side of a constant. */
function rangeShare(name: string, [a, b]: readonly Expr[], input: Plan): number | undefined {
  const isFlipped = a?.kind === 'Literal';
  const [column, constant] = isFlipped ? [b, a] : [a, b];
  if (column?.kind !== 'Attribute' || constant?.kind !== 'Literal') return undefined;
  const statistics = statisticsOf(column, input);
  const [min, max, value] = [asNumber(statistics?.min), asNumber(statistics?.max), asNumber(constant.value)];
  if (min === undefined || max === undefined || value === undefined || max <= min) return undefined;
  const below = Math.min(1, Math.max(0, (value - min) / (max - min)));
  return name.startsWith('less') !== isFlipped ? below : 1 - below;
}

function groups(plan: PlanOf<'Aggregate'>): number | undefined {
  const rows = estimateRows(plan.input);
  let product = 1;
  for (const g of plan.groupings) {
    const distinct = distinctOf(g.kind === 'Alias' ? g.input : g, plan.input);
    if (distinct === undefined) return scaled(rows, GROUPS_PER_ROW);
    product *= distinct + 1;
  }
  return Math.min(product, rows ?? product);
}
function joinRows(plan: PlanOf<'Join'>): number | undefined {
  const [left, right] = [estimateRows(plan.left), estimateRows(plan.right)];
  if (left === undefined || right === undefined) return undefined;
  switch (plan.type) {
    case 'left_semi':
    case 'left_anti':
      return Math.max(1, left * OTHER);
    case 'cross':
      return left * right;
    case 'inner':
    case 'left':
    case 'right':
    case 'full': {
      const matched = matchedRows(plan.condition ? conjunctsOf(plan.condition) : [], plan.left, plan.right) ?? left * right;
      return Math.max(
        matched,
        plan.type === 'left' ? left : plan.type === 'right' ? right : plan.type === 'full' ? Math.max(left, right) : 1,
      );
    }
  }
}
/** |L| x |R| / the larger number of distinct keys; without statistics the smaller side is taken to be unique. */
export function matchedRows(conditions: readonly Expr[], left: Plan, right: Plan): number | undefined {
  const [l, r] = [estimateRows(left), estimateRows(right)];
  if (l === undefined || r === undefined) return undefined;
  let rows = l * r;
  let isKeyed = false;
  for (const e of conditions) {
    if (e.kind === 'Call' && e.name === 'equal') {
      const distinct = e.args.map((a) => distinctOf(a, left) ?? distinctOf(a, right)).filter((d) => d !== undefined);
      rows /= Math.max(1, distinct.length > 0 ? Math.max(...distinct) : isKeyed ? 1 / EQUAL : Math.min(l, r));
      isKeyed = true;
    } else rows *= selectivity(e, left);
  }
  return Math.max(1, rows);
}
