// Whether some row of a piece of data can satisfy filters, by what is known of its columns. Conservative: true when in doubt.
// SQL's three values: a condition is asked apart whether it can be TRUE and whether it can be FALSE; NULL is neither.
import type { Attribute, AttributeId, Expr } from '../expr/expr.ts';
import { compareValues } from '../types/compare-value.ts';
import { isInteger } from '../types/data-type.ts';
import type { DataType } from '../types/data-type.ts';
import type { Value } from '../types/value.ts';

/** What is known of a column in a piece of `rows` rows. NaN is the greatest value: `max` is absent where NaN may hide. */
export interface Bounds {
  readonly rows: number;
  readonly min?: Value;
  readonly max?: Value;
  readonly nullCount?: number;
  /** false: the value surely does not occur (bloom filter). */
  readonly mayContain?: (value: Value) => boolean;
}
export type BoundsOf = (id: AttributeId) => Bounds | undefined;

/** Whether a row can pass all filters. */
export const canMatch = (filters: readonly Expr[], boundsOf: BoundsOf): boolean =>
  filters.every((filter) => canBe(filter, true, boundsOf));

function canBe(expr: Expr, wanted: boolean, boundsOf: BoundsOf): boolean {
  switch (expr.kind) {
    case 'Literal':
      return expr.type.kind !== 'boolean' || expr.value === wanted;
    case 'And':
      return wanted
        ? canBe(expr.left, true, boundsOf) && canBe(expr.right, true, boundsOf)
        : canBe(expr.left, false, boundsOf) || canBe(expr.right, false, boundsOf);
    case 'Or':
      return wanted
        ? canBe(expr.left, true, boundsOf) || canBe(expr.right, true, boundsOf)
        : canBe(expr.left, false, boundsOf) && canBe(expr.right, false, boundsOf);
    case 'Not':
      return canBe(expr.input, !wanted, boundsOf);
    case 'IsNull':
      return canBeNull(expr.input, wanted, boundsOf);
    case 'Attribute':
      return compares('equal', expr, wanted, expr.type, boundsOf);
    case 'In':
      return (
        !wanted ||
        expr.list.some((item) => item.kind !== 'Literal' || compares('equal', expr.input, item.value, item.type, boundsOf))
      );
    case 'Call':
      return comparisonCanBe(expr.name, expr.args, wanted, boundsOf);
    default:
      return true;
  }
}
function canBeNull(input: Expr, wanted: boolean, boundsOf: BoundsOf): boolean {
  const bounds = input.kind === 'Attribute' ? boundsOf(input.id) : undefined;
  if (bounds?.nullCount === undefined) return true;
  return wanted ? bounds.nullCount > 0 : bounds.nullCount < bounds.rows;
}

type Comparison = 'equal' | 'not_equal' | 'less' | 'less_equal' | 'greater' | 'greater_equal';
/** Of a comparison that is FALSE, the one that is TRUE. */
const OPPOSITE: { readonly [C in Comparison]: Comparison } = {
  equal: 'not_equal',
  not_equal: 'equal',
  less: 'greater_equal',
  less_equal: 'greater',
  greater: 'less_equal',
  greater_equal: 'less',
};
/** The same with the sides exchanged. */
const MIRROR: { readonly [C in Comparison]: Comparison } = {
  equal: 'equal',
  not_equal: 'not_equal',
  less: 'greater',
  less_equal: 'greater_equal',
  greater: 'less',
  greater_equal: 'less_equal',
};
const isComparison = (name: string): name is Comparison => Object.hasOwn(OPPOSITE, name);

function comparisonCanBe(name: string, args: readonly Expr[], wanted: boolean, boundsOf: BoundsOf): boolean {
  const [left, right] = args;
  if (!left || !right || !isComparison(name)) return true;
  const op = wanted ? name : OPPOSITE[name];
  if (right.kind === 'Literal') return compares(op, left, right.value, right.type, boundsOf);
  if (left.kind === 'Literal') return compares(MIRROR[op], right, left.value, left.type, boundsOf);
  return true;
}
/** Whether `input op value` can be TRUE. */
function compares(op: Comparison, input: Expr, value: Value, type: DataType, boundsOf: BoundsOf): boolean {
  if (value === null) return false;
  const bounds = castBounds(input, type, boundsOf);
  if (!bounds) return true;
  if (bounds.nullCount !== undefined && bounds.nullCount >= bounds.rows) return false;
  const { min, max } = bounds;
  const low = min === undefined || min === null ? -Infinity : compareValues(min, value, type);
  const high = max === undefined || max === null ? Infinity : compareValues(max, value, type);
  switch (op) {
    case 'equal':
      return low <= 0 && high >= 0 && (bounds.mayContain?.(value) ?? true);
    case 'not_equal':
      return low !== 0 || high !== 0;
    case 'less':
      return low < 0;
    case 'less_equal':
      return low <= 0;
    case 'greater':
      return high > 0;
    case 'greater_equal':
      return high >= 0;
  }
}

/** Bounds of a column, or of one that was cast to a wider number: that keeps the order. */
function castBounds(input: Expr, type: DataType, boundsOf: BoundsOf): Bounds | undefined {
  if (input.kind === 'Attribute') return boundsOf(input.id);
  if (input.kind !== 'Cast' || input.input.kind !== 'Attribute') return undefined;
  const bounds = boundsOf(input.input.id),
    widen = widening(input.input, type);
  if (!bounds || !widen) return undefined;
  const cast = (value: Value | undefined): Value | undefined => (value === undefined || value === null ? value : widen(value));
  const min = cast(bounds.min),
    max = cast(bounds.max);
  return {
    rows: bounds.rows,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(bounds.nullCount === undefined ? {} : { nullCount: bounds.nullCount }),
  };
}
function widening({ type: from }: Attribute, to: DataType): ((value: Value) => Value) | undefined {
  if (isInteger(from) && to.kind === 'double') return Number;
  if (isInteger(from) && to.kind === 'bigint') return (v) => BigInt(v as number | bigint);
  if (isInteger(from) && isInteger(to)) return from.kind === 'bigint' ? undefined : (v) => v;
  if (isInteger(from) && to.kind === 'decimal') return (v) => BigInt(v as number | bigint) * 10n ** BigInt(to.scale);
  if (from.kind === 'float' && to.kind === 'double') return (v) => v;
  if (from.kind === 'decimal' && to.kind === 'decimal' && to.scale >= from.scale)
    return (v) => (v as bigint) * 10n ** BigInt(to.scale - from.scale);
  return undefined;
}
