// unary.ts: out[i] = OP a[i] without failure. Floats; floor and ceil to bigint saturate as Java's (long) does, NaN becomes 0.
import { Abs, Ceil, Floor, Neg, Rint, Sqrt } from './ops';

// @ts-ignore: decorator
@inline function many<T, OP>(a: v128): v128 {
  if (idof<OP>() == idof<Neg>()) return v128.neg<T>(a);
  if (idof<OP>() == idof<Abs>()) return v128.abs<T>(a);
  if (idof<OP>() == idof<Sqrt>()) return v128.sqrt<T>(a);
  if (idof<OP>() == idof<Rint>()) return v128.nearest<T>(a);
  return unreachable();
}
export function unary<T, OP>(a: usize, out: usize, n: i32): void {
  const end = <usize>n << alignof<T>();
  for (let at: usize = 0; at < end; at += 16) v128.store(out + at, many<T, OP>(v128.load(a + at)));
}
export function not(a: usize, out: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, v128.not(v128.load(a + at)));
}
export function toI64<OP>(a: usize, out: usize, n: i32): void {
  for (let at: usize = 0, end = <usize>n << 3; at < end; at += 8) {
    const x = load<f64>(a + at);
    store<i64>(out + at, <i64>(idof<OP>() == idof<Floor>() ? floor<f64>(x) : ceil<f64>(x)));
  }
}
