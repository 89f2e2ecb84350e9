// compare-bytes.ts: plain columns (i32 offsets, bytes) in the order of their bytes, which for UTF-8 is that of code points.
// A step of 0 keeps a side on its first row: a constant. Results are bitmaps. Cost: length, then 16 bytes a step.
import { clearTail } from '../core/bits';
import { Eq, Le, Lt } from './compare';

/** Reads whole vectors, up to 15 bytes past the end. */
// @ts-ignore: decorator
@inline export function equalBytes(a: usize, b: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 16 <= length; at += 16) {
    if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) return false;
  }
  if (at == length) return true;
  const differing = ~i8x16.bitmask(i8x16.eq(v128.load(a + at), v128.load(b + at)));
  return (differing & ((1 << <i32>(length - at)) - 1)) == 0;
}
/** < 0, 0, > 0. */
// @ts-ignore: decorator
@inline export function orderBytes(a: usize, aLength: i32, b: usize, bLength: i32): i32 {
  const both = <usize>min(aLength, bLength);
  for (let at: usize = 0; at < both; at += 8) {
    const x = bswap<u64>(load<u64>(a + at)), y = bswap<u64>(load<u64>(b + at));
    if (x == y) continue;
    if (at + (clz<u64>(x ^ y) >> 3) >= both) break;
    return x < y ? -1 : 1;
  }
  return aLength - bLength;
}
export function compareBytes<OP>(
  aOffsets: usize, aBytes: usize, aStep: usize, bOffsets: usize, bBytes: usize, bStep: usize, out: usize, n: i32,
): void {
  let word: u64 = 0, at = out;
  for (let i = 0; i < n; i++, aOffsets += aStep, bOffsets += bStep) {
    const aFrom = load<i32>(aOffsets), bFrom = load<i32>(bOffsets);
    const aLength = load<i32>(aOffsets, 4) - aFrom, bLength = load<i32>(bOffsets, 4) - bFrom;
    let bit = false;
    if (idof<OP>() == idof<Eq>()) bit = aLength == bLength && equalBytes(aBytes + aFrom, bBytes + bFrom, aLength);
    if (idof<OP>() == idof<Lt>()) bit = orderBytes(aBytes + aFrom, aLength, bBytes + bFrom, bLength) < 0;
    if (idof<OP>() == idof<Le>()) bit = orderBytes(aBytes + aFrom, aLength, bBytes + bFrom, bLength) <= 0;
    word |= <u64>bit << (i & 63);
    if ((i & 63) == 63) { store<u64>(at, word); at += 8; word = 0; }
  }
  if (n & 63) store<u64>(at, word);
  clearTail(out, n);
}
