// Exports of family compare: bitmaps. A step (0 or 4) of 0 makes that side's first row a constant.
import { Eq, Le, Lt, Ne, compare, compare128 } from './compare';
import { compareBytes } from './compare-bytes';
import { Contains, Prefix, Suffix, search } from './search';

export function eqI8(a: usize, b: usize, out: usize, n: i32): void { compare<i8, Eq>(a, b, out, n); }
export function eqI16(a: usize, b: usize, out: usize, n: i32): void { compare<i16, Eq>(a, b, out, n); }
export function eqI32(a: usize, b: usize, out: usize, n: i32): void { compare<i32, Eq>(a, b, out, n); }
export function eqI64(a: usize, b: usize, out: usize, n: i32): void { compare<i64, Eq>(a, b, out, n); }
export function eqF32(a: usize, b: usize, out: usize, n: i32): void { compare<f32, Eq>(a, b, out, n); }
export function eqF64(a: usize, b: usize, out: usize, n: i32): void { compare<f64, Eq>(a, b, out, n); }
export function eqI128(a: usize, b: usize, out: usize, n: i32): void { compare128<Eq>(a, b, out, n); }
export function neI8(a: usize, b: usize, out: usize, n: i32): void { compare<i8, Ne>(a, b, out, n); }
export function neI16(a: usize, b: usize, out: usize, n: i32): void { compare<i16, Ne>(a, b, out, n); }
export function neI32(a: usize, b: usize, out: usize, n: i32): void { compare<i32, Ne>(a, b, out, n); }
export function neI64(a: usize, b: usize, out: usize, n: i32): void { compare<i64, Ne>(a, b, out, n); }
export function neF32(a: usize, b: usize, out: usize, n: i32): void { compare<f32, Ne>(a, b, out, n); }
export function neF64(a: usize, b: usize, out: usize, n: i32): void { compare<f64, Ne>(a, b, out, n); }
export function neI128(a: usize, b: usize, out: usize, n: i32): void { compare128<Ne>(a, b, out, n); }
export function ltI8(a: usize, b: usize, out: usize, n: i32): void { compare<i8, Lt>(a, b, out, n); }
export function ltI16(a: usize, b: usize, out: usize, n: i32): void { compare<i16, Lt>(a, b, out, n); }
export function ltI32(a: usize, b: usize, out: usize, n: i32): void { compare<i32, Lt>(a, b, out, n); }
export function ltI64(a: usize, b: usize, out: usize, n: i32): void { compare<i64, Lt>(a, b, out, n); }
export function ltF32(a: usize, b: usize, out: usize, n: i32): void { compare<f32, Lt>(a, b, out, n); }
export function ltF64(a: usize, b: usize, out: usize, n: i32): void { compare<f64, Lt>(a, b, out, n); }
export function ltI128(a: usize, b: usize, out: usize, n: i32): void { compare128<Lt>(a, b, out, n); }
export function leI8(a: usize, b: usize, out: usize, n: i32): void { compare<i8, Le>(a, b, out, n); }
export function leI16(a: usize, b: usize, out: usize, n: i32): void { compare<i16, Le>(a, b, out, n); }
export function leI32(a: usize, b: usize, out: usize, n: i32): void { compare<i32, Le>(a, b, out, n); }
export function leI64(a: usize, b: usize, out: usize, n: i32): void { compare<i64, Le>(a, b, out, n); }
export function leF32(a: usize, b: usize, out: usize, n: i32): void { compare<f32, Le>(a, b, out, n); }
export function leF64(a: usize, b: usize, out: usize, n: i32): void { compare<f64, Le>(a, b, out, n); }
export function leI128(a: usize, b: usize, out: usize, n: i32): void { compare128<Le>(a, b, out, n); }
export function gtI8(a: usize, b: usize, out: usize, n: i32): void { compare<i8, Lt>(b, a, out, n); }
export function gtI16(a: usize, b: usize, out: usize, n: i32): void { compare<i16, Lt>(b, a, out, n); }
export function gtI32(a: usize, b: usize, out: usize, n: i32): void { compare<i32, Lt>(b, a, out, n); }
export function gtI64(a: usize, b: usize, out: usize, n: i32): void { compare<i64, Lt>(b, a, out, n); }
export function gtF32(a: usize, b: usize, out: usize, n: i32): void { compare<f32, Lt>(b, a, out, n); }
export function gtF64(a: usize, b: usize, out: usize, n: i32): void { compare<f64, Lt>(b, a, out, n); }
export function gtI128(a: usize, b: usize, out: usize, n: i32): void { compare128<Lt>(b, a, out, n); }
export function geI8(a: usize, b: usize, out: usize, n: i32): void { compare<i8, Le>(b, a, out, n); }
export function geI16(a: usize, b: usize, out: usize, n: i32): void { compare<i16, Le>(b, a, out, n); }
export function geI32(a: usize, b: usize, out: usize, n: i32): void { compare<i32, Le>(b, a, out, n); }
export function geI64(a: usize, b: usize, out: usize, n: i32): void { compare<i64, Le>(b, a, out, n); }
export function geF32(a: usize, b: usize, out: usize, n: i32): void { compare<f32, Le>(b, a, out, n); }
export function geF64(a: usize, b: usize, out: usize, n: i32): void { compare<f64, Le>(b, a, out, n); }
export function geI128(a: usize, b: usize, out: usize, n: i32): void { compare128<Le>(b, a, out, n); }

export function eqPlain(a: usize, aBytes: usize, aStep: usize, b: usize, bBytes: usize, bStep: usize, out: usize, n: i32): void {
  compareBytes<Eq>(a, aBytes, aStep, b, bBytes, bStep, out, n);
}
export function ltPlain(a: usize, aBytes: usize, aStep: usize, b: usize, bBytes: usize, bStep: usize, out: usize, n: i32): void {
  compareBytes<Lt>(a, aBytes, aStep, b, bBytes, bStep, out, n);
}
export function lePlain(a: usize, aBytes: usize, aStep: usize, b: usize, bBytes: usize, bStep: usize, out: usize, n: i32): void {
  compareBytes<Le>(a, aBytes, aStep, b, bBytes, bStep, out, n);
}
export function startsWithPlain(offsets: usize, bytes: usize, needle: usize, length: i32, out: usize, n: i32): void {
  search<Prefix>(offsets, bytes, needle, length, out, n);
}
export function endsWithPlain(offsets: usize, bytes: usize, needle: usize, length: i32, out: usize, n: i32): void {
  search<Suffix>(offsets, bytes, needle, length, out, n);
}
export function containsPlain(offsets: usize, bytes: usize, needle: usize, length: i32, out: usize, n: i32): void {
  search<Contains>(offsets, bytes, needle, length, out, n);
}
