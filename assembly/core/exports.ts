// Exports of family core: the module itself, and bitmaps.
import * as bits from './bits';
import * as ids from './bits-to-ids';

/** The version of the export list; the loader compares it with the one it was generated against. */
export function abiVersion(): i32 { return 1; }
/** First byte that the allocator may use: static data ends here. */
export function heapBase(): usize { return __heap_base; }

export function andBits(a: usize, b: usize, out: usize, n: i32): void { bits.combine<bits.And>(a, b, out, n); }
export function orBits(a: usize, b: usize, out: usize, n: i32): void { bits.combine<bits.Or>(a, b, out, n); }
export function xorBits(a: usize, b: usize, out: usize, n: i32): void { bits.combine<bits.Xor>(a, b, out, n); }
/** a AND NOT b. */
export function andNotBits(a: usize, b: usize, out: usize, n: i32): void { bits.combine<bits.AndNot>(a, b, out, n); }
export function notBits(a: usize, out: usize, n: i32): void { bits.not(a, out, n); }
/** Three-valued AND; a validity of 0 means all valid. */
export function andKleene(a: usize, aValid: usize, b: usize, bValid: usize, out: usize, outValid: usize, n: i32): void {
  bits.kleene<bits.And>(a, aValid, b, bValid, out, outValid, n);
}
/** Three-valued OR; a validity of 0 means all valid. */
export function orKleene(a: usize, aValid: usize, b: usize, bValid: usize, out: usize, outValid: usize, n: i32): void {
  bits.kleene<bits.Or>(a, aValid, b, bValid, out, outValid, n);
}
/** Number of set bits among the first n. */
export function countBits(a: usize, n: i32): i32 { return bits.count(a, n); }
/** Copies n bits between arbitrary bit positions; bits around them stay. */
export function copyBits(src: usize, srcBit: i32, dst: usize, dstBit: i32, n: i32): void {
  bits.copy(src, srcBit, dst, dstBit, n);
}
/** Sets n bits from bit `from` on to `value`; bits around them stay. */
export function fillBits(dst: usize, from: i32, n: i32, value: i32): void { bits.fill(dst, from, n, value != 0); }
/** Byte i != 0 becomes bit i. */
export function bytesToBits(a: usize, out: usize, n: i32): void { bits.fromBytes(a, out, n); }
/** Bit i becomes byte 0 or 1. */
export function bitsToBytes(a: usize, out: usize, n: i32): void { bits.toBytes(a, out, n); }
/** Row numbers of set bits as u32 from `base` on; returns how many. `out` needs 32 spare bytes. */
export function bitsToIds(a: usize, n: i32, base: i32, out: usize): i32 { return ids.toIds(a, n, base, out); }
