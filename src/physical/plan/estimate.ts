// What statistics tell of a plan's rows: bounds and distinct values of columns, and how many groups keys make.
import type { Attribute, Expr } from '../../expr/expr.ts';
import type { Plan } from '../../plan/logical.ts';
import type { ColumnStatistics } from '../../plan/scan-source.ts';

/** Statistics of a column, traced through nodes that only pass it on. */
export function statisticsOf(attribute: Attribute, plan: Plan): ColumnStatistics | undefined {
  switch (plan.kind) {
    case 'Scan': {
      const i = plan.output.findIndex((a) => a.id === attribute.id);
      return i < 0 ? undefined : plan.source.columns?.[plan.columns[i]!];
    }
    case 'Project': {
      const made = plan.exprs.find((e) => (e.kind === 'Attribute' ? e.id === attribute.id : e.id === attribute.id));
      const from = made?.kind === 'Alias' ? made.input : made;
      return from?.kind === 'Attribute' ? statisticsOf(from, plan.input) : undefined;
    }
    case 'Filter':
    case 'SubqueryAlias':
    case 'Sort':
    case 'Limit':
    case 'PlanReference':
    case 'Repartition':
      return statisticsOf(attribute, plan.input);
    case 'Join':
      return statisticsOf(attribute, plan.left) ?? statisticsOf(attribute, plan.right);
    default:
      return undefined;
  }
}
/** A statistic that is an integer. */
export const integral = (v: unknown): bigint | undefined =>
  typeof v === 'bigint' ? v : typeof v === 'number' && Number.isSafeInteger(v) ? BigInt(v) : undefined;

/** Of a key nothing is known about: this share of the rows is taken to be distinct. */
const UNKNOWN_KEY_SHARE = 1 / 8;
/** Product of the keys' distinct counts, at most the rows. */
export function estimateGroups(keys: readonly Expr[], input: Plan, rows: number | undefined): number | undefined {
  let groups = 1;
  for (const key of keys) {
    const from = key.kind === 'Alias' ? key.input : key;
    const statistics = from.kind === 'Attribute' ? statisticsOf(from, input) : undefined;
    const min = integral(statistics?.min),
      max = integral(statistics?.max);
    const distinct = statistics?.distinctCount ?? (min !== undefined && max !== undefined ? Number(max - min) + 1 : undefined);
    const taken = distinct ?? (rows === undefined ? undefined : Math.ceil(rows * UNKNOWN_KEY_SHARE));
    if (taken === undefined) return undefined;
    groups = Math.min(groups * (taken + 1), rows ?? Infinity);
  }
  return groups;
}

/** How many keys there are when `rows` rows have shown `groups` of them, if they come evenly: n rows over k keys show k (1 - exp(-n / k)). */
export function keysBehind(groups: number, rows: number): number {
  let least = 0,
    most = rows / groups;
  for (let i = 0; i < 50; i++) {
    const middle = (least + most) / 2;
    if (-Math.expm1(-middle) * rows > groups * middle) least = middle;
    else most = middle;
  }
  return rows / most;
}
/** How many groups `rows` rows over so many keys show. */
export const groupsAmong = (keys: number, rows: number): number => -Math.expm1(-rows / keys) * keys;
/** Tasks of a scan over many rows; fewer see fewer groups twice. */
const TASKS = 8;
/** Rows that leave partial aggregates of so many groups in all tasks together. */
export function partialRows(groups: number | undefined, rows: number | undefined): number | undefined {
  if (groups === undefined || rows === undefined) return groups;
  return groups === 0 ? 0 : Math.ceil(groupsAmong(groups, rows / TASKS) * TASKS);
}
