// bits.ts: bitmaps. Bit i stands in byte i >> 3 at position i & 7; buffers are whole 64-byte lines whose tail beyond n is zero.
// Cost: one pass of 128 bits a step; every function that could set tail bits clears them.

export class And {}
export class Or {}
export class Xor {}
export class AndNot {}

// @ts-ignore: decorator
@inline function ones(): v128 { return v128.splat<i8>(-1); }

/** Bytes of whole lines that hold n bits. */
// @ts-ignore: decorator
@inline export function lineBytes(n: i32): usize { return (<usize>n + 511) >> 9 << 6; }

/** Zeroes the bits from n to the end of the last line. */
export function clearTail(ptr: usize, n: i32): void {
  const end = ptr + lineBytes(n);
  let at = ptr + (<usize>n >> 3);
  if (n & 7) {
    store<u8>(at, load<u8>(at) & <u8>((<i32>1 << (n & 7)) - 1));
    at++;
  }
  memory.fill(at, 0, end - at);
}

// @ts-ignore: decorator
@inline function many<OP>(a: v128, b: v128): v128 {
  if (idof<OP>() == idof<And>()) return v128.and(a, b);
  if (idof<OP>() == idof<Or>()) return v128.or(a, b);
  if (idof<OP>() == idof<Xor>()) return v128.xor(a, b);
  if (idof<OP>() == idof<AndNot>()) return v128.andnot(a, b);
  return unreachable();
}
export function combine<OP>(a: usize, b: usize, out: usize, n: i32): void {
  const bytes = lineBytes(n);
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, many<OP>(v128.load(a + at), v128.load(b + at)));
}
export function not(a: usize, out: usize, n: i32): void {
  const bytes = lineBytes(n);
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, v128.not(v128.load(a + at)));
  clearTail(out, n);
}
/** AND is true where both are, false where one is a valid false, else NULL; OR the other way about. */
export function kleene<OP>(a: usize, aValid: usize, b: usize, bValid: usize, out: usize, outValid: usize, n: i32): void {
  const bytes = lineBytes(n);
  for (let at: usize = 0; at < bytes; at += 16) {
    const av = aValid ? v128.load(aValid + at) : ones();
    const bv = bValid ? v128.load(bValid + at) : ones();
    const aTrue = v128.and(v128.load(a + at), av), bTrue = v128.and(v128.load(b + at), bv);
    const aFalse = v128.andnot(av, aTrue), bFalse = v128.andnot(bv, bTrue);
    if (idof<OP>() == idof<And>()) {
      const isTrue = v128.and(aTrue, bTrue);
      v128.store(out + at, isTrue);
      v128.store(outValid + at, v128.or(isTrue, v128.or(aFalse, bFalse)));
    } else {
      const isTrue = v128.or(aTrue, bTrue);
      v128.store(out + at, isTrue);
      v128.store(outValid + at, v128.or(isTrue, v128.and(aFalse, bFalse)));
    }
  }
  clearTail(outValid, n);
}
export function count(a: usize, n: i32): i32 {
  const end = a + (<usize>n >> 6 << 3);
  let total: u64 = 0;
  for (; a < end; a += 8) total += popcnt<u64>(load<u64>(a));
  if (n & 63) total += popcnt<u64>(load<u64>(a) & (((<u64>1) << (n & 63)) - 1));
  return <i32>total;
}

/** 64 bits from bit `bit` on. */
// @ts-ignore: decorator
@inline function word(ptr: usize, bit: usize): u64 {
  const at = ptr + (bit >> 3), shift = <u64>(bit & 7);
  return load<u64>(at) >> shift | (<u64>load<u8>(at, 8) << 1) << (63 - shift);
}
/** Puts the low k <= 56 bits of w at bit `bit`. */
// @ts-ignore: decorator
@inline function put(ptr: usize, bit: usize, w: u64, k: i32): void {
  const at = ptr + (bit >> 3), shift = <u64>(bit & 7);
  const mask = (((<u64>1) << k) - 1) << shift;
  store<u64>(at, (load<u64>(at) & ~mask) | ((w << shift) & mask));
}
export function copy(src: usize, srcBit: i32, dst: usize, dstBit: i32, n: i32): void {
  let from = <usize>srcBit, to = <usize>dstBit;
  const head = min((8 - (dstBit & 7)) & 7, n);
  if (head) { put(dst, to, word(src, from), head); from += head; to += head; n -= head; }
  for (; n >= 64; n -= 64, from += 64, to += 64) store<u64>(dst + (to >> 3), word(src, from));
  for (; n > 0; n -= 56, from += 56, to += 56) put(dst, to, word(src, from), min(n, 56));
}
export function fill(dst: usize, from: i32, n: i32, value: bool): void {
  const w: u64 = value ? u64.MAX_VALUE : 0;
  let to = <usize>from;
  const head = min((8 - (from & 7)) & 7, n);
  if (head) { put(dst, to, w, head); to += head; n -= head; }
  memory.fill(dst + (to >> 3), <u8>w, <usize>n >> 3);
  if (n & 7) put(dst, to + (n & ~7), w, n & 7);
}

export function fromBytes(a: usize, out: usize, n: i32): void {
  const zero = v128.splat<i8>(0);
  let i = 0;
  for (; i < n; i += 16, out += 2) store<u16>(out, <u16>~i8x16.bitmask(i8x16.eq(v128.load(a + i), zero)));
  clearTail(out - (i >> 3), n);
}
export function toBytes(a: usize, out: usize, n: i32): void {
  const pick = i8x16(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
  const bit = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 1, 2, 4, 8, 16, 32, 64, -128);
  const one = v128.splat<i8>(1);
  for (let i = 0; i < n; i += 16) {
    const both = v128.splat<i16>(load<i16>(a + (i >> 3)));
    v128.store(out + i, v128.and(i8x16.eq(v128.and(i8x16.swizzle(both, pick), bit), bit), one));
  }
}
