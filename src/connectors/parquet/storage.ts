// How a leaf's values stand while they are read, and conversions of whole runs from physical to stored values.
import { STORAGE_BYTES, storageOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { Conversion } from './leaf-type.ts';
import type { LeafNode } from './schema.ts';

/** Bits of a bitmap, packed values of so many bytes, byte strings, or nothing at all (type null). */
export type Shape = 'bits' | 'bytes' | 'none' | 1 | 2 | 4 | 8 | 16;
export function shapeOf(type: DataType): Shape {
  const storage = storageOf(type);
  if (storage === 'bits' || storage === 'bytes' || storage === 'none') return storage;
  return STORAGE_BYTES[storage] as Shape;
}

/** Physical values of fixed width to stored values of fixed width; false if one does not fit. */
type ConvertFixed = (engine: Engine, from: Ptr, to: Ptr, n: number, width: number) => boolean;
const FIXED: { readonly [C in Conversion]?: ConvertFixed } = {
  int8: ({ kernels }, from, to, n) => done(kernels.narrowToI8(from, to, n)),
  int16: ({ kernels }, from, to, n) => done(kernels.narrowToI16(from, to, n)),
  int32To64: ({ kernels }, from, to, n) => done(kernels.widenI32(from, to, n)),
  uint32To64: ({ kernels }, from, to, n) => done(kernels.widenU32(from, to, n)),
  int32To128(engine, from, to, n) {
    const wide = engine.memory.temp(n * 8);
    engine.kernels.widenI32(from, wide, n);
    return done(engine.kernels.widenI64(wide, to, n));
  },
  int64To128: ({ kernels }, from, to, n) => done(kernels.widenI64(from, to, n)),
  uint64To128: ({ kernels }, from, to, n) => done(kernels.widenU64(from, to, n)),
  millis: ({ kernels }, from, to, n) => kernels.millisToMicros(from, to, n) === 0,
  nanos: ({ kernels }, from, to, n) => done(kernels.nanosToMicros(from, to, n)),
  int96: ({ kernels }, from, to, n) => done(kernels.int96ToMicros(from, to, n)),
  float16: ({ kernels }, from, to, n) => done(kernels.halfToFloat(from, to, n)),
  fixedDecimal128: ({ kernels }, from, to, n, width) => kernels.fixedDecimal128(from, width, to, n) === 0,
  fixedDecimal64({ memory, kernels }, from, to, n, width) {
    const wide = memory.temp(n * 16);
    return kernels.fixedDecimal128(from, width, wide, n) === 0 && kernels.decimal128To64(wide, to, n) === 0;
  },
  interval: ({ memory }, from, to, n) =>
    intervalsToMicros(new DataView(memory.u8(from, n * 12).slice().buffer), memory.i64(to, n)),
};
const done = (_nothing: void): boolean => true;

/** Months, days, milliseconds as u32 each. Months have no fixed length: a day-time interval cannot hold them. */
function intervalsToMicros(view: DataView, out: BigInt64Array): boolean {
  let fits = true;
  for (let i = 0; i < out.length; i++) {
    fits &&= view.getUint32(i * 12, true) === 0;
    out[i] = BigInt(view.getUint32(i * 12 + 4, true)) * 86_400_000_000n + BigInt(view.getUint32(i * 12 + 8, true)) * 1000n;
  }
  return fits;
}

/** undefined: stored as it is. */
export const fixedConversion = (node: LeafNode): ConvertFixed | undefined => FIXED[node.conversion];

/** Stored values of `bytesDecimal*` from byte strings; false if one does not fit. */
export function convertBytesDecimals(
  { memory, kernels }: Engine,
  conversion: Conversion,
  offsets: Ptr,
  bytes: Ptr,
  to: Ptr,
  n: number,
): boolean {
  if (conversion === 'bytesDecimal128') return kernels.bytesDecimal128(offsets, bytes, to, n) === 0;
  const wide = memory.temp(n * 16);
  return kernels.bytesDecimal128(offsets, bytes, wide, n) === 0 && kernels.decimal128To64(wide, to, n) === 0;
}
