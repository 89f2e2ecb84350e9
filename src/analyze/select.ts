// SELECT: its parts see each other, so they are analyzed together. Rows flow: input, WHERE, windows of time, groups, HAVING, windows,
// QUALIFY, generators, select list (with columns that only ORDER BY needs), DISTINCT, ORDER BY.
import type { Attribute, Expr, NamedExpr, SortOrder } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import { formatExpr } from '../expr/format.ts';
import { sameExpr } from '../expr/equal.ts';
import { rewriteDown } from '../expr/walk.ts';
import type { Plan, UnresolvedSelect } from '../plan/logical.ts';
import { attributeOf, outputOf } from '../plan/output.ts';
import { CaudalError } from '../types/error.ts';
import { asBoolean, positionOf } from './coerce.ts';
import { generateRows } from './generators.ts';
import { groupRows, resolveGroupings } from './grouping.ts';
import { projection, project, uniquely } from './relation.ts';
import type { Relation } from './relation.ts';
import { resolveExpr } from './resolve-expr.ts';
import { scopeOf } from './scope.ts';
import type { Base } from './scope.ts';
import { resolveOrders } from './sort.ts';
import type { Parts } from './parts.ts';
import { resolveItems } from './select-items.ts';
import type { Item } from './select-items.ts';
import { assignWindows } from './time-windows.ts';
import { windowRows } from './windowing.ts';

export function analyzeSelect(
  written: UnresolvedSelect,
  unfiltered: Relation,
  writtenOrders: readonly SortOrder[],
  base: Base,
): Relation {
  const filteredRows = written.where ? filtered(unfiltered, written.where, 'WHERE', base) : unfiltered;
  const { select, orders, input, names } = assignWindows(written, writtenOrders, filteredRows, base);
  const inside = { aggregates: 'allowed', windows: 'allowed', namedWindows: select.windows } as const;
  const items = resolveItems(select.exprs, input, base, inside, names);
  const groupings = resolveGroupings(select.groupBy, items, input, base, names);
  const aliases = new Map([...names, ...items.map((item) => [item.name.toLowerCase(), item.expr] as const)]);
  const after = { aliases, aliasesFirst: true, inner: scopeOf(input, base, { aliases, clause: 'an aggregate' }) };
  const having =
    select.having &&
    asBoolean(
      resolveExpr(select.having, scopeOf(input, base, { ...after, aggregates: 'allowed', clause: 'HAVING' })),
      'HAVING',
      base.context,
    );
  const qualify =
    select.qualify &&
    asBoolean(
      resolveExpr(select.qualify, scopeOf(input, base, { ...inside, ...after, clause: 'QUALIFY' })),
      'QUALIFY',
      base.context,
    );
  const orderScope = scopeOf(input, base, { ...inside, ...after, clause: 'ORDER BY' });
  const sortedBy = resolveOrders(
    orders,
    items.map((item) => item.expr),
    orderScope,
  );
  const distinctOn =
    select.distinctOn &&
    resolveOrders(
      select.distinctOn.map(ascending),
      items.map((item) => item.expr),
      orderScope,
    ).map((o) => o.input);

  const parts: Parts = { items, having, qualify, orders: sortedBy, distinctOn };
  const grouped = groupRows(input.plan, groupings, parts);
  const passed = grouped.parts.having ? filter(grouped.plan, grouped.parts.having) : grouped.plan;
  const windowed = windowRows(passed, grouped.parts);
  const qualified = windowed.parts.qualify ? filter(windowed.plan, windowed.parts.qualify) : windowed.plan;
  const generated = generateRows(qualified, windowed.parts);
  return output(select, generated.plan, generated.parts, input);
}

const ascending = (input: Expr): SortOrder => ({ kind: 'SortOrder', input, descending: false, nullsFirst: true });
export const filter = (input: Plan, predicate: Expr): Plan => Object.freeze({ kind: 'Filter', input, predicate });
export const sort = (input: Plan, orders: readonly SortOrder[]): Plan => Object.freeze({ kind: 'Sort', input, orders });
export function filtered(relation: Relation, predicate: Expr, clause: string, base: Base): Relation {
  const test = asBoolean(resolveExpr(predicate, scopeOf(relation, base, { clause })), `The condition of ${clause}`, base.context);
  return { ...relation, plan: filter(relation.plan, test) };
}

/** The select list, what ORDER BY needs beside it, DISTINCT, the order; then only the select list is left. */
function output(select: UnresolvedSelect, rows: Plan, parts: Parts, input: Relation): Relation {
  const exprs = uniquely(parts.items.map(namedItem));
  const hidden: NamedExpr[] = [];
  const known = [...exprs];
  /** What an expression over the rows is over the projected rows. */
  const above = (e: Expr): Expr => {
    const replaced = rewriteDown(e, (part) =>
      known.map((k) => (sameExpr(part, k.kind === 'Alias' ? k.input : k) ? attributeOf(k) : undefined)).find(Boolean),
    );
    const ids = new Set(known.map((k) => k.id));
    return rewriteDown(replaced, (part) => {
      if (part.kind !== 'Attribute' || ids.has(part.id)) return undefined;
      if (select.distinct) throw notInDistinct(part);
      hidden.push(part);
      known.push(part);
      ids.add(part.id);
      return part;
    });
  };
  const orders = parts.orders.map((o) => ({ ...o, input: above(o.input) }));
  const on = parts.distinctOn?.map((e) => keyOf(above(e)));
  const keys = on?.filter((k) => k.kind === 'Alias') ?? [];
  const projected = projection(rows, [...exprs, ...hidden]);
  const keyed = keys.length > 0 ? projection(projected, [...outputOf(projected), ...keys]) : projected;
  const distinct = select.distinct ? groupedRows(keyed) : keyed;
  const ordered = orders.length > 0 ? sort(distinct, orders) : distinct;
  const plan = on ? distinctRows(ordered, on.map(attributeOf)) : ordered;
  const relation = project({ ...input, plan: rows }, exprs);
  if (hidden.length + keys.length === 0) return { ...relation, plan };
  return { ...relation, plan: projection(plan, exprs.map(attributeOf)) };
}
const keyOf = (e: Expr): NamedExpr =>
  e.kind === 'Attribute' ? e : { kind: 'Alias', input: e, name: formatExpr(e), id: newAttributeId() };
export const groupedRows = (input: Plan): Plan => Object.freeze({ kind: 'Distinct', input, on: [], isGrouping: true });
export const distinctRows = (input: Plan, on: readonly Attribute[], withinWatermark?: true): Plan =>
  Object.freeze({ kind: 'Distinct', input, on, ...(withinWatermark && { withinWatermark }) });

function namedItem({ expr, name }: Item): NamedExpr {
  if (expr.kind === 'Attribute' && expr.name === name) return expr;
  return Object.freeze({ kind: 'Alias', input: expr, name, id: newAttributeId() });
}
function notInDistinct(e: Attribute): CaudalError {
  return new CaudalError(
    'UNRESOLVED_COLUMN',
    `ORDER BY of SELECT DISTINCT may only use the select list, which has no \`${e.name}\`.`,
    { position: positionOf(e) },
  );
}
