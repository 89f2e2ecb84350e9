// Exports of family cast. Fallible casts return 1 if some row, valid or not, failed.
import { cast, fromBits, toBits } from './numeric';
import * as datetime from './datetime';

export function castI8I16(a: usize, out: usize, n: i32): void { cast<i8, i16>(a, out, n); }
export function castI8I32(a: usize, out: usize, n: i32): void { cast<i8, i32>(a, out, n); }
export function castI8I64(a: usize, out: usize, n: i32): void { cast<i8, i64>(a, out, n); }
export function castI8F32(a: usize, out: usize, n: i32): void { cast<i8, f32>(a, out, n); }
export function castI8F64(a: usize, out: usize, n: i32): void { cast<i8, f64>(a, out, n); }
export function castI16I8(a: usize, out: usize, n: i32): i32 { return cast<i16, i8>(a, out, n); }
export function castI16I32(a: usize, out: usize, n: i32): void { cast<i16, i32>(a, out, n); }
export function castI16I64(a: usize, out: usize, n: i32): void { cast<i16, i64>(a, out, n); }
export function castI16F32(a: usize, out: usize, n: i32): void { cast<i16, f32>(a, out, n); }
export function castI16F64(a: usize, out: usize, n: i32): void { cast<i16, f64>(a, out, n); }
export function castI32I8(a: usize, out: usize, n: i32): i32 { return cast<i32, i8>(a, out, n); }
export function castI32I16(a: usize, out: usize, n: i32): i32 { return cast<i32, i16>(a, out, n); }
export function castI32I64(a: usize, out: usize, n: i32): void { cast<i32, i64>(a, out, n); }
export function castI32F32(a: usize, out: usize, n: i32): void { cast<i32, f32>(a, out, n); }
export function castI32F64(a: usize, out: usize, n: i32): void { cast<i32, f64>(a, out, n); }
export function castI64I8(a: usize, out: usize, n: i32): i32 { return cast<i64, i8>(a, out, n); }
export function castI64I16(a: usize, out: usize, n: i32): i32 { return cast<i64, i16>(a, out, n); }
export function castI64I32(a: usize, out: usize, n: i32): i32 { return cast<i64, i32>(a, out, n); }
export function castI64F32(a: usize, out: usize, n: i32): void { cast<i64, f32>(a, out, n); }
export function castI64F64(a: usize, out: usize, n: i32): void { cast<i64, f64>(a, out, n); }
export function castF32I8(a: usize, out: usize, n: i32): i32 { return cast<f32, i8>(a, out, n); }
export function castF32I16(a: usize, out: usize, n: i32): i32 { return cast<f32, i16>(a, out, n); }
export function castF32I32(a: usize, out: usize, n: i32): i32 { return cast<f32, i32>(a, out, n); }
export function castF32I64(a: usize, out: usize, n: i32): i32 { return cast<f32, i64>(a, out, n); }
export function castF32F64(a: usize, out: usize, n: i32): void { cast<f32, f64>(a, out, n); }
export function castF64I8(a: usize, out: usize, n: i32): i32 { return cast<f64, i8>(a, out, n); }
export function castF64I16(a: usize, out: usize, n: i32): i32 { return cast<f64, i16>(a, out, n); }
export function castF64I32(a: usize, out: usize, n: i32): i32 { return cast<f64, i32>(a, out, n); }
export function castF64I64(a: usize, out: usize, n: i32): i32 { return cast<f64, i64>(a, out, n); }
export function castF64F32(a: usize, out: usize, n: i32): void { cast<f64, f32>(a, out, n); }
export function castI8Bits(a: usize, out: usize, n: i32): void { toBits<i8>(a, out, n); }
export function castI16Bits(a: usize, out: usize, n: i32): void { toBits<i16>(a, out, n); }
export function castI32Bits(a: usize, out: usize, n: i32): void { toBits<i32>(a, out, n); }
export function castI64Bits(a: usize, out: usize, n: i32): void { toBits<i64>(a, out, n); }
export function castF32Bits(a: usize, out: usize, n: i32): void { toBits<f32>(a, out, n); }
export function castF64Bits(a: usize, out: usize, n: i32): void { toBits<f64>(a, out, n); }
export function castBitsI8(a: usize, out: usize, n: i32): void { fromBits<i8>(a, out, n); }
export function castBitsI16(a: usize, out: usize, n: i32): void { fromBits<i16>(a, out, n); }
export function castBitsI32(a: usize, out: usize, n: i32): void { fromBits<i32>(a, out, n); }
export function castBitsI64(a: usize, out: usize, n: i32): void { fromBits<i64>(a, out, n); }
export function castBitsF32(a: usize, out: usize, n: i32): void { fromBits<f32>(a, out, n); }
export function castBitsF64(a: usize, out: usize, n: i32): void { fromBits<f64>(a, out, n); }
export function castDateTimestamp(a: usize, out: usize, n: i32): i32 { return datetime.dateToTimestamp(a, out, n); }
export function castTimestampDate(a: usize, out: usize, n: i32): void { datetime.timestampToDate(a, out, n); }
export { dayField, floorDivI64, shiftI64, truncateI64 } from './moment';
