// segments.ts: all values of each group side by side: append (id, value) pairs, count per group, scatter to segments, select in them.
// Values are kept as i64 in value order: integers as they are, floats by their bits with negatives turned over; NaN last, -0 = 0.
// Selection is quickselect around pseudo-random pivots: linear for data in any order. Cost: about 10-20 ns a row in all.
import { isValid } from '../hash/pack';

// @ts-ignore: decorator
@inline const NO_GROUP: u32 = u32.MAX_VALUE;

// @ts-ignore: decorator
@inline export function ordered<T>(ptr: usize): i64 {
  if (!isFloat<T>()) return <i64>load<T>(ptr);
  const x = <f64>load<T>(ptr) + 0.0;
  if (x != x) return i64.MAX_VALUE;
  const bits = reinterpret<i64>(x);
  return bits ^ <i64>(<u64>(bits >> 63) >> 1);
}
// @ts-ignore: decorator
@inline function unordered(value: i64): f64 {
  return reinterpret<f64>(value ^ <i64>(<u64>(value >> 63) >> 1));
}
/** Appends the rows that have a value; returns how many. Both outputs need room for n. */
export function append<T>(ptr: usize, validityPtr: usize, idsPtr: usize, outIdsPtr: usize, outPtr: usize, n: i32): i32 {
  let kept: usize = 0;
  for (let row = 0; row < n; row++) {
    store<u32>(outIdsPtr + (kept << 2), load<u32>(idsPtr + ((<usize>row) << 2)));
    store<i64>(outPtr + (kept << 3), ordered<T>(ptr + (<usize>row) * sizeof<T>()));
    kept += <usize>isValid(validityPtr, row);
  }
  return <i32>kept;
}
/** Lists of such values as runs: {group, length} (u32 each) of every row, in the order of their values; NULL is a run of no group. */
export function appendRuns(offsetsPtr: usize, validityPtr: usize, idsPtr: usize, outPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++, offsetsPtr += 4, outPtr += 8) {
    store<u32>(outPtr, isValid(validityPtr, row) ? load<u32>(idsPtr + ((<usize>row) << 2)) : NO_GROUP);
    store<u32>(outPtr, load<u32>(offsetsPtr, 4) - load<u32>(offsetsPtr), 4);
  }
}
/** ends[g] += values in runs of group g. */
export function countRuns(runsPtr: usize, n: u32, endsPtr: usize): void {
  for (let stop = runsPtr + ((<usize>n) << 3); runsPtr < stop; runsPtr += 8) {
    const group = load<u32>(runsPtr);
    if (group == NO_GROUP) continue;
    const end = endsPtr + ((<usize>group) << 2);
    store<u32>(end, load<u32>(end) + load<u32>(runsPtr, 4));
  }
}
/** Runs, whose values begin at valuesPtr, to their segments; returns how many values they had. */
export function scatterRuns(runsPtr: usize, n: u32, valuesPtr: usize, endsPtr: usize, outPtr: usize): u32 {
  const first = valuesPtr;
  for (let stop = runsPtr + ((<usize>n) << 3); runsPtr < stop; runsPtr += 8) {
    const group = load<u32>(runsPtr), length = load<u32>(runsPtr, 4);
    if (group != NO_GROUP) {
      const end = endsPtr + ((<usize>group) << 2);
      const at = load<u32>(end);
      store<u32>(end, at + length);
      const out = outPtr + ((<usize>at) << 3);
      for (let i: usize = 0; i < (<usize>length) << 3; i += 8) store<i64>(out + i, load<i64>(valuesPtr + i));
    }
    valuesPtr += (<usize>length) << 3;
  }
  return <u32>((valuesPtr - first) >> 3);
}
/** ends[g] += values of group g. */
export function countSegments(idsPtr: usize, n: u32, endsPtr: usize): void {
  for (let at = idsPtr, stop = idsPtr + ((<usize>n) << 2); at < stop; at += 4) {
    const end = endsPtr + ((<usize>load<u32>(at)) << 2);
    store<u32>(end, load<u32>(end) + 1);
  }
}
/** Counts -> where each group's segment begins; `scatter` then moves each to its end. */
export function segmentStarts(endsPtr: usize, groups: u32): void {
  let start: u32 = 0;
  for (let at = endsPtr, stop = endsPtr + ((<usize>groups) << 2); at < stop; at += 4) {
    const length = load<u32>(at);
    store<u32>(at, start);
    start += length;
  }
}
/** Values [from, to) of the appended ones to their segments. */
export function scatter(idsPtr: usize, valuesPtr: usize, from: u32, to: u32, endsPtr: usize, outPtr: usize): void {
  for (let i = <usize>from; i < <usize>to; i++) {
    const end = endsPtr + ((<usize>load<u32>(idsPtr + (i << 2))) << 2);
    const at = load<u32>(end);
    store<u32>(end, at + 1);
    store<i64>(outPtr + ((<usize>at) << 3), load<i64>(valuesPtr + (i << 3)));
  }
}
/**
 * Values of [low, high) that are less than the pivot (`orEqual`: or equal) to the front; returns where they end. Every value is swapped,
 * whether it need be or not: no branch depends on the data.
 */
// @ts-ignore: decorator
@inline function partition(low: usize, high: usize, pivot: i64, orEqual: bool): usize {
  let end = low;
  for (let at = low; at < high; at += 8) {
    const value = load<i64>(at);
    store<i64>(at, load<i64>(end));
    store<i64>(end, value);
    end += (<usize>(orEqual ? value <= pivot : value < pivot)) << 3;
  }
  return end;
}
// @ts-ignore: decorator
@inline function least(a: i64, b: i64): i64 { return a < b ? a : b; }
// @ts-ignore: decorator
@inline function greatest(a: i64, b: i64): i64 { return a < b ? b : a; }
/**
 * Of three pseudo-random values of [low, high) the one whose place is likely to be nearest to `target`: the middle one, or near an end
 * of the range the least or the greatest. Takes 2.2 passes to a median instead of 3.4.
 */
// @ts-ignore: decorator
@inline function pivotOf(low: usize, high: usize, target: usize, random: u32): i64 {
  const count = <u64>((high - low) >> 3);
  const a = load<i64>(low + (<usize>((<u64>random * count) >> 32) << 3));
  const b = load<i64>(low + (<usize>((<u64>(random * 0x9e3779b1) * count) >> 32) << 3));
  const c = load<i64>(low + (<usize>((<u64>(random * 0x85ebca6b) * count) >> 32) << 3));
  const before = (target - low) * 3, whole = high - low;
  if (before < whole) return least(least(a, b), c);
  if (before > whole * 2) return greatest(greatest(a, b), c);
  return greatest(least(a, b), least(greatest(a, b), c));
}
/** Moves the value of rank k to position k of n values, lesser ones before it, others behind. */
function select(ptr: usize, n: u32, k: u32): i64 {
  const target = ptr + ((<usize>k) << 3);
  let low = ptr, high = ptr + ((<usize>n) << 3), random: u32 = n | 1;
  while (high - low > 8) {
    random = random * 1664525 + 1013904223;
    const pivot = pivotOf(low, high, target, random);
    const end = partition(low, high, pivot, true);
    if (target >= end) low = end;
    else if (end < high) high = end;
    else {
      // No value is greater than the pivot: only now are those equal to it worth a pass.
      const middle = partition(low, high, pivot, false);
      if (target >= middle) break;
      high = middle;
    }
  }
  return load<i64>(target);
}
/** Least of the values behind position k, when lesser ones stand before. */
function leastAfter(ptr: usize, n: u32, k: u32): i64 {
  let least = i64.MAX_VALUE;
  for (let i = k + 1; i < n; i++) {
    const value = load<i64>(ptr + ((<usize>i) << 3));
    least = value < least ? value : least;
  }
  return least;
}
// @ts-ignore: decorator
@inline function number<T>(value: i64): f64 { return isFloat<T>() ? unordered(value) : <f64>value; }

/**
 * Interpolated value at fraction q of each segment of groups [from, from + n), divided by `divisor`, to outPtr; seen[g] = whether there
 * is one. `ends`: behind scatter, where each segment ends.
 */
export function interpolate<T>(valuesPtr: usize, endsPtr: usize, from: u32, n: i32, q: f64, divisor: f64, outPtr: usize, seenPtr: usize): void {
  for (let i = 0; i < n; i++) {
    const group = <usize>from + <usize>i;
    const start = group == 0 ? 0 : load<u32>(endsPtr + (group << 2) - 4);
    const length = load<u32>(endsPtr + (group << 2)) - start;
    store<u8>(seenPtr + i, <u8>(length > 0));
    if (length == 0) continue;
    const ptr = valuesPtr + ((<usize>start) << 3);
    const position = q * <f64>(length - 1), rank = <u32>position, fraction = position - <f64>rank;
    let value = number<T>(select(ptr, length, rank));
    if (fraction > 0) value = value * (1 - fraction) + number<T>(leastAfter(ptr, length, rank)) * fraction;
    store<f64>(outPtr + ((<usize>i) << 3), value / divisor);
  }
}
/** The value of rank ceil(q * length), from below or from above, of each segment, as T. */
export function pick<T>(valuesPtr: usize, endsPtr: usize, from: u32, n: i32, q: f64, fromAbove: i32, outPtr: usize, seenPtr: usize): void {
  for (let i = 0; i < n; i++) {
    const group = <usize>from + <usize>i;
    const start = group == 0 ? 0 : load<u32>(endsPtr + (group << 2) - 4);
    const length = load<u32>(endsPtr + (group << 2)) - start;
    store<u8>(seenPtr + i, <u8>(length > 0));
    if (length == 0) continue;
    const rank = <u32>max<f64>(ceil<f64>(q * <f64>length) - 1, 0);
    const value = select(valuesPtr + ((<usize>start) << 3), length, fromAbove ? length - 1 - rank : rank);
    store<T>(outPtr + (<usize>i) * sizeof<T>(), isFloat<T>() ? <T>unordered(value) : <T>value);
  }
}
