// How one key column is written into packed keys: as one or more parts of u64 words.
//   ranged  one part of `bits` bits: 0 = NULL, else value - min + 1      (integers in a known range, codes of strings)
//   whole   the value's one or two words, and one bit: not NULL           (integers beyond 63 bits, i128)
//   bits    two bits: NULL, false, true
//   f32 f64 normalised bits; NULL is a NaN of its own
//   none    nothing: every row is NULL
import type { Storage } from '../../types/data-type.ts';

export type RangedStorage = 'i8' | 'i16' | 'i32' | 'i64';
export type KeyField =
  | { readonly kind: 'ranged'; readonly storage: RangedStorage; readonly min: bigint; readonly bits: number }
  | { readonly kind: 'whole'; readonly words: 1 | 2 }
  | { readonly kind: 'bits' | 'f32' | 'f64' | 'none' };
/** Least and greatest value. */
export interface Bounds {
  readonly min: bigint;
  readonly max: bigint;
}

const MAX_RANGED_BITS = 63;
const STORAGE_BITS: { readonly [S in RangedStorage]: bigint } = { i8: 8n, i16: 16n, i32: 32n, i64: 64n };
const leastOf = (storage: RangedStorage): bigint => -(1n << (STORAGE_BITS[storage] - 1n));
const greatestOf = (storage: RangedStorage): bigint => (1n << (STORAGE_BITS[storage] - 1n)) - 1n;

/** Bits of each part, in the order in which `pack` and `unpack` take their places. */
export function partsOf(field: KeyField): readonly number[] {
  switch (field.kind) {
    case 'ranged':
      return [field.bits];
    case 'whole':
      return field.words === 1 ? [64, 1] : [64, 64, 1];
    case 'bits':
      return [2];
    case 'f32':
      return [32];
    case 'f64':
      return [64];
    case 'none':
      return [];
  }
}
type RangedField = Extract<KeyField, { kind: 'ranged' }>;
/** Greatest value less the least one. Never beyond the storage's values: kernels may compare differences in the storage's width. */
export function rangeOf({ storage, min, bits }: RangedField): bigint {
  const codes = (1n << BigInt(bits)) - 2n;
  const room = greatestOf(storage) - min;
  return codes < room ? codes : room;
}
const bitsFor = (range: bigint): number => (range + 1n).toString(2).length;

/** Whether bounds make sense: those from a file's statistics may not. */
export const areBounds = (storage: RangedStorage, { min, max }: Bounds): boolean =>
  leastOf(storage) <= min && min <= max && max <= greatestOf(storage);
/** Field for values in `bounds`; from 0 when that costs no bit. */
export function fitField(storage: RangedStorage, { min, max }: Bounds): KeyField {
  const bits = bitsFor(max - min);
  if (bits > MAX_RANGED_BITS) return { kind: 'whole', words: 1 };
  const fromZero: RangedField = { kind: 'ranged', storage, bits, min: 0n };
  return min >= 0n && max <= rangeOf(fromZero) ? fromZero : { ...fromZero, min };
}
/**
 * Field that also holds `bounds`. At least doubles the range, into the direction in which it was left:
 * values that creep up or down widen a field at most 63 times.
 */
export function widenField(field: RangedField, bounds: Bounds): KeyField {
  const oldMax = field.min + rangeOf(field);
  const min = bounds.min < field.min ? bounds.min : field.min;
  const max = bounds.max > oldMax ? bounds.max : oldMax;
  const bits = Math.max(field.bits + 1, bitsFor(max - min));
  if (bits > MAX_RANGED_BITS) return { kind: 'whole', words: 1 };
  const down = min < field.min ? max - ((1n << BigInt(bits)) - 2n) : min;
  const least = leastOf(field.storage);
  return { kind: 'ranged', storage: field.storage, bits, min: down < least ? least : down };
}
/** Field of a storage whose values need no bounds, or undefined. */
export function fixedField(storage: Storage): KeyField | undefined {
  switch (storage) {
    case 'bits':
    case 'f32':
    case 'f64':
    case 'none':
      return { kind: storage };
    case 'i128':
      return { kind: 'whole', words: 2 };
    default:
      return undefined;
  }
}
