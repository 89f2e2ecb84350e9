// GROUP BY: which expressions make the groups, and the Aggregate node. Above it, grouping expressions and aggregates are its columns.
import type { Alias, AggregateCall, Attribute, Expr, NamedExpr } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import { sameExpr } from '../expr/equal.ts';
import { formatExpr } from '../expr/format.ts';
import { mapChildren, some, visit } from '../expr/walk.ts';
import type { Plan, UnresolvedSelect } from '../plan/logical.ts';
import { attributeOf } from '../plan/output.ts';
import { CaudalError } from '../types/error.ts';
import { isGenerated, nestedGenerator } from './generators.ts';
import { groupByWindows } from './group-by-windows.ts';
import { positionOf } from './coerce.ts';
import type { Relation } from './relation.ts';
import { resolveExpr } from './resolve-expr.ts';
import { scopeOf } from './scope.ts';
import type { Base } from './scope.ts';
import type { Item } from './select-items.ts';
import { exprsOfParts, mapParts } from './parts.ts';
import type { Parts } from './parts.ts';
import { atOrdinal, ordinalOf } from './sort.ts';

/** Grouping expressions over the input; undefined without a GROUP BY. The input's names come before the select list's. */
export function resolveGroupings(
  groupBy: UnresolvedSelect['groupBy'],
  items: readonly Item[],
  input: Relation,
  base: Base,
  names: ReadonlyMap<string, Expr>,
): readonly Expr[] | undefined {
  if (groupBy === undefined) return undefined;
  const output = items.map((item) => item.expr);
  if (groupBy === 'all') return output.filter((e) => !isAboveGroups(e));
  const aliases = new Map([...names, ...items.map((item) => [item.name.toLowerCase(), item.expr] as const)]);
  const scope = scopeOf(input, base, { aliases, clause: 'GROUP BY' });
  return groupBy.map((e) => {
    const ordinal = ordinalOf(e);
    const grouping = ordinal === undefined ? resolveExpr(e, scope) : atOrdinal(ordinal, output, 'GROUP BY', undefined);
    if (isGenerated(grouping)) throw nestedGenerator(grouping);
    if (isAboveGroups(grouping))
      throw new CaudalError(
        'GROUP_BY_AGGREGATE',
        `GROUP BY may not use ${formatExpr(grouping)}: it is computed from the groups.`,
        { position: positionOf(e) },
      );
    return grouping;
  });
}
const isAboveGroups = (e: Expr): boolean => some(e, (node) => node.kind === 'AggregateCall' || node.kind === 'WindowCall');

/** Puts an Aggregate over the rows if there is a GROUP BY or an aggregate; the parts then refer to its columns. */
export function groupRows(
  input: Plan,
  groupBy: readonly Expr[] | undefined,
  written: Parts,
): { readonly plan: Plan; readonly parts: Parts } {
  const { rows, groupings, parts } = groupByWindows({ rows: input, groupings: groupBy ?? [], parts: written });
  const calls = collectAggregates(exprsOfParts(parts));
  if (groupBy === undefined && calls.length === 0) return parts.having ? groupRows(rows, [], parts) : { plan: rows, parts };
  const keys = namedGroupings(groupings);
  const aggregates = calls.map((call): Alias =>
    Object.freeze({ kind: 'Alias', input: call, name: formatExpr(call), id: newAttributeId() }),
  );
  const plan: Plan = Object.freeze({ kind: 'Aggregate', input: rows, groupings: keys, aggregates });
  const columns: readonly (readonly [Expr, Attribute])[] = [...keys, ...aggregates].map((e) => [
    e.kind === 'Alias' ? e.input : e,
    attributeOf(e),
  ]);
  const ids = new Set(columns.map(([, attribute]) => attribute.id));
  return { plan, parts: mapParts(parts, (e) => overGroups(e, columns, ids)) };
}
/** Each grouping once, named; constants too. */
function namedGroupings(groupings: readonly Expr[]): readonly NamedExpr[] {
  const keys: NamedExpr[] = [];
  for (const e of groupings) {
    if (keys.some((k) => sameExpr(k.kind === 'Alias' ? k.input : k, e))) continue;
    keys.push(e.kind === 'Attribute' ? e : Object.freeze({ kind: 'Alias', input: e, name: formatExpr(e), id: newAttributeId() }));
  }
  return keys;
}
/** Aggregates of groups, each once. An aggregate over a window is none, but its arguments may hold some. */
function collectAggregates(exprs: readonly Expr[]): readonly AggregateCall[] {
  const found: AggregateCall[] = [];
  const add = (call: AggregateCall): void => {
    if (!found.some((known) => sameExpr(known, call))) found.push(call);
  };
  const collect = (e: Expr): void =>
    visit(e, (node) => {
      if (node.kind === 'WindowCall') {
        mapChildren(node.function, (arg) => (collect(arg), arg));
        mapChildren({ ...node, function: EMPTY }, (part) => (collect(part), part));
        return false;
      }
      if (node.kind !== 'AggregateCall') return true;
      add(node);
      return false;
    });
  exprs.forEach(collect);
  return found;
}
const EMPTY = Object.freeze({ kind: 'Call', name: '', args: [], type: { kind: 'null' } } as const);

function overGroups(e: Expr, columns: readonly (readonly [Expr, Attribute])[], ids: ReadonlySet<number>): Expr {
  const column = columns.find(([expr]) => sameExpr(expr, e));
  if (column) return e.kind === 'Attribute' ? { ...column[1], name: e.name } : column[1];
  if (e.kind === 'Attribute' && !ids.has(e.id)) throw notGrouped(e);
  const go = (child: Expr): Expr => overGroups(child, columns, ids);
  if (e.kind !== 'WindowCall') return mapChildren(e, go);
  const f = mapChildren(e.function, go);
  return { ...mapChildren({ ...e, function: EMPTY }, (child) => (child === EMPTY ? child : go(child))), function: f };
}
function notGrouped(e: Attribute): CaudalError {
  return new CaudalError('MISSING_AGGREGATION', `The column \`${e.name}\` is neither in GROUP BY nor inside an aggregate.`, {
    position: e.position,
    hint: `Add it to GROUP BY, or use any_value(${e.name}).`,
    params: { expression: e.name },
  });
}
