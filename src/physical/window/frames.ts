// Frames: for each row the rows [start, end) its window function sees, never outside the partition. Offsets of RANGE frames are found
// by binary search in the order values, taken as ascending numbers; NULL and its peers see each other only.
import { readValues } from '../../column/values.ts';
import type { Column } from '../../column/column.ts';
import type { Memory } from '../../column/memory.ts';
import type { FrameBound, WindowFrame, WindowSpec } from '../../expr/expr.ts';
import { unreachable } from '../../types/assert.ts';
import type { DataType } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import type { Value } from '../../types/value.ts';
import { forEachPartition } from './sorted-rows.ts';
import type { SortedRows } from './sorted-rows.ts';

export interface Frames {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Every row sees its whole partition. */
  readonly isWhole: boolean;
  /** Every frame begins where its partition does. */
  readonly isFromStart: boolean;
}
const RUNNING: WindowFrame = { unit: 'range', start: { kind: 'UnboundedPreceding' }, end: { kind: 'CurrentRow' } };
const WHOLE: WindowFrame = { unit: 'range', start: { kind: 'UnboundedPreceding' }, end: { kind: 'UnboundedFollowing' } };
/** The frame as written, or the default. */
export const frameOf = (spec: WindowSpec): WindowFrame => spec.frame ?? (spec.orderBy.length > 0 ? RUNNING : WHOLE);

/** One bound of row i: a row number that may lie outside the partition. */
type Bound = (i: number, start: number, end: number) => number;

/** `orders`: the ORDER BY columns in window order. */
export function framesOf(memory: Memory, rows: SortedRows, spec: WindowSpec, orders: readonly Column[]): Frames {
  const frame = frameOf(spec);
  const n = rows.batch.length;
  const starts = new Uint32Array(n),
    ends = new Uint32Array(n);
  const range = rangeValues(memory, frame, spec, orders);
  const peerStarts = new Uint32Array(n),
    peerEnds = new Uint32Array(n);
  for (let p = 0; p + 1 < rows.peers.length; p++) {
    peerStarts.fill(rows.peers[p]!, rows.peers[p]!, rows.peers[p + 1]!);
    peerEnds.fill(rows.peers[p + 1]!, rows.peers[p]!, rows.peers[p + 1]!);
  }
  const from = boundOf(frame, frame.start, 'start', peerStarts, range),
    to = boundOf(frame, frame.end, 'end', peerEnds, range);
  forEachPartition(rows, (start, end) => {
    for (let i = start; i < end; i++) {
      const isNullPeer = range !== undefined && range.isNull[i] === 1;
      const first = isNullPeer && 'offset' in frame.start ? peerStarts[i]! : from(i, start, end);
      const last = isNullPeer && 'offset' in frame.end ? peerEnds[i]! : to(i, start, end);
      starts[i] = Math.min(Math.max(first, start), end);
      ends[i] = Math.max(Math.min(Math.max(last, start), end), starts[i]!);
    }
  });
  const isWhole = frame.start.kind === 'UnboundedPreceding' && frame.end.kind === 'UnboundedFollowing';
  return { starts, ends, isWhole, isFromStart: frame.start.kind === 'UnboundedPreceding' };
}
function boundOf(
  frame: WindowFrame,
  bound: FrameBound,
  side: 'start' | 'end',
  peers: Uint32Array,
  range: RangeValues | undefined,
): Bound {
  const behind = side === 'start' ? 0 : 1;
  switch (bound.kind) {
    case 'UnboundedPreceding':
      return (_i, start) => start;
    case 'UnboundedFollowing':
      return (_i, _start, end) => end;
    case 'CurrentRow':
      return frame.unit === 'rows' ? (i) => i + behind : (i) => peers[i]!;
    case 'Preceding':
    case 'Following': {
      const sign = bound.kind === 'Preceding' ? -1 : 1;
      if (bound.offset.kind !== 'Literal') throw new Error('a frame bound is a literal after analysis');
      if (frame.unit === 'rows') {
        const rows = Number(bound.offset.value) * sign;
        return (i) => i + rows + behind;
      }
      return range!.search(bound.offset.value, bound.offset.type, sign, side);
    }
    default:
      return unreachable(bound);
  }
}

/** The only ORDER BY column of a RANGE frame with offsets, as ascending numbers. */
interface RangeValues {
  readonly isNull: Uint8Array;
  search(offset: Value, offsetType: DataType, sign: 1 | -1, side: 'start' | 'end'): Bound;
}
function rangeValues(memory: Memory, frame: WindowFrame, spec: WindowSpec, orders: readonly Column[]): RangeValues | undefined {
  if (frame.unit === 'rows' || !('offset' in frame.start || 'offset' in frame.end)) return undefined;
  const column = orders[0];
  if (!column || orders.length !== 1)
    throw new CaudalError('INVALID_WINDOW_FRAME', 'A RANGE frame with an offset needs exactly one ORDER BY expression.');
  const { descending } = spec.orderBy[0]!;
  const values = readValues(memory, column);
  const isNull = Uint8Array.from(values, (v) => Number(v === null));
  const isBig = values.some((v) => typeof v === 'bigint');
  const ascending = values.map((v) => numberOf(v, isBig, descending));
  return {
    isNull,
    search(offset, offsetType, sign, side) {
      const step = offsetIn(column.type, offset, offsetType, isBig);
      return (i, start, end) => {
        // Null rows stand together at one end; the search must not see them.
        let low = start,
          high = end;
        while (low < high && isNull[low]) low++;
        while (low < high && isNull[high - 1]) high--;
        const here = ascending[i]!;
        const target = (sign === 1 ? (here as number) + (step as number) : (here as number) - (step as number)) as
          | number
          | bigint;
        while (low < high) {
          const middle = (low + high) >>> 1;
          const value = ascending[middle]!;
          if (side === 'start' ? value < target : value <= target) low = middle + 1;
          else high = middle;
        }
        return low;
      };
    },
  };
}
function numberOf(v: Value, isBig: boolean, descending: boolean): number | bigint {
  if (v === null) return isBig ? 0n : 0;
  if (typeof v === 'bigint') return descending ? -v : v;
  if (typeof v !== 'number')
    throw new CaudalError('INVALID_WINDOW_FRAME', 'A RANGE frame with an offset is ordered by a number, date or timestamp.');
  // NaN is greatest.
  return Number.isNaN(v) ? (descending ? -Infinity : Infinity) : descending ? -v : v;
}
const DAY_US = 86_400_000_000n;
/** The offset in units of the order column. */
function offsetIn(type: DataType, offset: Value, offsetType: DataType, isBig: boolean): number | bigint {
  const refuse = (): never => {
    throw new CaudalError('INVALID_WINDOW_FRAME', `A RANGE frame over ${type.kind} takes no offset of type ${offsetType.kind}.`);
  };
  if (typeof offset !== 'number' && typeof offset !== 'bigint') return refuse();
  if (offsetType.kind === 'interval_year_month') return refuse();
  if (offset < 0) throw new CaudalError('INVALID_WINDOW_FRAME', 'The offset of a window frame must not be negative.');
  if (type.kind === 'date' && offsetType.kind === 'interval_day_time') return Number((offset as bigint) / DAY_US);
  if (!isBig) return offsetType.kind === 'decimal' ? Number(offset) / 10 ** offsetType.scale : Number(offset);
  if (type.kind !== 'decimal')
    return offsetType.kind === 'decimal'
      ? BigInt(offset) / 10n ** BigInt(offsetType.scale)
      : BigInt(Math.trunc(Number(offset)) === Number(offset) ? offset : refuse());
  if (offsetType.kind !== 'decimal')
    return typeof offset === 'number' && !Number.isInteger(offset) ? refuse() : BigInt(offset) * 10n ** BigInt(type.scale);
  const shift = type.scale - offsetType.scale;
  return shift >= 0 ? BigInt(offset) * 10n ** BigInt(shift) : BigInt(offset) / 10n ** BigInt(-shift);
}
