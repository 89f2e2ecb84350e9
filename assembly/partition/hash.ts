// hash.ts: hashes[i] = combine(hashes[i], hash of row i's value), for exchange by value: equal values give equal hashes in any layout.
// Layout: hashes point at n u32; `first` starts from 0 instead of what is there. NULL hashes as one constant. Other bits than the
// group tables use: partitions come from the top of a multiplicative hash, tables from a different multiplier.
// Cost: one pass per key column, 1-2 ns a row for fixed widths.
const NULL_HASH: u32 = 0x2f0b4c47;

// @ts-ignore: decorator
@inline function mix(x: u64): u32 {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93;
  x ^= x >> 32;
  return <u32>(x * 0xd6e8feb86659fd93 >> 32);
}
// @ts-ignore: decorator
@inline function combine(before: u32, value: u32): u32 {
  return rotl<u32>(before, 7) * 0x85ebca6b + value;
}
// @ts-ignore: decorator
@inline function isSet(bitmap: usize, i: i32): bool {
  return bitmap == 0 || ((load<u8>(bitmap + (i >> 3)) >> <u8>(i & 7)) & 1) != 0;
}
// @ts-ignore: decorator
@inline function put(hashes: usize, i: i32, first: bool, value: u32): void {
  const at = hashes + (<usize>i << 2);
  store<u32>(at, combine(first ? 0 : load<u32>(at), value));
}

/** -0 equals 0 and every NaN equals every NaN. */
// @ts-ignore: decorator
@inline function bitsOf<T>(ptr: usize, i: i32): u64 {
  const at = ptr + <usize>i * sizeof<T>();
  if (isFloat<T>()) {
    const v = <f64>load<T>(at);
    return v != v ? 0x7ff8000000000000 : reinterpret<u64>(v + 0.0);
  }
  return <u64>load<T>(at);
}
// @ts-ignore: decorator
@inline function mixFours(x: v128): v128 {
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(<i32>0x85ebca6b));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 13)), i32x4.splat(<i32>0xc2b2ae35));
  return v128.xor(x, i32x4.shr_u(x, 16));
}
/** Four-byte integers, four at a step. */
export function hashFours(ptr: usize, validity: usize, n: i32, hashes: usize, first: bool): void {
  const end = hashes + (<usize>n << 2);
  if (validity != 0) {
    for (let i = 0; hashes < end; i++, ptr += 4, hashes += 4) {
      const value = v128.load32_zero(ptr);
      const hash = isSet(validity, i) ? <u32>i32x4.extract_lane(mixFours(value), 0) : NULL_HASH;
      store<u32>(hashes, combine(first ? 0 : load<u32>(hashes), hash));
    }
    return;
  }
  const factor = i32x4.splat(<i32>0x85ebca6b);
  // Writes up to three hashes too many, which the caller has room for.
  for (; hashes < end; ptr += 16, hashes += 16) {
    const before = first ? i32x4.splat(0) : v128.load(hashes);
    const turned = v128.or(i32x4.shl(before, 7), i32x4.shr_u(before, 25));
    v128.store(hashes, i32x4.add(i32x4.mul(turned, factor), mixFours(v128.load(ptr))));
  }
}
export function hashFixed<T>(ptr: usize, validity: usize, n: i32, hashes: usize, first: bool): void {
  for (let i = 0; i < n; i++) put(hashes, i, first, isSet(validity, i) ? mix(bitsOf<T>(ptr, i)) : NULL_HASH);
}
export function hash128(ptr: usize, validity: usize, n: i32, hashes: usize, first: bool): void {
  for (let i = 0; i < n; i++) {
    const at = ptr + (<usize>i << 4);
    put(hashes, i, first, isSet(validity, i) ? mix(load<u64>(at) ^ rotl<u64>(load<u64>(at + 8), 29)) : NULL_HASH);
  }
}
export function hashBits(ptr: usize, validity: usize, n: i32, hashes: usize, first: bool): void {
  for (let i = 0; i < n; i++) put(hashes, i, first, isSet(validity, i) ? mix(isSet(ptr, i) ? 2 : 1) : NULL_HASH);
}
export function hashPlain(offsets: usize, bytes: usize, validity: usize, n: i32, hashes: usize, first: bool): void {
  for (let i = 0; i < n; i++) {
    const from = load<i32>(offsets + (<usize>i << 2));
    const to = load<i32>(offsets + (<usize>i << 2) + 4);
    put(hashes, i, first, isSet(validity, i) ? hashBytes(bytes + from, to - from) : NULL_HASH);
  }
}
function hashBytes(ptr: usize, length: i32): u32 {
  let h: u64 = <u64>length * 0x9e3779b97f4a7c15;
  let at = ptr;
  const end = ptr + length;
  for (; at + 8 <= end; at += 8) h = rotl<u64>(h ^ load<u64>(at), 27) * 0x9e3779b97f4a7c15;
  let tail: u64 = 0;
  for (; at < end; at++) tail = (tail << 8) | <u64>load<u8>(at);
  return mix(h ^ tail);
}
/** Value hashes of a dictionary's entries, to be looked up by code; not combined. */
export function hashEntries(offsets: usize, bytes: usize, n: i32, out: usize): void {
  for (let i = 0; i < n; i++) {
    const from = load<i32>(offsets + (<usize>i << 2));
    const to = load<i32>(offsets + (<usize>i << 2) + 4);
    store<u32>(out + (<usize>i << 2), hashBytes(bytes + from, to - from));
  }
}
export function hashCodes(codes: usize, validity: usize, n: i32, entryHashes: usize, hashes: usize, first: bool): void {
  for (let i = 0; i < n; i++) {
    put(hashes, i, first, isSet(validity, i) ? load<u32>(entryHashes + (<usize>load<u32>(codes + (<usize>i << 2)) << 2)) : NULL_HASH);
  }
}
