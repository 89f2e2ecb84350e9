// take.ts: out[i] = a[ids[i]], a having `limit` rows. Row numbers are u32; one not below the limit, as codes under NULL or
// "no row" of an outer join may be, reads the last row, so nothing can trap. limit 0 leaves out as it is (bits: zero).
// Cost: one random read a row; 4 rows a step keep several in flight.
import { clearTail, lineBytes } from '../core/bits';

// @ts-ignore: decorator
@inline function one<T>(a: usize, last: u32, ids: usize, out: usize, i: usize): void {
  store<T>(out + (i << alignof<T>()), load<T>(a + (<usize>min(load<u32>(ids + (i << 2)), last) << alignof<T>())));
}
export function values<T>(a: usize, limit: i32, ids: usize, out: usize, n: i32): void {
  if (limit == 0) return;
  const last = <u32>limit - 1;
  const count = <usize>n, stop = count & ~3;
  let i: usize = 0;
  for (; i < stop; i += 4) {
    one<T>(a, last, ids, out, i);
    one<T>(a, last, ids, out, i + 1);
    one<T>(a, last, ids, out, i + 2);
    one<T>(a, last, ids, out, i + 3);
  }
  for (; i < count; i++) one<T>(a, last, ids, out, i);
}
export function values16(a: usize, limit: i32, ids: usize, out: usize, n: i32): void {
  if (limit == 0) return;
  const last = <u32>limit - 1;
  for (let end = out + (<usize>n << 4); out < end; out += 16, ids += 4) {
    v128.store(out, v128.load(a + (<usize>min(load<u32>(ids), last) << 4)));
  }
}
export function bits(a: usize, limit: i32, ids: usize, out: usize, n: i32): void {
  if (limit == 0) { memory.fill(out, 0, lineBytes(n)); return; }
  const last = <u32>limit - 1;
  let at = out, word: u64 = 0;
  for (let i: u32 = 0; i < <u32>n; i++) {
    const id = min(load<u32>(ids + (<usize>i << 2)), last);
    word |= <u64>(load<u8>(a + (id >> 3)) >> <u8>(id & 7) & 1) << (i & 63);
    if ((i & 63) == 63) { store<u64>(at, word); at += 8; word = 0; }
  }
  if (n & 63) store<u64>(at, word);
  clearTail(out, n);
}
export function split(ids: usize, out: usize, valid: usize, n: i32): void {
  const none = v128.splat<i32>(-1), end = <usize>n << 2;
  for (let at: usize = 0; at < end; at += 32) {
    const a = v128.load(ids + at), b = v128.load(ids + at, 16);
    const aNone = i32x4.eq(a, none), bNone = i32x4.eq(b, none);
    v128.store(out + at, v128.andnot(a, aNone));
    v128.store(out + at, v128.andnot(b, bNone), 16);
    store<u8>(valid + (at >> 5), ~(i32x4.bitmask(aNone) | i32x4.bitmask(bNone) << 4));
  }
  clearTail(valid, n);
}
