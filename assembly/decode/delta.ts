// delta.ts: DELTA_BINARY_PACKED and what is built on it: lengths before bytes, and prefixes of the value before.
// State at statePtr (64 bytes): see the offsets below. A block is a smallest delta, a bit width per mini-block, then the mini-blocks.
// A call goes on where the last one stopped; fewer values than asked means the bytes ended or lie. Reads may touch 16 bytes behind `end`.

const LAST = 0, MIN_DELTA = 8, POS = 16, END = 20, MINI_VALUES = 24, MINI_COUNT = 28, LEFT = 32, MINI = 36, WIDTHS = 40;
const IN_MINI = 44, WIDTH = 48, DATA = 52, FIRST = 56;

let varint: u64 = 0;
/** Reads a varint into `varint`; the place behind it, or 0. */
function readVarint(pos: usize, end: usize): usize {
  let value: u64 = 0, shift: u64 = 0;
  while (pos < end && shift < 64) {
    const byte = <u64>load<u8>(pos++);
    value |= (byte & 127) << shift;
    if (byte < 128) {
      varint = value;
      return pos;
    }
    shift += 7;
  }
  return 0;
}
// @ts-ignore: decorator
@inline function zigzag(v: u64): i64 {
  return <i64>(v >> 1) ^ -<i64>(v & 1);
}

/** Reads the header; how many values follow, or -1. */
export function deltaOpen(state: usize, pos: usize, end: usize): i32 {
  memory.fill(state, 0, 64);
  if (!(pos = readVarint(pos, end))) return -1;
  const block = varint;
  if (!(pos = readVarint(pos, end))) return -1;
  const minis = varint;
  if (!(pos = readVarint(pos, end))) return -1;
  const total = varint;
  if (!(pos = readVarint(pos, end))) return -1;
  if (block == 0 || block > 0x1000000 || minis == 0 || minis > block || block % minis || (block / minis) % 8) return -1;
  if (total > 0x7fffffff) return -1;
  store<i64>(state, zigzag(varint), LAST);
  store<u32>(state, <u32>pos, POS);
  store<u32>(state, <u32>end, END);
  store<u32>(state, <u32>(block / minis), MINI_VALUES);
  store<u32>(state, <u32>minis, MINI_COUNT);
  store<u32>(state, <u32>total, LEFT);
  store<u32>(state, <u32>minis, MINI);
  store<u32>(state, total > 0, FIRST);
  return <i32>total;
}
/** Reads a block's header if the last block is used up, then enters the next mini-block. */
function nextMini(state: usize): bool {
  const end = <usize>load<u32>(state, END), miniCount = load<u32>(state, MINI_COUNT);
  let pos = <usize>load<u32>(state, POS), mini = load<u32>(state, MINI);
  if (mini == miniCount) {
    if (!(pos = readVarint(pos, end)) || <usize>miniCount > end - pos) return false;
    store<i64>(state, zigzag(varint), MIN_DELTA);
    store<u32>(state, <u32>pos, WIDTHS);
    pos += miniCount;
    mini = 0;
  }
  const width = <u32>load<u8>(load<u32>(state, WIDTHS) + mini), values = load<u32>(state, MINI_VALUES);
  if (width > 64) return false;
  // The last mini-block may lack its padding.
  const used = min(values, load<u32>(state, LEFT)), bytes = <u64>values * width >> 3, room = <u64>(end - pos);
  if ((<u64>used * width + 7) >> 3 > room) return false;
  store<u32>(state, width, WIDTH);
  store<u32>(state, <u32>pos, DATA);
  store<u32>(state, values, IN_MINI);
  store<u32>(state, mini + 1, MINI);
  store<u32>(state, <u32>(pos + <usize>min(bytes, room)), POS);
  return true;
}
// @ts-ignore: decorator
@inline function packedAt(data: usize, at: u32, width: u64): u64 {
  const bit = <u64>at * width, place = data + <usize>(bit >> 3), shift = bit & 7;
  let value = load<u64>(place) >> shift;
  if (width > 56 && shift) value |= load<u64>(place, 8) << (64 - shift);
  return width == 64 ? value : value & ((<u64>1 << width) - 1);
}

/** n values as T; returns how many there were. */
export function deltaDecode<T>(state: usize, out: usize, n: i32): i32 {
  let done = 0, last = load<i64>(state, LAST);
  if (n > 0 && load<u32>(state, FIRST)) {
    store<T>(out, <T>last);
    store<u32>(state, 0, FIRST);
    store<u32>(state, load<u32>(state, LEFT) - 1, LEFT);
    done = 1;
  }
  while (done < n && load<u32>(state, LEFT)) {
    if (!load<u32>(state, IN_MINI) && !nextMini(state)) break;
    const inMini = load<u32>(state, IN_MINI), left = load<u32>(state, LEFT), minDelta = load<i64>(state, MIN_DELTA);
    const k = <i32>min(min(inMini, left), <u32>(n - done)), at = load<u32>(state, MINI_VALUES) - inMini;
    const width = <u64>load<u32>(state, WIDTH), data = <usize>load<u32>(state, DATA);
    const target = out + (<usize>done << alignof<T>());
    for (let i = 0; i < k; i++) {
      last += minDelta + <i64>packedAt(data, at + i, width);
      store<T>(target + (<usize>i << alignof<T>()), <T>last);
    }
    store<u32>(state, inMini - k, IN_MINI);
    store<u32>(state, left - k, LEFT);
    done += k;
  }
  store<i64>(state, last, LAST);
  return done;
}
/** Where the stream ends, by its headers alone; uses up the state. 0 if the bytes lie. */
export function deltaEnd(state: usize): usize {
  if (load<u32>(state, FIRST)) store<u32>(state, load<u32>(state, LEFT) - 1, LEFT);
  while (load<u32>(state, LEFT)) {
    if (!nextMini(state)) return 0;
    store<u32>(state, load<u32>(state, LEFT) - min(load<u32>(state, IN_MINI), load<u32>(state, LEFT)), LEFT);
  }
  // Mini-blocks that no value reaches have a width but no bytes.
  return load<u32>(state, POS);
}

/** Offsets from `base` on of values with these lengths, all within `room` bytes; the end offset or -1. */
export function lengthsToOffsets(lengths: usize, n: i32, room: i32, offsets: usize, base: i32): i32 {
  let at = base;
  for (let i = 0; i < n; i++) {
    const length = load<i32>(lengths + (<usize>i << 2));
    if (length < 0 || length > room || at > i32.MAX_VALUE - length) return -1;
    store<i32>(offsets + (<usize>i << 2), at);
    at += length;
    room -= length;
  }
  store<i32>(offsets + (<usize>n << 2), at);
  return at;
}
/** Offsets of values that share prefixes[i] bytes with the value before (the first with one of `lastBytes`); end offset or -1. */
export function prefixedOffsets(prefixes: usize, suffixes: usize, n: i32, lastBytes: i32, room: i32, offsets: usize): i32 {
  let at = 0;
  for (let i = 0; i < n; i++) {
    const prefix = load<i32>(prefixes + (<usize>i << 2)), suffix = load<i32>(suffixes + (<usize>i << 2));
    if (prefix < 0 || prefix > lastBytes || suffix < 0 || suffix > room || at > i32.MAX_VALUE - prefix - suffix) return -1;
    store<i32>(offsets + (<usize>i << 2), at);
    lastBytes = prefix + suffix;
    at += lastBytes;
    room -= suffix;
  }
  store<i32>(offsets + (<usize>n << 2), at);
  return at;
}
/** The bytes of those values at `bytes`; returns the place behind the suffixes used. */
export function prefixedBytes(prefixes: usize, suffixes: usize, n: i32, last: usize, pos: usize, bytes: usize): usize {
  for (let i = 0; i < n; i++) {
    const prefix = <usize>load<i32>(prefixes + (<usize>i << 2)), suffix = <usize>load<i32>(suffixes + (<usize>i << 2));
    memory.copy(bytes, last, prefix);
    memory.copy(bytes + prefix, pos, suffix);
    last = bytes;
    bytes += prefix + suffix;
    pos += suffix;
  }
  return pos;
}
