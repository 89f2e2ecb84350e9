// Which element-wise kernel casts one type to another; undefined: the one-row cast. Kernels report what does not fit, the one-row cast
// then says which row, or gives NULL for it.
import { type DataType, type Storage, isFloating, isInteger, storageOf } from '../../types/data-type.ts';
import type { Kernels } from '../../wasm/kernels.gen.ts';

type Kernel = keyof Kernels;
type Row = { readonly [S in Storage]?: Kernel };
const KERNELS: { readonly [S in Storage]?: Row } = {
  i8: { i16: 'castI8I16', i32: 'castI8I32', i64: 'castI8I64', f32: 'castI8F32', f64: 'castI8F64', bits: 'castI8Bits' },
  i16: { i8: 'castI16I8', i32: 'castI16I32', i64: 'castI16I64', f32: 'castI16F32', f64: 'castI16F64', bits: 'castI16Bits' },
  i32: { i8: 'castI32I8', i16: 'castI32I16', i64: 'castI32I64', f32: 'castI32F32', f64: 'castI32F64', bits: 'castI32Bits' },
  i64: { i8: 'castI64I8', i16: 'castI64I16', i32: 'castI64I32', f32: 'castI64F32', f64: 'castI64F64', bits: 'castI64Bits' },
  f32: { i8: 'castF32I8', i16: 'castF32I16', i32: 'castF32I32', i64: 'castF32I64', f64: 'castF32F64', bits: 'castF32Bits' },
  f64: { i8: 'castF64I8', i16: 'castF64I16', i32: 'castF64I32', i64: 'castF64I64', f32: 'castF64F32', bits: 'castF64Bits' },
  bits: { i8: 'castBitsI8', i16: 'castBitsI16', i32: 'castBitsI32', i64: 'castBitsI64', f32: 'castBitsF32', f64: 'castBitsF64' },
};
const isPlainNumber = (t: DataType): boolean => isInteger(t) || isFloating(t) || t.kind === 'boolean';
const INTEGER_DIGITS: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, int: 10 };

export function castKernel(from: DataType, to: DataType): Kernel | undefined {
  if (isPlainNumber(from) && isPlainNumber(to)) return KERNELS[storageOf(from)]?.[storageOf(to)];
  if (from.kind === 'date' && to.kind === 'timestamp_ntz') return 'castDateTimestamp';
  if (from.kind === 'timestamp_ntz' && to.kind === 'date') return 'castTimestampDate';
  // An integer is its own unscaled value at scale 0.
  if (to.kind === 'decimal' && to.scale === 0 && to.precision <= 18 && to.precision >= (INTEGER_DIGITS[from.kind] ?? Infinity))
    return KERNELS[storageOf(from)]?.i64;
  return undefined;
}
