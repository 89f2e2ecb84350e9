// checked.ts: integer +, -, * and their unary forms, with overflow. All rows are computed (wrapping); signs of overflow are ORed
// along and looked at once. Returns 1 if some row overflowed, else 0. SIMD for + and -, whose last rows go one by one, so that
// what stands past the end raises no flag.
import { Abs, Add, Mul, Neg, Sub } from './ops';

/** Lanes whose sign bit tells overflow of the wrapped result r. */
// @ts-ignore: decorator
@inline function overflow<T, OP>(a: v128, b: v128, r: v128): v128 {
  if (idof<OP>() == idof<Add>()) return v128.and(v128.xor(a, r), v128.xor(b, r));
  return v128.and(v128.xor(a, b), v128.xor(a, r));
}
// @ts-ignore: decorator
@inline function one<T, OP>(a: usize, b: usize, out: usize): bool {
  const x = <i64>load<T>(a), y = <i64>load<T>(b);
  const r: i64 = idof<OP>() == idof<Add>() ? x + y : idof<OP>() == idof<Sub>() ? x - y : x * y;
  store<T>(out, <T>r);
  if (sizeof<T>() < 8) return <i64><T>r != r;
  return (idof<OP>() == idof<Add>() ? (x ^ r) & (y ^ r) : (x ^ y) & (x ^ r)) < 0;
}
export function addSub<T, OP>(a: usize, b: usize, out: usize, n: i32): i32 {
  const end = <usize>n << alignof<T>(), stop = end & ~15;
  let flags = v128.splat<i8>(0), at: usize = 0, failed = false;
  for (; at < stop; at += 16) {
    const x = v128.load(a + at), y = v128.load(b + at);
    const r = idof<OP>() == idof<Add>() ? v128.add<T>(x, y) : v128.sub<T>(x, y);
    flags = v128.or(flags, overflow<T, OP>(x, y, r));
    v128.store(out + at, r);
  }
  for (; at < end; at += sizeof<T>()) failed = one<T, OP>(a + at, b + at, out + at) || failed;
  return i32(failed || v128.bitmask<T>(flags) != 0);
}
/** i8, i16, i32: the full product stands in an i64. */
export function mulNarrow<T>(a: usize, b: usize, out: usize, n: i32): i32 {
  let failed = false;
  for (let at: usize = 0, end = <usize>n << alignof<T>(); at < end; at += sizeof<T>()) {
    failed = one<T, Mul>(a + at, b + at, out + at) || failed;
  }
  return i32(failed);
}
export function mulI64(a: usize, b: usize, out: usize, n: i32): i32 {
  let failed = false;
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 8) {
    const x = load<i64>(a + at), y = load<i64>(b + at), r = x * y;
    store<i64>(out + at, r);
    // Factors of 32 bits cannot overflow; a division proves the others. MIN / -1 would trap.
    if (<i64><i32>x == x && <i64><i32>y == y || x == 0) continue;
    if (x == -1) failed = failed || y == i64.MIN_VALUE;
    else failed = failed || r / x != y;
  }
  return i32(failed);
}
/** - and abs overflow for the least value only. */
export function unary<T, OP>(a: usize, out: usize, n: i32): i32 {
  let failed = false;
  const least = <T>((<i64>1) << (sizeof<T>() * 8 - 1));
  for (let at: usize = 0, end = <usize>n << alignof<T>(); at < end; at += sizeof<T>()) {
    const x = load<T>(a + at);
    failed = failed || x == least;
    store<T>(out + at, idof<OP>() == idof<Neg>() || x < 0 ? <T>(0 - x) : x);
  }
  return i32(failed);
}
