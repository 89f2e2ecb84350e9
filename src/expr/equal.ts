// Structural equality of resolved expressions; positions do not count. Used to match GROUP BY, ORDER BY and common subexpressions.
import { sameType } from '../types/data-type.ts';
import type { Value } from '../types/value.ts';
import type { Expr, SortOrder, WindowSpec } from './expr.ts';

const all = (a: readonly Expr[], b: readonly Expr[]): boolean => a.length === b.length && a.every((e, i) => sameExpr(e, b[i]!));
const optional = (a: Expr | undefined, b: Expr | undefined): boolean => (a && b ? sameExpr(a, b) : a === b);
const orders = (a: readonly SortOrder[] = [], b: readonly SortOrder[] = []): boolean => all(a, b);

function sameValue(a: Value, b: Value): boolean {
  if (Object.is(a, b)) return true;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return a.length === b.length && a.every((byte, i) => byte === b[i]);
  return false;
}
/** Same partitions in the same order; frames are not compared. */
export const samePartitions = (a: WindowSpec, b: WindowSpec): boolean =>
  all(a.partitionBy, b.partitionBy) && orders(a.orderBy, b.orderBy);
function sameFrame(a: WindowSpec['frame'], b: WindowSpec['frame']): boolean {
  if (!a || !b) return a === b;
  const bound = (x: typeof a.start, y: typeof a.start): boolean =>
    x.kind === y.kind && (!('offset' in x) || !('offset' in y) || sameExpr(x.offset, y.offset));
  return a.unit === b.unit && bound(a.start, b.start) && bound(a.end, b.end);
}

export function sameExpr(a: Expr, b: Expr): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'Literal':
      return b.kind === a.kind && sameType(a.type, b.type) && sameValue(a.value, b.value);
    case 'Attribute':
      return b.kind === a.kind && a.id === b.id;
    case 'Call':
      return b.kind === a.kind && a.name === b.name && sameType(a.type, b.type) && all(a.args, b.args);
    case 'Cast':
      return b.kind === a.kind && a.mode === b.mode && sameType(a.type, b.type) && sameExpr(a.input, b.input);
    case 'Case':
      return (
        b.kind === a.kind &&
        a.branches.length === b.branches.length &&
        sameExpr(a.otherwise, b.otherwise) &&
        a.branches.every((x, i) => sameExpr(x.when, b.branches[i]!.when) && sameExpr(x.then, b.branches[i]!.then))
      );
    case 'And':
    case 'Or':
      return b.kind === a.kind && sameExpr(a.left, b.left) && sameExpr(a.right, b.right);
    case 'Not':
    case 'IsNull':
      return b.kind === a.kind && sameExpr(a.input, b.input);
    case 'In':
      return b.kind === a.kind && sameExpr(a.input, b.input) && all(a.list, b.list);
    case 'Alias':
      return b.kind === a.kind && a.name === b.name && sameExpr(a.input, b.input);
    case 'AggregateCall':
      return (
        b.kind === a.kind &&
        a.name === b.name &&
        a.distinct === b.distinct &&
        a.ignoreNulls === b.ignoreNulls &&
        sameType(a.type, b.type) &&
        all(a.args, b.args) &&
        optional(a.filter, b.filter) &&
        orders(a.orderBy, b.orderBy)
      );
    case 'SortOrder':
      return b.kind === a.kind && a.descending === b.descending && a.nullsFirst === b.nullsFirst && sameExpr(a.input, b.input);
    case 'WindowCall':
      return (
        b.kind === a.kind &&
        a.ignoreNulls === b.ignoreNulls &&
        sameExpr(a.function, b.function) &&
        samePartitions(a.spec, b.spec) &&
        sameFrame(a.spec.frame, b.spec.frame)
      );
    // Subqueries and unresolved nodes are equal only when they are one object.
    case 'ScalarSubquery':
    case 'InSubquery':
    case 'Exists':
    case 'Lambda':
    case 'Parameter':
    case 'UnresolvedColumn':
    case 'UnresolvedStar':
    case 'UnresolvedCall':
      return false;
  }
}
