// snappy.ts: the raw Snappy format into a buffer of exactly the promised size. 0 = ok, -1 = the bytes lie.
// Every length is checked before it is used. While more than the longest short element and its overshoot remain on both sides,
// elements are copied in whole vectors and need one check, that of the distance; near the ends each byte is counted.

/** Longest element of the fast loop: a tag and 60 literals, or 64 copied bytes, rounded up to vectors. */
const ROOM: usize = 80;

export function snappyDecompress(source: usize, sourceBytes: i32, target: usize, targetBytes: i32): i32 {
  const end = source + sourceBytes, limit = target + targetBytes;
  let from = source, to = target;
  let promised: u64 = 0, shift: u64 = 0, byte: u32 = 0;
  do {
    if (from >= end || shift > 28) return -1;
    byte = load<u8>(from++);
    promised |= <u64>(byte & 127) << shift;
    shift += 7;
  } while (byte >= 128);
  if (promised != <u64>targetBytes) return -1;

  while (from < end) {
    if (end - from >= ROOM && limit - to >= ROOM) {
      const tag = <u32>load<u8>(from), kind = tag & 3;
      if (kind == 0 && tag < 240) {
        const length = <usize>(tag >> 2) + 1;
        copyVectors(to, from + 1, length);
        from += length + 1;
        to += length;
        continue;
      }
      if (kind == 1 || kind == 2) {
        const length = kind == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
        const distance = kind == 1 ? ((tag >> 5) << 8) | load<u8>(from, 1) : <u32>load<u16>(from, 1);
        if (distance == 0 || <usize>distance > to - target) return -1;
        from += kind + 1;
        if (distance >= 16) copyVectors(to, to - distance, length);
        else repeatShort(to, distance, length);
        to += length;
        continue;
      }
    }
    const tag = <u32>load<u8>(from++), kind = tag & 3;
    let length: u32 = 0, distance: u32 = 0;
    if (kind == 0) {
      length = tag >> 2;
      if (length >= 60) {
        const bytes = length - 59;
        if (<usize>bytes > end - from) return -1;
        length = load<u32>(from) & (bytes == 4 ? 0xffffffff : (1 << (bytes << 3)) - 1);
        from += bytes;
        if (length >= 0x7fffffff) return -1;
      }
      length++;
      if (<usize>length > end - from || <usize>length > limit - to) return -1;
      memory.copy(to, from, length);
      from += length;
      to += length;
      continue;
    }
    const bytes: u32 = kind == 3 ? 4 : kind;
    if (<usize>bytes > end - from) return -1;
    length = kind == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    distance = kind == 1 ? ((tag >> 5) << 8) | load<u8>(from) : kind == 2 ? load<u16>(from) : load<u32>(from);
    from += bytes;
    if (distance == 0 || <usize>distance > to - target || <usize>length > limit - to) return -1;
    copyBack(to, distance, length, limit);
    to += length;
  }
  return to == limit ? 0 : -1;
}

/** Up to 64 bytes in vectors, in order: a source 16 or more behind the target may be what was just written. */
// @ts-ignore: decorator
@inline function copyVectors(to: usize, from: usize, length: usize): void {
  v128.store(to, v128.load(from));
  if (length <= 16) return;
  v128.store(to, v128.load(from, 16), 16);
  if (length <= 32) return;
  v128.store(to, v128.load(from, 32), 32);
  v128.store(to, v128.load(from, 48), 48);
}
/** A pattern of less than 16 bytes, repeated: eight bytes one by one at most, then words from a whole number of patterns back. */
function repeatShort(to: usize, distance: u32, length: usize): void {
  let back = <usize>distance, at: usize = 0;
  if (back < 8) {
    for (; at < 8; at++) store<u8>(to + at, load<u8>(to + at - back));
    while (back < 8) back += distance;
  }
  for (; at < length; at += 8) store<u64>(to + at, load<u64>(to + at - back));
}

/** Repeats what stands `distance` bytes back; source and target may overlap, and then the pattern repeats. Writes nothing behind `limit`. */
export function copyBack(to: usize, distance: u32, length: u32, limit: usize): void {
  let from = to - distance;
  const end = to + length;
  if (distance >= 16 && limit - to >= <usize>length + 15) {
    for (; to < end; to += 16, from += 16) v128.store(to, v128.load(from));
  } else if (distance >= 8 && limit - to >= <usize>length + 7) {
    for (; to < end; to += 8, from += 8) store<u64>(to, load<u64>(from));
  } else if (distance == 1) memory.fill(to, load<u8>(from), length);
  else for (; to < end; to++, from++) store<u8>(to, load<u8>(from));
}
