// Order and equality of values outside WASM memory, as Spark compares them: NaN equals NaN and is greatest, -0 equals 0,
// strings by code point (the order of their UTF-8 bytes), NULLs first inside nested values. Cost: O(size of the value).
import { assert } from './assert.ts';
import type { DataType } from './data-type.ts';
import { MapValue, StructValue, type Value } from './value.ts';

const compareNumbers = (a: number, b: number): number => {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return Number.isNaN(a) ? (Number.isNaN(b) ? 0 : 1) : -1;
};
/** UTF-16 order differs from code point order only where surrogates meet the units above them. */
export function compareStrings(a: string, b: string): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const xSurrogate = x >= 0xd800 && x < 0xe000;
      const ySurrogate = y >= 0xd800 && y < 0xe000;
      return xSurrogate === ySurrogate ? x - y : xSurrogate ? 1 : -1;
    }
  }
  return a.length - b.length;
}
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
function compareLists(a: readonly Value[], b: readonly Value[], typeAt: (i: number) => DataType): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const order = compareNullable(a[i]!, b[i]!, typeAt(i));
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
const compareNullable = (a: Value, b: Value, type: DataType): number =>
  a === null || b === null ? (a === b ? 0 : a === null ? -1 : 1) : compareValues(a, b, type);

/** Negative, 0 or positive; neither may be null. Maps have no order in Spark: they compare by entries, for grouping only. */
export function compareValues(a: Value, b: Value, type: DataType): number {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  if (Array.isArray(a) && Array.isArray(b) && type.kind === 'array') return compareLists(a, b, () => type.element);
  if (a instanceof StructValue && b instanceof StructValue && type.kind === 'struct')
    return compareLists(a.values, b.values, (i) => type.fields[i]!.type);
  if (a instanceof MapValue && b instanceof MapValue && type.kind === 'map')
    return compareLists(a.entries.flat(), b.entries.flat(), (i) => (i % 2 === 0 ? type.key : type.value));
  assert(false, `values of one type are compared, not ${typeof a} and ${typeof b} as ${type.kind}`);
}
export const equalValues = (a: Value, b: Value, type: DataType): boolean => compareNullable(a, b, type) === 0;
