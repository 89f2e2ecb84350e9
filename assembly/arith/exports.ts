// Exports of family arith. Fallible kernels return 1 if some row, valid or not, failed.
import { binary, shift } from './binary';
import * as checked from './checked';
import * as divide from './divide';
import * as ops from './ops';
import * as unary from './unary';

export function addI8(a: usize, b: usize, out: usize, n: i32): i32 { return checked.addSub<i8, ops.Add>(a, b, out, n); }
export function addI16(a: usize, b: usize, out: usize, n: i32): i32 { return checked.addSub<i16, ops.Add>(a, b, out, n); }
export function addI32(a: usize, b: usize, out: usize, n: i32): i32 { return checked.addSub<i32, ops.Add>(a, b, out, n); }
export function addI64(a: usize, b: usize, out: usize, n: i32): i32 { return checked.addSub<i64, ops.Add>(a, b, out, n); }
export function subI8(a: usize, b: usize, out: usize, n: i32): i32 { return checked.addSub<i8, ops.Sub>(a, b, out, n); }
export function subI16(a: usize, b: usize, out: usize, n: i32): i32 { return checked.addSub<i16, ops.Sub>(a, b, out, n); }
export function subI32(a: usize, b: usize, out: usize, n: i32): i32 { return checked.addSub<i32, ops.Sub>(a, b, out, n); }
export function subI64(a: usize, b: usize, out: usize, n: i32): i32 { return checked.addSub<i64, ops.Sub>(a, b, out, n); }
export function mulI8(a: usize, b: usize, out: usize, n: i32): i32 { return checked.mulNarrow<i8>(a, b, out, n); }
export function mulI16(a: usize, b: usize, out: usize, n: i32): i32 { return checked.mulNarrow<i16>(a, b, out, n); }
export function mulI32(a: usize, b: usize, out: usize, n: i32): i32 { return checked.mulNarrow<i32>(a, b, out, n); }
export function mulI64(a: usize, b: usize, out: usize, n: i32): i32 { return checked.mulI64(a, b, out, n); }
export function addF32(a: usize, b: usize, out: usize, n: i32): void { binary<f32, ops.Add>(a, b, out, n); }
export function addF64(a: usize, b: usize, out: usize, n: i32): void { binary<f64, ops.Add>(a, b, out, n); }
export function subF32(a: usize, b: usize, out: usize, n: i32): void { binary<f32, ops.Sub>(a, b, out, n); }
export function subF64(a: usize, b: usize, out: usize, n: i32): void { binary<f64, ops.Sub>(a, b, out, n); }
export function mulF32(a: usize, b: usize, out: usize, n: i32): void { binary<f32, ops.Mul>(a, b, out, n); }
export function mulF64(a: usize, b: usize, out: usize, n: i32): void { binary<f64, ops.Mul>(a, b, out, n); }
export function divF64(a: usize, b: usize, out: usize, n: i32): i32 { return divide.divF64(a, b, out, n); }
/** Integer division, toward zero. */
export function intDivI64(a: usize, b: usize, out: usize, n: i32): i32 { return divide.integer<i64, ops.IntDiv>(a, b, out, n); }
export function modI8(a: usize, b: usize, out: usize, n: i32): i32 { return divide.integer<i8, ops.Mod>(a, b, out, n); }
export function modI16(a: usize, b: usize, out: usize, n: i32): i32 { return divide.integer<i16, ops.Mod>(a, b, out, n); }
export function modI32(a: usize, b: usize, out: usize, n: i32): i32 { return divide.integer<i32, ops.Mod>(a, b, out, n); }
export function modI64(a: usize, b: usize, out: usize, n: i32): i32 { return divide.integer<i64, ops.Mod>(a, b, out, n); }
export function modF32(a: usize, b: usize, out: usize, n: i32): i32 { return divide.float<f32, ops.Mod>(a, b, out, n); }
export function modF64(a: usize, b: usize, out: usize, n: i32): i32 { return divide.float<f64, ops.Mod>(a, b, out, n); }
export function pmodI8(a: usize, b: usize, out: usize, n: i32): i32 { return divide.integer<i8, ops.PMod>(a, b, out, n); }
export function pmodI16(a: usize, b: usize, out: usize, n: i32): i32 { return divide.integer<i16, ops.PMod>(a, b, out, n); }
export function pmodI32(a: usize, b: usize, out: usize, n: i32): i32 { return divide.integer<i32, ops.PMod>(a, b, out, n); }
export function pmodI64(a: usize, b: usize, out: usize, n: i32): i32 { return divide.integer<i64, ops.PMod>(a, b, out, n); }
export function pmodF32(a: usize, b: usize, out: usize, n: i32): i32 { return divide.float<f32, ops.PMod>(a, b, out, n); }
export function pmodF64(a: usize, b: usize, out: usize, n: i32): i32 { return divide.float<f64, ops.PMod>(a, b, out, n); }
export function negI8(a: usize, out: usize, n: i32): i32 { return checked.unary<i8, ops.Neg>(a, out, n); }
export function negI16(a: usize, out: usize, n: i32): i32 { return checked.unary<i16, ops.Neg>(a, out, n); }
export function negI32(a: usize, out: usize, n: i32): i32 { return checked.unary<i32, ops.Neg>(a, out, n); }
export function negI64(a: usize, out: usize, n: i32): i32 { return checked.unary<i64, ops.Neg>(a, out, n); }
export function negF32(a: usize, out: usize, n: i32): void { unary.unary<f32, ops.Neg>(a, out, n); }
export function negF64(a: usize, out: usize, n: i32): void { unary.unary<f64, ops.Neg>(a, out, n); }
export function absI8(a: usize, out: usize, n: i32): i32 { return checked.unary<i8, ops.Abs>(a, out, n); }
export function absI16(a: usize, out: usize, n: i32): i32 { return checked.unary<i16, ops.Abs>(a, out, n); }
export function absI32(a: usize, out: usize, n: i32): i32 { return checked.unary<i32, ops.Abs>(a, out, n); }
export function absI64(a: usize, out: usize, n: i32): i32 { return checked.unary<i64, ops.Abs>(a, out, n); }
export function absF32(a: usize, out: usize, n: i32): void { unary.unary<f32, ops.Abs>(a, out, n); }
export function absF64(a: usize, out: usize, n: i32): void { unary.unary<f64, ops.Abs>(a, out, n); }
export function sqrtF64(a: usize, out: usize, n: i32): void { unary.unary<f64, ops.Sqrt>(a, out, n); }
/** To the nearest integer, ties to even. */
export function rintF64(a: usize, out: usize, n: i32): void { unary.unary<f64, ops.Rint>(a, out, n); }
/** double -> bigint. */
export function floorF64(a: usize, out: usize, n: i32): void { unary.toI64<ops.Floor>(a, out, n); }
export function ceilF64(a: usize, out: usize, n: i32): void { unary.toI64<ops.Ceil>(a, out, n); }

export function andI8(a: usize, b: usize, out: usize, n: i32): void { binary<i8, ops.And>(a, b, out, n); }
export function andI16(a: usize, b: usize, out: usize, n: i32): void { binary<i16, ops.And>(a, b, out, n); }
export function andI32(a: usize, b: usize, out: usize, n: i32): void { binary<i32, ops.And>(a, b, out, n); }
export function andI64(a: usize, b: usize, out: usize, n: i32): void { binary<i64, ops.And>(a, b, out, n); }
export function orI8(a: usize, b: usize, out: usize, n: i32): void { binary<i8, ops.Or>(a, b, out, n); }
export function orI16(a: usize, b: usize, out: usize, n: i32): void { binary<i16, ops.Or>(a, b, out, n); }
export function orI32(a: usize, b: usize, out: usize, n: i32): void { binary<i32, ops.Or>(a, b, out, n); }
export function orI64(a: usize, b: usize, out: usize, n: i32): void { binary<i64, ops.Or>(a, b, out, n); }
export function xorI8(a: usize, b: usize, out: usize, n: i32): void { binary<i8, ops.Xor>(a, b, out, n); }
export function xorI16(a: usize, b: usize, out: usize, n: i32): void { binary<i16, ops.Xor>(a, b, out, n); }
export function xorI32(a: usize, b: usize, out: usize, n: i32): void { binary<i32, ops.Xor>(a, b, out, n); }
export function xorI64(a: usize, b: usize, out: usize, n: i32): void { binary<i64, ops.Xor>(a, b, out, n); }
export function bitNotI8(a: usize, out: usize, n: i32): void { unary.not(a, out, <usize>n << 0); }
export function bitNotI16(a: usize, out: usize, n: i32): void { unary.not(a, out, <usize>n << 1); }
export function bitNotI32(a: usize, out: usize, n: i32): void { unary.not(a, out, <usize>n << 2); }
export function bitNotI64(a: usize, out: usize, n: i32): void { unary.not(a, out, <usize>n << 3); }
/** Shift counts are i32. */
export function shiftLeftI32(a: usize, b: usize, out: usize, n: i32): void { shift<i32, ops.ShiftLeft>(a, b, out, n); }
export function shiftLeftI64(a: usize, b: usize, out: usize, n: i32): void { shift<i64, ops.ShiftLeft>(a, b, out, n); }
export function shiftRightI32(a: usize, b: usize, out: usize, n: i32): void { shift<i32, ops.ShiftRight>(a, b, out, n); }
export function shiftRightI64(a: usize, b: usize, out: usize, n: i32): void { shift<i64, ops.ShiftRight>(a, b, out, n); }
export function shiftRightUnsignedI32(a: usize, b: usize, out: usize, n: i32): void { shift<i32, ops.ShiftRightUnsigned>(a, b, out, n); }
export function shiftRightUnsignedI64(a: usize, b: usize, out: usize, n: i32): void { shift<i64, ops.ShiftRightUnsigned>(a, b, out, n); }
