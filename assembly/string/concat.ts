// concat.ts: rows of several plain columns end to end. First every column adds its lengths, then positions are summed up, then every
// column copies its rows to the positions, which move on. A step of 0 keeps a column on its first row: a constant.

/** Copies exactly `length` bytes: the last vector overlaps the one before. */
// @ts-ignore: decorator
@inline function copyExact(src: usize, dst: usize, length: usize): void {
  if (length >= 16) {
    const last = length - 16;
    for (let at: usize = 0; at < last; at += 16) v128.store(dst + at, v128.load(src + at));
    v128.store(dst + last, v128.load(src + last));
  } else if (length >= 8) {
    const low = load<u64>(src), high = load<u64>(src + length - 8);
    store<u64>(dst, low);
    store<u64>(dst + length - 8, high);
  } else if (length >= 4) {
    const low = load<u32>(src), high = load<u32>(src + length - 4);
    store<u32>(dst, low);
    store<u32>(dst + length - 4, high);
  } else for (let at: usize = 0; at < length; at++) store<u8>(dst + at, load<u8>(src + at));
}
/** lengths[i] += length of row i. */
export function addLengths(offsets: usize, step: usize, lengths: usize, n: i32): void {
  for (let end = lengths + (<usize>n << 2); lengths < end; lengths += 4, offsets += step) {
    store<i32>(lengths, load<i32>(lengths) + load<i32>(offsets, 4) - load<i32>(offsets));
  }
}
/** Lengths become positions, which also stand in out, n + 1 of them. Returns the bytes in all, or -1 when over 2^31 - 1. */
export function positionRows(lengths: usize, out: usize, n: i32): i32 {
  let total: u64 = 0;
  for (let end = lengths + (<usize>n << 2); lengths < end; lengths += 4, out += 4) {
    const length = load<u32>(lengths);
    store<u32>(lengths, <u32>total);
    store<u32>(out, <u32>total);
    total += length;
  }
  store<u32>(out, <u32>total);
  return total > <u64>i32.MAX_VALUE ? -1 : <i32>total;
}
export function appendRows(offsets: usize, bytes: usize, step: usize, positions: usize, outBytes: usize, n: i32): void {
  for (let end = positions + (<usize>n << 2); positions < end; positions += 4, offsets += step) {
    const from = load<i32>(offsets), length = load<i32>(offsets, 4) - from, at = load<i32>(positions);
    copyExact(bytes + <usize>from, outBytes + <usize>at, <usize>length);
    store<i32>(positions, at + length);
  }
}
