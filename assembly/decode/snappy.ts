// snappy.ts: the raw Snappy format into a buffer of exactly the promised size. 0 = ok, -1 = the bytes lie.
// Every length is checked before it is used; copies go 16 bytes at a time where 16 bytes of room remain in source and target.

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
      if (length <= 16 && end - from >= 16 && limit - to >= 16) v128.store(to, v128.load(from));
      else memory.copy(to, from, length);
      from += length;
      to += length;
      continue;
    }
    if (kind == 1) {
      if (from >= end) return -1;
      length = ((tag >> 2) & 7) + 4;
      distance = ((tag >> 5) << 8) | load<u8>(from);
      from++;
    } else {
      const bytes: u32 = kind == 2 ? 2 : 4;
      if (<usize>bytes > end - from) return -1;
      length = (tag >> 2) + 1;
      distance = kind == 2 ? load<u16>(from) : load<u32>(from);
      from += bytes;
    }
    if (distance == 0 || <usize>distance > to - target || <usize>length > limit - to) return -1;
    copyBack(to, distance, length, limit);
    to += length;
  }
  return to == limit ? 0 : -1;
}

/** Repeats what stands `distance` bytes back; source and target may overlap, and then the pattern repeats. */
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
