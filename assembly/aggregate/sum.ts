// sum.ts: sums[ids[i]] += values[i], with values widened to the sum's type.
// Three shapes of one loop: one group sums in registers; few groups keep four copies of the sums, so that a row need not wait for the
// store of the row before (a 10-cycle chain when neighbours share a group); many groups add in place. Cost: 0.4 to 1 ns a row in cache.
import { isValid } from '../hash/pack';

/** Up to here a batch is summed in four copies; the scratch block holds them. */
const FEW: i32 = 64;

// @ts-ignore: decorator
@inline function at<T>(ptr: usize, row: i32): T { return load<T>(ptr + (<usize>row) * sizeof<T>()); }
// @ts-ignore: decorator
@inline function bump<S>(ptr: usize, value: S): void { store<S>(ptr, <S>(load<S>(ptr) + value)); }
// @ts-ignore: decorator
@inline function idAt(idsPtr: usize, row: i32): usize { return <usize>load<u32>(idsPtr + ((<usize>row) << 2)); }

/** Two values, from `row` on, as two lanes of the sum's type. */
// @ts-ignore: decorator
@inline function pair<T>(ptr: usize, row: i32): v128 {
  const from = ptr + (<usize>row) * sizeof<T>();
  return sizeof<T>() == 8 ? v128.load(from) : i64x2.extend_low_i32x4_s(v128.load64_zero(from));
}
function sumOne<T, S>(ptr: usize, validityPtr: usize, n: i32): S {
  let total: S = 0;
  let row = 0;
  if (validityPtr == 0) {
    let low = i64x2.splat(0), high = low;
    for (const stop = n & ~3; row < stop; row += 4) {
      low = v128.add<S>(low, pair<T>(ptr, row));
      high = v128.add<S>(high, pair<T>(ptr, row + 2));
    }
    low = v128.add<S>(low, high);
    total = <S>(v128.extract_lane<S>(low, 0) + v128.extract_lane<S>(low, 1));
  }
  for (; row < n; row++) if (isValid(validityPtr, row)) total += <S>at<T>(ptr, row);
  return total;
}
function sumFew<T, S>(ptr: usize, validityPtr: usize, idsPtr: usize, sumsPtr: usize, groups: i32, scratchPtr: usize, n: i32): void {
  const copy = (<usize>groups) * sizeof<S>();
  memory.fill(scratchPtr, 0, copy * 4);
  let row = 0;
  if (validityPtr == 0) {
    for (const stop = n & ~3; row < stop; row += 4) {
      bump<S>(scratchPtr + idAt(idsPtr, row) * sizeof<S>(), <S>at<T>(ptr, row));
      bump<S>(scratchPtr + copy + idAt(idsPtr, row + 1) * sizeof<S>(), <S>at<T>(ptr, row + 1));
      bump<S>(scratchPtr + copy * 2 + idAt(idsPtr, row + 2) * sizeof<S>(), <S>at<T>(ptr, row + 2));
      bump<S>(scratchPtr + copy * 3 + idAt(idsPtr, row + 3) * sizeof<S>(), <S>at<T>(ptr, row + 3));
    }
  }
  for (; row < n; row++)
    if (isValid(validityPtr, row)) bump<S>(scratchPtr + copy * <usize>(row & 3) + idAt(idsPtr, row) * sizeof<S>(), <S>at<T>(ptr, row));
  for (let offset: usize = 0; offset < copy; offset += sizeof<S>()) {
    const low = load<S>(scratchPtr + offset) + load<S>(scratchPtr + copy + offset);
    const high = load<S>(scratchPtr + copy * 2 + offset) + load<S>(scratchPtr + copy * 3 + offset);
    bump<S>(sumsPtr + offset, <S>(low + high));
  }
}
/** Eight rows a turn: 0.1 ns a row less than one. */
function sumMany<T, S>(ptr: usize, idsPtr: usize, sumsPtr: usize, n: i32): void {
  let row = 0;
  for (const stop = n - 7; row < stop; row += 8) {
    const values = ptr + (<usize>row) * sizeof<T>(), ids = idsPtr + ((<usize>row) << 2);
    bump<S>(sumsPtr + (<usize>load<u32>(ids)) * sizeof<S>(), <S>load<T>(values));
    bump<S>(sumsPtr + (<usize>load<u32>(ids, 4)) * sizeof<S>(), <S>load<T>(values, sizeof<T>()));
    bump<S>(sumsPtr + (<usize>load<u32>(ids, 8)) * sizeof<S>(), <S>load<T>(values, 2 * sizeof<T>()));
    bump<S>(sumsPtr + (<usize>load<u32>(ids, 12)) * sizeof<S>(), <S>load<T>(values, 3 * sizeof<T>()));
    bump<S>(sumsPtr + (<usize>load<u32>(ids, 16)) * sizeof<S>(), <S>load<T>(values, 4 * sizeof<T>()));
    bump<S>(sumsPtr + (<usize>load<u32>(ids, 20)) * sizeof<S>(), <S>load<T>(values, 5 * sizeof<T>()));
    bump<S>(sumsPtr + (<usize>load<u32>(ids, 24)) * sizeof<S>(), <S>load<T>(values, 6 * sizeof<T>()));
    bump<S>(sumsPtr + (<usize>load<u32>(ids, 28)) * sizeof<S>(), <S>load<T>(values, 7 * sizeof<T>()));
  }
  for (; row < n; row++) bump<S>(sumsPtr + idAt(idsPtr, row) * sizeof<S>(), <S>at<T>(ptr, row));
}
/** `scratchPtr`: 4 x 64 sums of room. */
export function sum<T, S>(ptr: usize, validityPtr: usize, idsPtr: usize, sumsPtr: usize, groups: i32, scratchPtr: usize, n: i32): void {
  if (groups == 1) return bump<S>(sumsPtr, sumOne<T, S>(ptr, validityPtr, n));
  if (groups <= FEW) return sumFew<T, S>(ptr, validityPtr, idsPtr, sumsPtr, groups, scratchPtr, n);
  if (validityPtr == 0) return sumMany<T, S>(ptr, idsPtr, sumsPtr, n);
  for (let row = 0; row < n; row++)
    if (isValid(validityPtr, row)) bump<S>(sumsPtr + idAt(idsPtr, row) * sizeof<S>(), <S>at<T>(ptr, row));
}

/** One 128-bit addition into lo u64, hi i64. */
// @ts-ignore: decorator
@inline function bump128(ptr: usize, lo: u64, hi: i64): void {
  const low = load<u64>(ptr) + lo;
  store<u64>(ptr, low);
  store<i64>(ptr, load<i64>(ptr, 8) + hi + <i64>(low < lo), 8);
}
// @ts-ignore: decorator
@inline function bumpWide(ptr: usize, value: i64): void { bump128(ptr, <u64>value, value >> 63); }
/** 64-bit values into 128-bit sums. */
export function sumWide(ptr: usize, validityPtr: usize, idsPtr: usize, sumsPtr: usize, n: i32): void {
  if (validityPtr == 0) {
    for (let row = 0; row < n; row++) bumpWide(sumsPtr + (idAt(idsPtr, row) << 4), at<i64>(ptr, row));
    return;
  }
  for (let row = 0; row < n; row++) if (isValid(validityPtr, row)) bumpWide(sumsPtr + (idAt(idsPtr, row) << 4), at<i64>(ptr, row));
}
/** 128-bit values into 128-bit sums. */
export function sum128(ptr: usize, validityPtr: usize, idsPtr: usize, sumsPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++) {
    if (!isValid(validityPtr, row)) continue;
    const value = ptr + ((<usize>row) << 4);
    bump128(sumsPtr + (idAt(idsPtr, row) << 4), load<u64>(value), load<i64>(value, 8));
  }
}
/** 128-bit values that fit 64 bits, cut; marks in the byte array at missPtr the others. Returns how many do not fit. */
export function narrow128(ptr: usize, outPtr: usize, missPtr: usize, n: i32): i32 {
  let misses = 0;
  for (let row = 0; row < n; row++, ptr += 16, outPtr += 8) {
    const low = load<i64>(ptr);
    const miss = load<i64>(ptr, 8) != low >> 63;
    store<i64>(outPtr, low);
    store<u8>(missPtr + row, <u8>miss);
    misses += <i32>miss;
  }
  return misses;
}

/** Rows per group; with a validity, rows that have a value. */
export function count(validityPtr: usize, idsPtr: usize, countsPtr: usize, groups: i32, scratchPtr: usize, n: i32): void {
  let row = 0;
  if (validityPtr == 0 && groups <= FEW) {
    const copy = (<usize>groups) << 3;
    memory.fill(scratchPtr, 0, copy * 4);
    for (const stop = n & ~3; row < stop; row += 4) {
      bump<i64>(scratchPtr + (idAt(idsPtr, row) << 3), 1);
      bump<i64>(scratchPtr + copy + (idAt(idsPtr, row + 1) << 3), 1);
      bump<i64>(scratchPtr + copy * 2 + (idAt(idsPtr, row + 2) << 3), 1);
      bump<i64>(scratchPtr + copy * 3 + (idAt(idsPtr, row + 3) << 3), 1);
    }
    for (let i: usize = 0; i < copy * 4; i += 8) bump<i64>(countsPtr + i % copy, load<i64>(scratchPtr + i));
  }
  if (validityPtr == 0) {
    for (const stop = n - 3; row < stop; row += 4) {
      const ids = idsPtr + ((<usize>row) << 2);
      bump<i64>(countsPtr + ((<usize>load<u32>(ids)) << 3), 1);
      bump<i64>(countsPtr + ((<usize>load<u32>(ids, 4)) << 3), 1);
      bump<i64>(countsPtr + ((<usize>load<u32>(ids, 8)) << 3), 1);
      bump<i64>(countsPtr + ((<usize>load<u32>(ids, 12)) << 3), 1);
    }
    for (; row < n; row++) bump<i64>(countsPtr + (idAt(idsPtr, row) << 3), 1);
    return;
  }
  for (; row < n; row++) bump<i64>(countsPtr + (idAt(idsPtr, row) << 3), <i64>isValid(validityPtr, row));
}
/** seen[ids[i]] = 1 for rows with a value. */
export function markSeen(validityPtr: usize, idsPtr: usize, seenPtr: usize, n: i32): void {
  for (let row = 0; row < n; row++) if (isValid(validityPtr, row)) store<u8>(seenPtr + idAt(idsPtr, row), 1);
}
/** Means: sums over counts; anything where the count is 0. */
export function divide<S>(sumsPtr: usize, countsPtr: usize, outPtr: usize, n: i32): void {
  for (let i = 0; i < n; i++, sumsPtr += 8, countsPtr += 8, outPtr += 8) store<f64>(outPtr, <f64>load<S>(sumsPtr) / <f64>load<i64>(countsPtr));
}
/**
 * Means of decimals, rounded half away from zero: sum * factor / count, `step` bytes apart at outPtr (16: with the sign word). Marks at
 * missPtr the groups in which sum * factor does not fit 64 bits; returns how many. A group of no rows gives anything.
 */
export function divideDecimal(sumsPtr: usize, countsPtr: usize, factor: i64, outPtr: usize, step: i32, missPtr: usize, n: i32): i32 {
  const most = i64.MAX_VALUE / factor;
  let misses = 0;
  for (let i = 0; i < n; i++, sumsPtr += 16, countsPtr += 8, outPtr += step) {
    const sum = load<i64>(sumsPtr), count = load<i64>(countsPtr);
    const miss = load<i64>(sumsPtr, 8) != sum >> 63 || sum > most || sum < -most;
    store<u8>(missPtr + i, <u8>miss);
    misses += <i32>miss;
    if (miss || count == 0) continue;
    const scaled = sum * factor, rest = abs<i64>(scaled % count);
    const mean = scaled / count + (rest >= count - rest ? (scaled < 0 ? -1 : 1) : 0);
    store<i64>(outPtr, mean);
    if (step == 16) store<i64>(outPtr, mean >> 63, 8);
  }
  return misses;
}
