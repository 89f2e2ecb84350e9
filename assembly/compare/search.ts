// search.ts: does each row of a plain column begin with, end with or contain a constant? Bitmaps out.
// Contains looks for the first and the last byte 16 positions at a time and compares where both match.
import { clearTail } from '../core/bits';
import { equalBytes } from './compare-bytes';

export class Prefix {}
export class Suffix {}
export class Contains {}

/** Position of the needle (length > 0), or -1. Reads up to 15 bytes past haystack and needle. */
export function find(hay: usize, hayLength: i32, needle: usize, length: i32): i32 {
  const first = v128.splat<i8>(load<i8>(needle)), last = v128.splat<i8>(load<i8>(needle + <usize>length - 1));
  for (let at = 0; at <= hayLength - length; at += 16) {
    const here = hay + <usize>at;
    let hits = i8x16.bitmask(v128.and(i8x16.eq(v128.load(here), first), i8x16.eq(v128.load(here + <usize>length - 1), last)));
    for (; hits != 0; hits &= hits - 1) {
      const start = at + ctz<i32>(hits);
      if (start > hayLength - length) return -1;
      if (equalBytes(hay + <usize>start, needle, length)) return start;
    }
  }
  return -1;
}
export function search<OP>(offsets: usize, bytes: usize, needle: usize, length: i32, out: usize, n: i32): void {
  let word: u64 = 0, at = out;
  for (let i = 0; i < n; i++, offsets += 4) {
    const from = load<i32>(offsets), rowLength = load<i32>(offsets, 4) - from;
    let bit = rowLength >= length;
    if (bit && length > 0) {
      if (idof<OP>() == idof<Prefix>()) bit = equalBytes(bytes + from, needle, length);
      if (idof<OP>() == idof<Suffix>()) bit = equalBytes(bytes + (from + rowLength - length), needle, length);
      if (idof<OP>() == idof<Contains>()) bit = find(bytes + from, rowLength, needle, length) >= 0;
    }
    word |= <u64>bit << (i & 63);
    if ((i & 63) == 63) { store<u64>(at, word); at += 8; word = 0; }
  }
  if (n & 63) store<u64>(at, word);
  clearTail(out, n);
}
