// binary.ts: out[i] = a[i] OP b[i] without failure: floats, and bitwise operations of integers.
// out may equal a or b. Whole vectors: up to 15 bytes past the end are read and written. Cost: one pass at memory speed.
import { Add, And, Mul, Or, ShiftLeft, ShiftRight, ShiftRightUnsigned, Sub, Xor } from './ops';

// @ts-ignore: decorator
@inline function many<T, OP>(a: v128, b: v128): v128 {
  if (idof<OP>() == idof<Add>()) return v128.add<T>(a, b);
  if (idof<OP>() == idof<Sub>()) return v128.sub<T>(a, b);
  if (idof<OP>() == idof<Mul>()) return v128.mul<T>(a, b);
  if (idof<OP>() == idof<And>()) return v128.and(a, b);
  if (idof<OP>() == idof<Or>()) return v128.or(a, b);
  if (idof<OP>() == idof<Xor>()) return v128.xor(a, b);
  return unreachable();
}
export function binary<T, OP>(a: usize, b: usize, out: usize, n: i32): void {
  const end = <usize>n << alignof<T>();
  for (let at: usize = 0; at < end; at += 16) v128.store(out + at, many<T, OP>(v128.load(a + at), v128.load(b + at)));
}

/** Shift counts are i32 and taken modulo the width, as in Java. */
export function shift<T, OP>(a: usize, counts: usize, out: usize, n: i32): void {
  for (let i: usize = 0; i < <usize>n; i++) {
    const value = load<T>(a + (i << alignof<T>())), count = <T>load<i32>(counts + (i << 2));
    const at = out + (i << alignof<T>());
    if (idof<OP>() == idof<ShiftLeft>()) store<T>(at, <T>(value << count));
    if (idof<OP>() == idof<ShiftRight>()) store<T>(at, <T>(value >> count));
    if (idof<OP>() == idof<ShiftRightUnsigned>()) store<T>(at, <T>(value >>> count));
  }
}
