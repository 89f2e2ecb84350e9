// divide.ts: operations that fail for a zero divisor (and for MIN div -1). Returns 1 if some row failed; its result is garbage.
// Divisors are replaced by 1 where the instruction would trap.
import { IntDiv, Mod, PMod } from './ops';

export function divF64(a: usize, b: usize, out: usize, n: i32): i32 {
  const end = <usize>n << 3, stop = end & ~15, zero = v128.splat<f64>(0);
  let flags = v128.splat<i8>(0), at: usize = 0;
  for (; at < stop; at += 16) {
    const y = v128.load(b + at);
    flags = v128.or(flags, f64x2.eq(y, zero));
    v128.store(out + at, f64x2.div(v128.load(a + at), y));
  }
  let failed = v128.any_true(flags);
  for (; at < end; at += 8) {
    const y = load<f64>(b + at);
    failed = failed || y == 0;
    store<f64>(out + at, load<f64>(a + at) / y);
  }
  return i32(failed);
}
export function integer<T, OP>(a: usize, b: usize, out: usize, n: i32): i32 {
  let failed = false;
  const least = <T>((<i64>1) << (sizeof<T>() * 8 - 1));
  for (let at: usize = 0, end = <usize>n << alignof<T>(); at < end; at += sizeof<T>()) {
    const x = load<T>(a + at), divisor = load<T>(b + at);
    const isZero = divisor == 0, isOverflow = divisor == -1 && x == least;
    const y = <T>(isZero || isOverflow ? 1 : divisor);
    failed = failed || isZero || (idof<OP>() == idof<IntDiv>() && isOverflow);
    store<T>(out + at, idof<OP>() == idof<IntDiv>() ? <T>(x / y) : remainder<T, OP>(x, y));
  }
  return i32(failed);
}
/** % has the sign of the dividend; pmod of a negative one is (r + y) % y, as Spark has it: r itself when y is negative, too. */
// @ts-ignore: decorator
@inline function remainder<T, OP>(x: T, y: T): T {
  const r = <T>(x % y);
  if (idof<OP>() == idof<Mod>() || r >= 0) return r;
  if (isInteger<T>()) return y > 0 ? <T>(r + y) : r;
  return <T>(<T>(r + y) % y);
}
export function float<T, OP>(a: usize, b: usize, out: usize, n: i32): i32 {
  let failed = false;
  for (let at: usize = 0, end = <usize>n << alignof<T>(); at < end; at += sizeof<T>()) {
    const y = load<T>(b + at);
    failed = failed || y == 0;
    store<T>(out + at, remainder<T, OP>(load<T>(a + at), y));
  }
  return i32(failed);
}
