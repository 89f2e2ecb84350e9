// Groupings that are windows of time group by both bounds. Sessions and sliding windows depend on the other rows of a group: their rows are
// put under the merged windows first (MergeWindows), by all other groupings.
import type { Alias, Attribute, Expr } from '../expr/expr.ts';
import { newAttributeId } from '../expr/expr.ts';
import { sameExpr } from '../expr/equal.ts';
import { formatExpr } from '../expr/format.ts';
import { nullableOf, typeOf } from '../expr/type-of.ts';
import { rewriteDown } from '../expr/walk.ts';
import { isWindow } from '../functions/time-window/index.ts';
import type { MergeWindows, Plan } from '../plan/logical.ts';
import { attributeOf, outputOf } from '../plan/output.ts';
import { madeBy } from '../plan/trace.ts';
import { STRING } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { mapParts } from './parts.ts';
import type { Parts } from './parts.ts';
import { projection } from './relation.ts';
import { structOf } from './time-windows.ts';

export interface Grouped {
  readonly rows: Plan;
  readonly groupings: readonly Expr[];
  readonly parts: Parts;
}
export function groupByWindows(grouped: Grouped): Grouped {
  const { rows, groupings, parts } = grouped;
  const windows = groupings.filter((g) => mergedKind(g, rows) !== undefined);
  const [window, ...more] = windows.filter((w, i) => windows.findIndex((v) => sameExpr(v, w)) === i);
  if (more.length > 0) throw new CaudalError('UNSUPPORTED_FEATURE', 'Only one session or sliding window may be grouped by.');
  const merged = window ? mergeBy(window, grouped) : { rows, groupings, parts };
  return byBounds(merged);
}
/** A window that is never NULL is its bounds: the struct is made of them above the groups. */
function byBounds({ rows, groupings, parts }: Grouped): Grouped {
  const structs = groupings.filter((g) => !boundsIn(g) && isWindow(typeOf(g)) && !nullableOf(g));
  const fields = (g: Expr): readonly [Expr, Expr] => [fieldOf(g, 'start'), fieldOf(g, 'end')];
  const replace = (e: Expr): Expr =>
    rewriteDown(e, (node) => (structs.some((g) => sameExpr(g, node)) ? structOf(...fields(node)) : undefined));
  return {
    rows,
    groupings: groupings.flatMap((g) => boundsIn(g) ?? (structs.includes(g) ? fields(g) : [g])),
    parts: structs.length > 0 ? mapParts(parts, replace) : parts,
  };
}
/** The different rows of a plan as groups without aggregates, in the same columns. */
export function groupByAll(input: Plan): Plan {
  const columns = outputOf(input).map((a) => {
    const isStruct = isWindow(a.type) && !a.nullable;
    return { a, by: isStruct ? [fieldOf(a, 'start'), fieldOf(a, 'end')].map(asColumn) : [a] };
  });
  const groups = { kind: 'Aggregate', input, groupings: columns.flatMap(({ by }) => by), aggregates: [] } as const;
  const exprs = columns.map(({ a, by: [start, end] }) =>
    end
      ? Object.freeze({ kind: 'Alias' as const, input: structOf(attributeOf(start!), attributeOf(end)), name: a.name, id: a.id })
      : a,
  );
  return projection(Object.freeze(groups), exprs);
}

/** Start and end of a window made for this SELECT. */
function boundsIn(e: Expr): readonly [Attribute, Attribute] | undefined {
  if (e.kind !== 'Call' || e.name !== 'named_struct' || !isWindow(e.type)) return undefined;
  const [, start, , end] = e.args;
  return start?.kind === 'Attribute' && end?.kind === 'Attribute' ? [start, end] : undefined;
}
/** What must be merged before the grouping is one; undefined for all other groupings. */
function mergedKind(grouping: Expr, rows: Plan): MergeWindows['how'] | undefined {
  if (!isWindow(typeOf(grouping))) return undefined;
  const bounds = boundsIn(grouping);
  if (bounds) {
    const made = madeBy(bounds[0].id, rows);
    const kind = made?.by.kind === 'AssignWindows' ? made.by.window.kind : undefined;
    return kind === 'session' || kind === 'sliding' ? kind : undefined;
  }
  const made = grouping.kind === 'Attribute' ? madeBy(grouping.id, rows) : undefined;
  return made && made.by.kind !== 'AssignWindows' ? mergedKind(made.by, made.over) : undefined;
}

function mergeBy(window: Expr, { rows, groupings, parts }: Grouped): Grouped {
  const others = groupings.filter((g) => !sameExpr(g, window));
  const [start, end] = boundsIn(window) ?? [fieldOf(window, 'start'), fieldOf(window, 'end')];
  const columns = [start, end, ...others].map(asColumn);
  const [startColumn, endColumn, ...keys] = columns.map(attributeOf) as [Attribute, Attribute, ...Attribute[]];
  const made = columns.filter((c): c is Alias => c.kind === 'Alias');
  const input = made.length > 0 ? projection(rows, [...outputOf(rows), ...made]) : rows;
  const renewed = (a: Attribute): Attribute => Object.freeze({ ...a, id: newAttributeId(), nullable: false });
  const merged: MergeWindows = Object.freeze({
    kind: 'MergeWindows',
    input,
    how: mergedKind(window, rows)!,
    keys,
    start: startColumn,
    end: endColumn,
    mergedStart: renewed(startColumn),
    mergedEnd: renewed(endColumn),
  });
  const now: readonly (readonly [Expr, Expr])[] = [
    [window, structOf(merged.mergedStart, merged.mergedEnd)],
    ...others.map((e, i) => [e, keys[i]!] as const),
  ];
  const replace = (e: Expr): Expr =>
    rewriteDown(e, (node) => {
      const found = now.find(([old]) => sameExpr(old, node));
      return found && (node.kind === 'Attribute' && found[1].kind === 'Attribute' ? { ...found[1], name: node.name } : found[1]);
    });
  return { rows: merged, groupings: groupings.map(replace), parts: mapParts(parts, replace) };
}
const asColumn = (e: Expr): Alias | Attribute =>
  e.kind === 'Attribute' ? e : Object.freeze({ kind: 'Alias', input: e, name: formatExpr(e), id: newAttributeId() });
function fieldOf(window: Expr, name: 'start' | 'end'): Expr {
  const type = typeOf(window);
  if (type.kind !== 'struct') throw new Error('a window is a struct');
  const field = type.fields.find((f) => f.name.toLowerCase() === name)!;
  return Object.freeze({
    kind: 'Call',
    name: 'get_field',
    args: [window, Object.freeze({ kind: 'Literal', value: field.name, type: STRING })],
    type: field.type,
  });
}
