// Exports of family aggregate: one row at a time into the state of its group.
import * as sums from './sum';
import * as extremes from './extreme';
import * as moments from './moments';
import * as segments from './segments';
import { top } from './top';

export function sumI32(
  ptr: usize, validityPtr: usize, idsPtr: usize, sumsPtr: usize, groups: i32, scratchPtr: usize, n: i32,
): void {
  sums.sum<i32, i64>(ptr, validityPtr, idsPtr, sumsPtr, groups, scratchPtr, n);
}
export function sumI64(
  ptr: usize, validityPtr: usize, idsPtr: usize, sumsPtr: usize, groups: i32, scratchPtr: usize, n: i32,
): void {
  sums.sum<i64, i64>(ptr, validityPtr, idsPtr, sumsPtr, groups, scratchPtr, n);
}
export function sumF64(
  ptr: usize, validityPtr: usize, idsPtr: usize, sumsPtr: usize, groups: i32, scratchPtr: usize, n: i32,
): void {
  sums.sum<f64, f64>(ptr, validityPtr, idsPtr, sumsPtr, groups, scratchPtr, n);
}
export function divideI64(sumsPtr: usize, countsPtr: usize, outPtr: usize, n: i32): void { sums.divide<i64>(sumsPtr, countsPtr, outPtr, n); }
export function divideF64(sumsPtr: usize, countsPtr: usize, outPtr: usize, n: i32): void { sums.divide<f64>(sumsPtr, countsPtr, outPtr, n); }
export { sumWide, sum128, narrow128 as narrowSums, divideDecimal as decimalMeans, count as countRows, markSeen } from './sum';
export function minI8(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i8, extremes.Min>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function minI16(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i16, extremes.Min>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function minI32(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i32, extremes.Min>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function minI64(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i64, extremes.Min>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function minF32(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<f32, extremes.Min>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function minF64(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<f64, extremes.Min>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function maxI8(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i8, extremes.Max>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function maxI16(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i16, extremes.Max>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function maxI32(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i32, extremes.Max>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function maxI64(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i64, extremes.Max>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function maxF32(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<f32, extremes.Max>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function maxF64(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<f64, extremes.Max>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function foldAndI8(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i8, extremes.And>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function foldAndI16(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i16, extremes.And>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function foldAndI32(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i32, extremes.And>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function foldAndI64(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i64, extremes.And>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function foldOrI8(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i8, extremes.Or>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function foldOrI16(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i16, extremes.Or>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function foldOrI32(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i32, extremes.Or>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function foldOrI64(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i64, extremes.Or>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function foldXorI8(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i8, extremes.Xor>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function foldXorI16(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i16, extremes.Xor>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function foldXorI32(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i32, extremes.Xor>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function foldXorI64(
  ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, groups: i32, n: i32,
): void {
  extremes.extreme<i64, extremes.Xor>(ptr, validityPtr, idsPtr, statesPtr, groups, n);
}
export function moments2I32(ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, n: i32): void {
  moments.moments2<i32>(ptr, validityPtr, idsPtr, statesPtr, n);
}
export function moments2F64(ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, n: i32): void {
  moments.moments2<f64>(ptr, validityPtr, idsPtr, statesPtr, n);
}
export function moments4I32(ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, n: i32): void {
  moments.moments4<i32>(ptr, validityPtr, idsPtr, statesPtr, n);
}
export function moments4F64(ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, n: i32): void {
  moments.moments4<f64>(ptr, validityPtr, idsPtr, statesPtr, n);
}
export function comomentsI32(
  xPtr: usize, xValidityPtr: usize, yPtr: usize, yValidityPtr: usize, idsPtr: usize, statesPtr: usize, n: i32,
): void {
  moments.comoments<i32>(xPtr, xValidityPtr, yPtr, yValidityPtr, idsPtr, statesPtr, n);
}
export function comomentsF64(
  xPtr: usize, xValidityPtr: usize, yPtr: usize, yValidityPtr: usize, idsPtr: usize, statesPtr: usize, n: i32,
): void {
  moments.comoments<f64>(xPtr, xValidityPtr, yPtr, yValidityPtr, idsPtr, statesPtr, n);
}
export { mergeMoments2, mergeMoments4, mergeComoments } from './moments';
export { appendRuns, countRuns, countSegments, segmentStarts, scatter, scatterRuns } from './segments';
export function appendI8(
  ptr: usize, validityPtr: usize, idsPtr: usize, outIdsPtr: usize, outPtr: usize, n: i32,
): i32 {
  return segments.append<i8>(ptr, validityPtr, idsPtr, outIdsPtr, outPtr, n);
}
export function appendI16(
  ptr: usize, validityPtr: usize, idsPtr: usize, outIdsPtr: usize, outPtr: usize, n: i32,
): i32 {
  return segments.append<i16>(ptr, validityPtr, idsPtr, outIdsPtr, outPtr, n);
}
export function appendI32(
  ptr: usize, validityPtr: usize, idsPtr: usize, outIdsPtr: usize, outPtr: usize, n: i32,
): i32 {
  return segments.append<i32>(ptr, validityPtr, idsPtr, outIdsPtr, outPtr, n);
}
export function appendI64(
  ptr: usize, validityPtr: usize, idsPtr: usize, outIdsPtr: usize, outPtr: usize, n: i32,
): i32 {
  return segments.append<i64>(ptr, validityPtr, idsPtr, outIdsPtr, outPtr, n);
}
export function appendF32(
  ptr: usize, validityPtr: usize, idsPtr: usize, outIdsPtr: usize, outPtr: usize, n: i32,
): i32 {
  return segments.append<f32>(ptr, validityPtr, idsPtr, outIdsPtr, outPtr, n);
}
export function appendF64(
  ptr: usize, validityPtr: usize, idsPtr: usize, outIdsPtr: usize, outPtr: usize, n: i32,
): i32 {
  return segments.append<f64>(ptr, validityPtr, idsPtr, outIdsPtr, outPtr, n);
}
export function interpolateI64(
  valuesPtr: usize, endsPtr: usize, from: u32, n: i32, q: f64, divisor: f64, outPtr: usize, seenPtr: usize,
): void {
  segments.interpolate<i64>(valuesPtr, endsPtr, from, n, q, divisor, outPtr, seenPtr);
}
export function interpolateF64(
  valuesPtr: usize, endsPtr: usize, from: u32, n: i32, q: f64, divisor: f64, outPtr: usize, seenPtr: usize,
): void {
  segments.interpolate<f64>(valuesPtr, endsPtr, from, n, q, divisor, outPtr, seenPtr);
}
export function pickI8(
  valuesPtr: usize, endsPtr: usize, from: u32, n: i32, q: f64, fromAbove: i32, outPtr: usize, seenPtr: usize,
): void {
  segments.pick<i8>(valuesPtr, endsPtr, from, n, q, fromAbove, outPtr, seenPtr);
}
export function pickI16(
  valuesPtr: usize, endsPtr: usize, from: u32, n: i32, q: f64, fromAbove: i32, outPtr: usize, seenPtr: usize,
): void {
  segments.pick<i16>(valuesPtr, endsPtr, from, n, q, fromAbove, outPtr, seenPtr);
}
export function pickI32(
  valuesPtr: usize, endsPtr: usize, from: u32, n: i32, q: f64, fromAbove: i32, outPtr: usize, seenPtr: usize,
): void {
  segments.pick<i32>(valuesPtr, endsPtr, from, n, q, fromAbove, outPtr, seenPtr);
}
export function pickI64(
  valuesPtr: usize, endsPtr: usize, from: u32, n: i32, q: f64, fromAbove: i32, outPtr: usize, seenPtr: usize,
): void {
  segments.pick<i64>(valuesPtr, endsPtr, from, n, q, fromAbove, outPtr, seenPtr);
}
export function pickF32(
  valuesPtr: usize, endsPtr: usize, from: u32, n: i32, q: f64, fromAbove: i32, outPtr: usize, seenPtr: usize,
): void {
  segments.pick<f32>(valuesPtr, endsPtr, from, n, q, fromAbove, outPtr, seenPtr);
}
export function pickF64(
  valuesPtr: usize, endsPtr: usize, from: u32, n: i32, q: f64, fromAbove: i32, outPtr: usize, seenPtr: usize,
): void {
  segments.pick<f64>(valuesPtr, endsPtr, from, n, q, fromAbove, outPtr, seenPtr);
}
export function topI8(
  ptr: usize, validityPtr: usize, descending: i32, nullsFirst: i32, idsPtr: usize, codesPtr: usize, entriesPtr: usize, k: i32, base: u32,
  rowsPtr: usize, n: i32,
): i32 {
  return top<i8>(ptr, validityPtr, descending, nullsFirst, idsPtr, codesPtr, entriesPtr, k, base, rowsPtr, n);
}
export function topI16(
  ptr: usize, validityPtr: usize, descending: i32, nullsFirst: i32, idsPtr: usize, codesPtr: usize, entriesPtr: usize, k: i32, base: u32,
  rowsPtr: usize, n: i32,
): i32 {
  return top<i16>(ptr, validityPtr, descending, nullsFirst, idsPtr, codesPtr, entriesPtr, k, base, rowsPtr, n);
}
export function topI32(
  ptr: usize, validityPtr: usize, descending: i32, nullsFirst: i32, idsPtr: usize, codesPtr: usize, entriesPtr: usize, k: i32, base: u32,
  rowsPtr: usize, n: i32,
): i32 {
  return top<i32>(ptr, validityPtr, descending, nullsFirst, idsPtr, codesPtr, entriesPtr, k, base, rowsPtr, n);
}
export function topI64(
  ptr: usize, validityPtr: usize, descending: i32, nullsFirst: i32, idsPtr: usize, codesPtr: usize, entriesPtr: usize, k: i32, base: u32,
  rowsPtr: usize, n: i32,
): i32 {
  return top<i64>(ptr, validityPtr, descending, nullsFirst, idsPtr, codesPtr, entriesPtr, k, base, rowsPtr, n);
}
export function topF32(
  ptr: usize, validityPtr: usize, descending: i32, nullsFirst: i32, idsPtr: usize, codesPtr: usize, entriesPtr: usize, k: i32, base: u32,
  rowsPtr: usize, n: i32,
): i32 {
  return top<f32>(ptr, validityPtr, descending, nullsFirst, idsPtr, codesPtr, entriesPtr, k, base, rowsPtr, n);
}
export function topF64(
  ptr: usize, validityPtr: usize, descending: i32, nullsFirst: i32, idsPtr: usize, codesPtr: usize, entriesPtr: usize, k: i32, base: u32,
  rowsPtr: usize, n: i32,
): i32 {
  return top<f64>(ptr, validityPtr, descending, nullsFirst, idsPtr, codesPtr, entriesPtr, k, base, rowsPtr, n);
}
export { enteredRows, firstOfGroups } from './top';
