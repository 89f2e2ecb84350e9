// rle.ts: Parquet's hybrid of run lengths and bit-packed groups: dictionary codes, levels, booleans.
// State (7 x u32 at statePtr): position of the next run, end, bit width; values left in a repeated run and the value;
// values left in a packed run, its current group of 8 and how many of that group are taken.
// A call goes on where the last one stopped; it returns how many values it made, fewer than asked means the bytes ended or lie.
// Reads may touch 8 bytes behind `end`.
import { copy, fill as fillBits } from '../core/bits';

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

/** n values as T. */
export function rleDecode<T>(state: usize, out: usize, n: i32): i32 {
  let done = 0;
  while (done < n) {
    const run = load<u32>(state, RUN_LEFT), packed = load<u32>(state, PACKED_LEFT);
    if (run) {
      const k = <i32>min(run, <u32>(n - done));
      fill<T>(out + (<usize>done << alignof<T>()), <T>load<u32>(state, RUN_VALUE), k);
      store<u32>(state, run - k, RUN_LEFT);
      done += k;
    } else if (packed) {
      const k = <i32>min(packed, <u32>(n - done));
      unpack<T>(state, out + (<usize>done << alignof<T>()), k);
      done += k;
    } else if (!nextRun(state)) break;
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

function unpack<T>(state: usize, out: usize, n: i32): void {
  const width = load<u32>(state, WIDTH);
  let group = <usize>load<u32>(state, GROUP), at = load<u32>(state, TAKEN), i = 0;
  for (; i < n && at & 7; i++, at++) store<T>(out + (<usize>i << alignof<T>()), <T>valueAt(group, at, width));
  if (at == 8) group += width;
  for (; i + 8 <= n; i += 8, group += width) unpackGroup<T>(group, width, out + (<usize>i << alignof<T>()));
  for (at = 0; i < n; i++, at++) store<T>(out + (<usize>i << alignof<T>()), <T>valueAt(group, at, width));
  take(state, n);
}
// @ts-ignore: decorator
@inline function valueAt(group: usize, at: u32, width: u32): u32 {
  const bit = at * width;
  return <u32>(load<u64>(group + (bit >> 3)) >> (bit & 7)) & maskOf(width);
}
/** 8 values of `width` bits: one, two or four loads, as many values as surely fit a u64. */
// @ts-ignore: decorator
@inline function unpackGroup<T>(group: usize, width: u32, out: usize): void {
  const mask = <u64>maskOf(width), step = <u64>width;
  if (width <= 8) {
    const bits = load<u64>(group);
    for (let i = 0; i < 8; i++) store<T>(out + (<usize>i << alignof<T>()), <T>((bits >> (step * i)) & mask));
  } else if (width <= 14) {
    const low = load<u64>(group), high = load<u64>(group + (width >> 1)) >> ((width & 1) << 2);
    for (let i = 0; i < 4; i++) {
      store<T>(out + (<usize>i << alignof<T>()), <T>((low >> (step * i)) & mask));
      store<T>(out + (<usize>(i + 4) << alignof<T>()), <T>((high >> (step * i)) & mask));
    }
  } else for (let i: u32 = 0; i < 8; i++) store<T>(out + (<usize>i << alignof<T>()), <T>valueAt(group, i, width));
}

function fill<T>(out: usize, value: T, n: i32): void {
  const all = i32x4.splat(sizeof<T>() == 1 ? <i32>value * 0x01010101 : <i32>value);
  const bytes = <usize>n << alignof<T>();
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(out + at, all);
  for (; at < bytes; at += sizeof<T>()) store<T>(out + at, value);
}
