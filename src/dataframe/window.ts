// Window specifications: `Window.partitionBy('k').orderBy('t').rowsBetween(-1, 0)`. Immutable.
import type { FrameBound, SortOrder, WindowFrame, WindowSpec as WindowExpr } from '../expr/expr.ts';
import { CaudalError } from '../types/error.ts';
import { sortOrder } from './column.ts';
import { columnExpr } from './columns.ts';
import type { ColumnOrName } from './columns.ts';
import { literal } from './literal.ts';

/** What a window function sees. */
export class WindowSpec {
  readonly spec: WindowExpr;
  constructor(spec: WindowExpr) {
    this.spec = Object.freeze(spec);
  }
  partitionBy(...columns: ColumnOrName[]): WindowSpec {
    return new WindowSpec({ ...this.spec, partitionBy: columns.map(columnExpr) });
  }
  orderBy(...columns: ColumnOrName[]): WindowSpec {
    return new WindowSpec({ ...this.spec, orderBy: columns.map(orderOf) });
  }
  rowsBetween(start: number, end: number): WindowSpec {
    return new WindowSpec({ ...this.spec, frame: frame('rows', start, end) });
  }
  rangeBetween(start: number | bigint, end: number | bigint): WindowSpec {
    return new WindowSpec({ ...this.spec, frame: frame('range', start, end) });
  }
}
/** A column as an ORDER BY item; ascending unless it says otherwise. */
export function orderOf(column: ColumnOrName): SortOrder {
  const e = columnExpr(column);
  return e.kind === 'SortOrder' ? e : sortOrder(e);
}

const UNBOUNDED_PRECEDING = -Infinity;
const UNBOUNDED_FOLLOWING = Infinity;

function frame(unit: 'rows' | 'range', start: number | bigint, end: number | bigint): WindowFrame {
  if (start > end) throw new CaudalError('INVALID_WINDOW_FRAME', `The frame starts at ${start}, after its end ${end}.`);
  return Object.freeze({ unit, start: bound(start), end: bound(end) });
}
/** Negative offsets precede the row; beyond 64 bits (Spark's own constants) is unbounded. */
function bound(offset: number | bigint): FrameBound {
  if (Number.isNaN(offset)) throw new CaudalError('INVALID_WINDOW_FRAME', 'A frame bound is not NaN.');
  if (offset <= -(2n ** 63n)) return { kind: 'UnboundedPreceding' };
  if (offset >= 2n ** 63n - 1n) return { kind: 'UnboundedFollowing' };
  if (Number(offset) === 0) return { kind: 'CurrentRow' };
  return offset < 0 ? { kind: 'Preceding', offset: literal(-offset) } : { kind: 'Following', offset: literal(offset) };
}

const EMPTY = new WindowSpec({ partitionBy: [], orderBy: [] });
/** Makes window specifications. */
export const Window = Object.freeze({
  partitionBy: (...columns: ColumnOrName[]): WindowSpec => EMPTY.partitionBy(...columns),
  orderBy: (...columns: ColumnOrName[]): WindowSpec => EMPTY.orderBy(...columns),
  rowsBetween: (start: number, end: number): WindowSpec => EMPTY.rowsBetween(start, end),
  rangeBetween: (start: number | bigint, end: number | bigint): WindowSpec => EMPTY.rangeBetween(start, end),
  unboundedPreceding: UNBOUNDED_PRECEDING,
  unboundedFollowing: UNBOUNDED_FOLLOWING,
  currentRow: 0 as const,
});
