// moments.ts: means and central sums by group, one row at a time (Welford) or two states at a time (Chan, Pébay): stable for any data.
// States, f64 each: moments {n, mean, m2}, {n, mean, m2, m3, m4}; comoments {n, meanX, meanY, m2X, m2Y, cXY}.
// Values are f64, or i32 that are widened as they are read. Merge reads the numbers of a state from one column each.
// Cost: one division a row, 2 to 3.5 ns.
import { isValid } from '../hash/pack';

// @ts-ignore: decorator
@inline function idAt(idsPtr: usize, row: i32): usize { return <usize>load<u32>(idsPtr + ((<usize>row) << 2)); }
// @ts-ignore: decorator
@inline function f(ptr: usize, row: i32): f64 { return load<f64>(ptr + ((<usize>row) << 3)); }

/** A value as it stands, i32 or f64. */
// @ts-ignore: decorator
@inline function value<T>(ptr: usize, row: i32): f64 { return <f64>load<T>(ptr + (<usize>row) * sizeof<T>()); }

export function moments2<T>(ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++) {
    if (!isValid(validityPtr, row)) continue;
    const s = statesPtr + idAt(idsPtr, row) * 24;
    const x = value<T>(ptr, row), count = load<f64>(s) + 1, mean = load<f64>(s, 8);
    const delta = x - mean, next = mean + delta / count;
    store<f64>(s, count);
    store<f64>(s, next, 8);
    store<f64>(s, load<f64>(s, 16) + delta * (x - next), 16);
  }
}
export function mergeMoments2(nPtr: usize, meanPtr: usize, m2Ptr: usize, idsPtr: usize, statesPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++) {
    const nb = f(nPtr, row);
    if (nb == 0) continue;
    const s = statesPtr + idAt(idsPtr, row) * 24;
    const na = load<f64>(s), total = na + nb, delta = f(meanPtr, row) - load<f64>(s, 8), part = delta * (nb / total);
    store<f64>(s, total);
    store<f64>(s, load<f64>(s, 8) + part, 8);
    store<f64>(s, load<f64>(s, 16) + f(m2Ptr, row) + delta * part * na, 16);
  }
}
export function moments4<T>(ptr: usize, validityPtr: usize, idsPtr: usize, statesPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++) {
    if (!isValid(validityPtr, row)) continue;
    const s = statesPtr + idAt(idsPtr, row) * 40;
    const before = load<f64>(s), count = before + 1, m2 = load<f64>(s, 16), m3 = load<f64>(s, 24);
    const delta = value<T>(ptr, row) - load<f64>(s, 8), part = delta / count, square = part * part, term = delta * part * before;
    store<f64>(s, count);
    store<f64>(s, load<f64>(s, 8) + part, 8);
    store<f64>(s, load<f64>(s, 32) + term * square * (count * count - 3 * count + 3) + 6 * square * m2 - 4 * part * m3, 32);
    store<f64>(s, m3 + term * part * (count - 2) - 3 * part * m2, 24);
    store<f64>(s, m2 + term, 16);
  }
}
export function mergeMoments4(
  nPtr: usize, meanPtr: usize, m2Ptr: usize, m3Ptr: usize, m4Ptr: usize, idsPtr: usize, statesPtr: usize, n: i32,
): void {
  for (let row = 0; row < n; row++) {
    const b = f(nPtr, row);
    if (b == 0) continue;
    const s = statesPtr + idAt(idsPtr, row) * 40;
    const a = load<f64>(s), t = a + b, d = f(meanPtr, row) - load<f64>(s, 8), r = d / t;
    const a2 = load<f64>(s, 16), a3 = load<f64>(s, 24), b2 = f(m2Ptr, row), b3 = f(m3Ptr, row);
    store<f64>(s, t);
    store<f64>(s, load<f64>(s, 8) + r * b, 8);
    store<f64>(s, a2 + b2 + d * r * a * b, 16);
    store<f64>(s, a3 + b3 + d * r * r * a * b * (a - b) + 3 * r * (a * b2 - b * a2), 24);
    const quartic = d * r * r * r * a * b * (a * a - a * b + b * b) + 6 * r * r * (a * a * b2 + b * b * a2);
    store<f64>(s, load<f64>(s, 32) + f(m4Ptr, row) + quartic + 4 * r * (a * b3 - b * a3), 32);
  }
}
/** Rows where either validity says NULL are left out. */
export function comoments<T>(
  xPtr: usize, xValidityPtr: usize, yPtr: usize, yValidityPtr: usize, idsPtr: usize, statesPtr: usize, n: i32,
): void {
  for (let row = 0; row < n; row++) {
    if (!isValid(xValidityPtr, row) || !isValid(yValidityPtr, row)) continue;
    const s = statesPtr + idAt(idsPtr, row) * 48;
    // Both arguments in step: {meanX, meanY} and {m2X, m2Y} are neighbours.
    const count = load<f64>(s) + 1, means = v128.load(s, 8);
    const xy = f64x2.replace_lane(f64x2.splat(value<T>(xPtr, row)), 1, value<T>(yPtr, row));
    const delta = f64x2.sub(xy, means);
    const next = f64x2.add(means, f64x2.mul(delta, f64x2.splat(1 / count)));
    const rest = f64x2.sub(xy, next);
    store<f64>(s, count);
    v128.store(s, next, 8);
    v128.store(s, f64x2.add(v128.load(s, 24), f64x2.mul(delta, rest)), 24);
    store<f64>(s, load<f64>(s, 40) + f64x2.extract_lane(delta, 0) * f64x2.extract_lane(rest, 1), 40);
  }
}
export function mergeComoments(
  nPtr: usize, meanXPtr: usize, meanYPtr: usize, m2XPtr: usize, m2YPtr: usize, cXYPtr: usize, idsPtr: usize, statesPtr: usize, n: i32,
): void {
  for (let row = 0; row < n; row++) {
    const b = f(nPtr, row);
    if (b == 0) continue;
    const s = statesPtr + idAt(idsPtr, row) * 48;
    const a = load<f64>(s), t = a + b, share = b / t, weight = a * share;
    const dx = f(meanXPtr, row) - load<f64>(s, 8), dy = f(meanYPtr, row) - load<f64>(s, 16);
    store<f64>(s, t);
    store<f64>(s, load<f64>(s, 8) + dx * share, 8);
    store<f64>(s, load<f64>(s, 16) + dy * share, 16);
    store<f64>(s, load<f64>(s, 24) + f(m2XPtr, row) + dx * dx * weight, 24);
    store<f64>(s, load<f64>(s, 32) + f(m2YPtr, row) + dy * dy * weight, 32);
    store<f64>(s, load<f64>(s, 40) + f(cXYPtr, row) + dx * dy * weight, 40);
  }
}
