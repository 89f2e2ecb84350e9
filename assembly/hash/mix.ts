// mix.ts: 64-bit hashes of key words and of byte strings. The top bits choose a slot, the low bits serve as a tag.
// Byte strings are read in 8-byte steps; the last step reads up to 7 bytes too far (blocks have readable slack) and masks them.

// @ts-ignore: decorator
@inline export function mixWord(key: u64): u64 {
  let h = key * 0x9e3779b97f4a7c15;
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93;
  return h ^ (h >> 32);
}
// @ts-ignore: decorator
@inline export function combine(h: u64, word: u64): u64 {
  return mixWord(rotl<u64>(h, 23) ^ word);
}
/** The bytes of the last, partial step; 0 when `left` is 0. */
// @ts-ignore: decorator
@inline function tail(ptr: usize, left: u32): u64 {
  return left == 0 ? 0 : load<u64>(ptr) & (<u64>-1 >> (64 - (left << 3)));
}
// @ts-ignore: decorator
@inline export function hashBytes(ptr: usize, length: u32): u64 {
  let h = <u64>length;
  const end = ptr + (length & ~7);
  for (; ptr < end; ptr += 8) {
    h = (h ^ load<u64>(ptr)) * 0x9e3779b97f4a7c15;
    h ^= h >> 32;
  }
  return mixWord(h ^ tail(ptr, length & 7));
}
// @ts-ignore: decorator
@inline export function sameBytes(a: usize, b: usize, length: u32): bool {
  const end = a + (length & ~7);
  for (; a < end; a += 8, b += 8) if (load<u64>(a) != load<u64>(b)) return false;
  return tail(a, length & 7) == tail(b, length & 7);
}
