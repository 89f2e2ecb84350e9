// Exports of family move: rows by number, ranges, constants and choices, by byte width; bytes columns through their offsets.
import * as take from './take';
import * as plain from './plain';
import * as fill from './fill';
import * as blend from './blend';

/** out[i] = a[ids[i]], values of 1, 2, 4, 8 or 16 bytes; a has `limit` rows, and ids beyond read the last one. */
export function take1(a: usize, limit: i32, ids: usize, out: usize, n: i32): void { take.values<u8>(a, limit, ids, out, n); }
export function take2(a: usize, limit: i32, ids: usize, out: usize, n: i32): void { take.values<u16>(a, limit, ids, out, n); }
export function take4(a: usize, limit: i32, ids: usize, out: usize, n: i32): void { take.values<u32>(a, limit, ids, out, n); }
export function take8(a: usize, limit: i32, ids: usize, out: usize, n: i32): void { take.values<u64>(a, limit, ids, out, n); }
export function take16(a: usize, limit: i32, ids: usize, out: usize, n: i32): void { take.values16(a, limit, ids, out, n); }
export function takeBits(a: usize, limit: i32, ids: usize, out: usize, n: i32): void { take.bits(a, limit, ids, out, n); }
/** Splits ids with "no row" (2^32 - 1): out gets the id or 0, valid a bit per real id. */
export function splitIds(ids: usize, out: usize, valid: usize, n: i32): void { take.split(ids, out, valid, n); }

/** n + 1 offsets of the taken rows from 0; rows not below `limit` are empty. Returns their bytes, or -1 when over 2^31 - 1. */
export function takeOffsets(offsets: usize, limit: i32, ids: usize, out: usize, n: i32): i32 {
  return plain.takeOffsets(offsets, limit, ids, out, n);
}
/** Copies the rows whose offsets `takeOffsets` gave. */
export function takeBytes(offsets: usize, bytes: usize, ids: usize, outOffsets: usize, outBytes: usize, n: i32): void {
  plain.takeBytes(offsets, bytes, ids, outOffsets, outBytes, n);
}
/** Items of the taken rows' lists, each of 1 << scale bytes, in order. */
export function takeRuns(offsets: usize, values: usize, scale: i32, ids: usize, outOffsets: usize, out: usize, n: i32): void {
  plain.takeRuns(offsets, values, scale, ids, outOffsets, out, n);
}
/** Positions of the list items of the taken rows, in order. */
export function takeItems(offsets: usize, ids: usize, outOffsets: usize, outIds: usize, n: i32): void {
  plain.takeItems(offsets, ids, outOffsets, outIds, n);
}
/** out[i] = offsets[i] + delta. */
export function shiftOffsets(offsets: usize, delta: i32, out: usize, n: i32): void { plain.shiftOffsets(offsets, delta, out, n); }

/** n copies of the value of `width` bytes (1, 2, 4, 8, 16) at `value`. */
export function fillValues(value: usize, width: i32, out: usize, n: i32): void { fill.values(value, width, out, n); }
/** start, start + 1, … as u32. */
export function fillIds(out: usize, start: i32, n: i32): void { fill.ids(out, start, n); }
/** out[ids[i]] = base + i. */
export function scatterIds(ids: usize, n: i32, base: i32, out: usize): void { fill.scatterIds(ids, n, base, out); }
export function copyBytes(src: usize, dst: usize, n: usize): void { memory.copy(dst, src, n); }

/** out[i] = bit i ? a[i] : b[i]. */
export function blend1(bits: usize, a: usize, b: usize, out: usize, n: i32): void { blend.values<u8>(bits, a, b, out, n); }
export function blend2(bits: usize, a: usize, b: usize, out: usize, n: i32): void { blend.values<u16>(bits, a, b, out, n); }
export function blend4(bits: usize, a: usize, b: usize, out: usize, n: i32): void { blend.values<u32>(bits, a, b, out, n); }
export function blend8(bits: usize, a: usize, b: usize, out: usize, n: i32): void { blend.values<u64>(bits, a, b, out, n); }
export function blend16(bits: usize, a: usize, b: usize, out: usize, n: i32): void { blend.values16(bits, a, b, out, n); }
export function blendBits(bits: usize, a: usize, b: usize, out: usize, n: i32): void { blend.bits(bits, a, b, out, n); }
