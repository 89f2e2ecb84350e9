// lz4.ts: one raw LZ4 block into a buffer of `targetBytes`. Returns the bytes written, or -1 if the block lies.
import { copyBack } from './snappy';

export function lz4Decompress(source: usize, sourceBytes: i32, target: usize, targetBytes: i32): i32 {
  const end = source + sourceBytes, limit = target + targetBytes;
  let from = source, to = target;
  while (from < end) {
    const token = <u32>load<u8>(from++);
    let literals = token >> 4;
    if (literals == 15) {
      let byte: u32 = 255;
      while (byte == 255) {
        if (from >= end || literals > 0x7fff0000) return -1;
        byte = load<u8>(from++);
        literals += byte;
      }
    }
    if (<usize>literals > end - from || <usize>literals > limit - to) return -1;
    if (literals <= 16 && end - from >= 16 && limit - to >= 16) v128.store(to, v128.load(from));
    else memory.copy(to, from, literals);
    from += literals;
    to += literals;
    if (from == end) break; // the last sequence has literals only
    if (end - from < 2) return -1;
    const distance = <u32>load<u16>(from);
    from += 2;
    let length = (token & 15) + 4;
    if (length == 19) {
      let byte: u32 = 255;
      while (byte == 255) {
        if (from >= end || length > 0x7fff0000) return -1;
        byte = load<u8>(from++);
        length += byte;
      }
    }
    if (distance == 0 || <usize>distance > to - target || <usize>length > limit - to) return -1;
    copyBack(to, distance, length, limit);
    to += length;
  }
  return <i32>(to - target);
}
