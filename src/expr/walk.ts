// Child table of expressions: one total table makes walk, transform and collect generic; a forgotten kind is a type error.
import type { Expr, ExprKind, ExprOf, SortOrder, WindowSpec } from './expr.ts';

type Map1 = <E extends Expr>(e: E) => E;
const same = <T>(items: readonly T[], f: (item: T) => T): readonly T[] => {
  let changed = false;
  const out = items.map((item) => {
    const next = f(item);
    if (next !== item) changed = true;
    return next;
  });
  return changed ? out : items;
};
const opt = <E extends Expr>(e: E | undefined, f: Map1): E | undefined => (e === undefined ? undefined : f(e));
/** Copy with changed fields, or the same object if nothing changed: identity means unchanged. */
const withFields = <T extends object>(node: T, fields: Partial<T>): T => {
  for (const key in fields) if (fields[key] !== node[key]) return Object.freeze({ ...node, ...fields });
  return node;
};
const spec = (s: WindowSpec, f: Map1): WindowSpec => {
  const bound = (b: NonNullable<WindowSpec['frame']>['start']) => ('offset' in b ? withFields(b, { offset: f(b.offset) }) : b);
  return withFields(s, {
    partitionBy: same(s.partitionBy, f),
    orderBy: same(s.orderBy, f as (o: SortOrder) => SortOrder),
    ...(s.frame ? { frame: withFields(s.frame, { start: bound(s.frame.start), end: bound(s.frame.end) }) } : {}),
  });
};

const MAP_CHILDREN: { readonly [K in ExprKind]: (e: ExprOf<K>, f: Map1) => ExprOf<K> } = {
  Literal: (e) => e,
  Parameter: (e) => e,
  Attribute: (e) => e,
  UnresolvedColumn: (e) => e,
  UnresolvedStar: (e, f) => withFields(e, { replace: same(e.replace, (r) => withFields(r, { input: f(r.input) })) }),
  UnresolvedCall: (e, f) =>
    withFields(e, {
      args: same(e.args, f),
      ...(e.filter ? { filter: f(e.filter) } : {}),
      ...(e.orderBy ? { orderBy: same(e.orderBy, f as (o: SortOrder) => SortOrder) } : {}),
      ...(e.over ? { over: spec(e.over, f) } : {}),
    }),
  Call: (e, f) => withFields(e, { args: same(e.args, f) }),
  Cast: (e, f) => withFields(e, { input: f(e.input) }),
  Case: (e, f) =>
    withFields(e, {
      branches: same(e.branches, (b) => withFields(b, { when: f(b.when), then: f(b.then) })),
      otherwise: f(e.otherwise),
    }),
  And: (e, f) => withFields(e, { left: f(e.left), right: f(e.right) }),
  Or: (e, f) => withFields(e, { left: f(e.left), right: f(e.right) }),
  Not: (e, f) => withFields(e, { input: f(e.input) }),
  IsNull: (e, f) => withFields(e, { input: f(e.input) }),
  In: (e, f) => withFields(e, { input: f(e.input), list: same(e.list, f) }),
  Lambda: (e, f) => withFields(e, { body: f(e.body) }),
  Alias: (e, f) => withFields(e, { input: f(e.input) }),
  AggregateCall: (e, f) =>
    withFields(e, {
      args: same(e.args, f),
      ...(e.filter ? { filter: opt(e.filter, f)! } : {}),
      ...(e.orderBy ? { orderBy: same(e.orderBy, f as (o: SortOrder) => SortOrder) } : {}),
    }),
  SortOrder: (e, f) => withFields(e, { input: f(e.input) }),
  WindowCall: (e, f) => withFields(e, { function: f(e.function), spec: spec(e.spec, f) }),
  ScalarSubquery: (e) => e,
  InSubquery: (e, f) => withFields(e, { input: f(e.input) }),
  Exists: (e) => e,
};

/** Applies f to each direct child; the same object comes back if none changed. Plans inside subqueries are not entered. */
export const mapChildren = <E extends Expr>(e: E, f: (child: Expr) => Expr): E =>
  (MAP_CHILDREN[e.kind] as unknown as (e: E, f: Map1) => E)(e, f as Map1);

/** Bottom-up rewrite. */
export function transform(e: Expr, f: (e: Expr) => Expr): Expr {
  return f(mapChildren(e, (child) => transform(child, f)));
}
/** Top-down rewrite: f may return a replacement, whose children are not entered, or undefined to go on. */
export function rewriteDown(e: Expr, f: (e: Expr) => Expr | undefined): Expr {
  return f(e) ?? mapChildren(e, (child) => rewriteDown(child, f));
}
/** Visits every node, parents first; returning false skips the children. */
export function visit(e: Expr, f: (e: Expr) => boolean | void): void {
  if (f(e) === false) return;
  mapChildren(e, (child) => {
    visit(child, f);
    return child;
  });
}
/** Whether any node satisfies the test. */
export function some(e: Expr, test: (e: Expr) => boolean): boolean {
  let found = false;
  visit(e, (node) => {
    if (!found && test(node)) found = true;
    return !found;
  });
  return found;
}
