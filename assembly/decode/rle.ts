// rle.ts: Parquet's hybrid of run lengths and bit-packed groups: dictionary codes, levels, booleans.
// State (7 x u32 at statePtr): position of the next run, end, bit width; values left in a repeated run and the value;
// values left in a packed run, its current group of 8 and how many of that group are taken.
// A call goes on where the last one stopped; it returns how many values it made, fewer than asked means the bytes ended or lie.
// Reads may touch 24 bytes behind `end`.
import { copy, fill as fillBits } from '../core/bits';
import { unpackGroups } from './bit-unpack';

const POS = 0, END = 4, WIDTH = 8, RUN_LEFT = 12, RUN_VALUE = 16, PACKED_LEFT = 20, GROUP = 24, TAKEN = 28;
const MAX_COUNT: u64 = 0x7fffffff;

export function rleOpen(state: usize, pos: usize, end: usize, width: i32): void {
  memory.fill(state, 0, 32);
  store<u32>(state, <u32>pos, POS);
  store<u32>(state, <u32>end, END);
  store<u32>(state, width, WIDTH);
  // A dictionary of one value needs no bits, and some writers then write no run either.
  if (width == 0) store<u32>(state, <u32>MAX_COUNT, RUN_LEFT);
}

/** Reads a run's header; false if there is none or it makes no sense. */
function nextRun(state: usize): bool {
  const end = load<u32>(state, END), width = load<u32>(state, WIDTH);
  let pos = load<u32>(state, POS);
  let header: u32 = 0, shift: u32 = 0, byte: u32 = 0;
  do {
    if (pos >= end || shift > 28) return false;
    byte = load<u8>(pos++);
    header |= (byte & 127) << shift;
    shift += 7;
  } while (byte >= 128);
  const count = header >> 1, left = end - pos;
  if (header & 1) {
    // The last run may lack its padding.
    const bytes = <u64>count * width, values = min(min(<u64>count * 8, <u64>left * 8 / width), MAX_COUNT);
    store<u32>(state, <u32>values, PACKED_LEFT);
    store<u32>(state, pos, GROUP);
    store<u32>(state, 0, TAKEN);
    store<u32>(state, bytes < left ? pos + <u32>bytes : end, POS);
    return true;
  }
  const valueBytes = (width + 7) >> 3;
  if (valueBytes > left) return false;
  const value = load<u32>(pos) & maskOf(valueBytes * 8);
  if (value > maskOf(width)) return false;
  store<u32>(state, count, RUN_LEFT);
  store<u32>(state, value, RUN_VALUE);
  store<u32>(state, pos + valueBytes, POS);
  return true;
}
// @ts-ignore: decorator
@inline function maskOf(width: u32): u32 {
  return width >= 32 ? 0xffffffff : (1 << width) - 1;
}

/** n levels, one byte each. */
export function rleDecodeU8(state: usize, out: usize, n: i32): i32 {
  let done = 0;
  while (done < n) {
    const run = load<u32>(state, RUN_LEFT), packed = load<u32>(state, PACKED_LEFT);
    const k = <i32>min(run ? run : packed, <u32>(n - done));
    if (run) {
      memory.fill(out + done, <u8>load<u32>(state, RUN_VALUE), k);
      store<u32>(state, run - k, RUN_LEFT);
    } else if (packed) unpackLevels(state, out + done, k);
    else if (!nextRun(state)) break;
    done += k;
  }
  return done;
}
/** n codes as u32; -1 if one is not below `count`. */
export function rleCodes(state: usize, out: usize, n: i32, count: u32): i32 {
  let done = 0;
  while (done < n) {
    const run = load<u32>(state, RUN_LEFT), packed = load<u32>(state, PACKED_LEFT);
    const k = <i32>min(run ? run : packed, <u32>(n - done)), to = out + (<usize>done << 2);
    if (run) {
      const value = load<u32>(state, RUN_VALUE);
      if (value >= count) return -1;
      fill(to, value, k);
      store<u32>(state, run - k, RUN_LEFT);
    } else if (packed) {
      if (unpackCodes(state, to, k) >= count) return -1;
    } else if (!nextRun(state)) break;
    done += k;
  }
  return done;
}

/** Levels of 0 or 1 as bits from bit `at` on; -1 if the bytes ended, else how many are 1. */
export function rleBits(state: usize, bitmap: usize, at: i32, n: i32): i32 {
  let done = 0, ones = 0;
  while (done < n) {
    const run = load<u32>(state, RUN_LEFT), packed = load<u32>(state, PACKED_LEFT);
    if (run) {
      const k = <i32>min(run, <u32>(n - done));
      if (load<u32>(state, RUN_VALUE)) {
        fillBits(bitmap, at + done, k, true);
        ones += k;
      }
      store<u32>(state, run - k, RUN_LEFT);
      done += k;
    } else if (packed) {
      const k = <i32>min(packed, <u32>(n - done)), group = load<u32>(state, GROUP), taken = load<u32>(state, TAKEN);
      copy(group, taken, bitmap, at + done, k);
      ones += onesFrom(group, taken, k);
      take(state, k);
      done += k;
    } else if (!nextRun(state)) return -1;
  }
  return ones;
}

/** How many of n bits from bit `from` on are 1. */
function onesFrom(source: usize, from: i32, n: i32): i32 {
  let ones: u64 = 0;
  for (; n > 0; from += 56, n -= 56) {
    ones += popcnt<u64>((load<u64>(source + (from >> 3)) >> <u64>(from & 7)) & ((<u64>1 << min(n, 56)) - 1));
  }
  return <i32>ones;
}

/** Passes over n values; returns how many there were. */
export function rleSkip(state: usize, n: i32): i32 {
  let done = 0;
  while (done < n) {
    const run = load<u32>(state, RUN_LEFT), packed = load<u32>(state, PACKED_LEFT);
    const k = <i32>min(run ? run : packed, <u32>(n - done));
    if (run) store<u32>(state, run - k, RUN_LEFT);
    else if (packed) take(state, k);
    else if (!nextRun(state)) break;
    done += k;
  }
  return done;
}

/** Moves k values on in the packed run. */
function take(state: usize, k: i32): void {
  const at = load<u32>(state, TAKEN) + k;
  store<u32>(state, load<u32>(state, GROUP) + (at >> 3) * load<u32>(state, WIDTH), GROUP);
  store<u32>(state, at & 7, TAKEN);
  store<u32>(state, load<u32>(state, PACKED_LEFT) - k, PACKED_LEFT);
}

function unpackLevels(state: usize, out: usize, n: i32): void {
  const width = load<u32>(state, WIDTH), group = <usize>load<u32>(state, GROUP), from = load<u32>(state, TAKEN);
  for (let i = 0; i < n; i++) store<u8>(out + i, <u8>valueAt(group, from + i, width));
  take(state, n);
}
/** The largest of them. */
function unpackCodes(state: usize, out: usize, n: i32): u32 {
  const width = load<u32>(state, WIDTH), first = load<u32>(state, TAKEN);
  let group = <usize>load<u32>(state, GROUP), done = 0, most: u32 = 0;
  if (first != 0) {
    done = min(n, <i32>(8 - first));
    most = unpackSome(group, first, width, out, done);
    group += width;
  }
  const groups = (n - done) >> 3;
  if (groups > 0) most = max(most, unpackGroups(group, width, out + (<usize>done << 2), groups));
  done += groups << 3;
  most = max(most, unpackSome(group + groups * width, 0, width, out + (<usize>done << 2), n - done));
  take(state, n);
  return most;
}
function unpackSome(group: usize, from: u32, width: u32, out: usize, n: i32): u32 {
  let most: u32 = 0;
  for (let i = 0; i < n; i++) {
    const value = valueAt(group, from + i, width);
    most = max(most, value);
    store<u32>(out + (<usize>i << 2), value);
  }
  return most;
}
// @ts-ignore: decorator
@inline function valueAt(group: usize, at: u32, width: u32): u32 {
  const bit = at * width;
  return <u32>(load<u64>(group + (bit >> 3)) >> (bit & 7)) & maskOf(width);
}
function fill(out: usize, value: u32, n: i32): void {
  const all = i32x4.splat(value), end = out + (<usize>n << 2);
  for (; out + 16 <= end; out += 16) v128.store(out, all);
  for (; out < end; out += 4) store<u32>(out, value);
}
