// A key column once strings are codes: fixed-width values and validity; and what turns columns into sources and back.
import { bitmapBytes } from '../../column/column.ts';
import type { Column } from '../../column/column.ts';
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';

export interface KeySource {
  readonly ptr: Ptr;
  readonly validityPtr: Ptr;
}
export interface KeyEncoder {
  /** New values get codes. Result in temp memory, or the column's own. */
  encode(column: Column): KeySource;
  /** As encode, but unknown values get the code 0xffffffff and are not kept. */
  lookup(column: Column): KeySource;
  /** How many codes are in use; undefined when the values are not codes. */
  codeCount(): number | undefined;
  /** n values back as a column of the key's type, in temp memory. */
  decode(source: KeySource, n: number): Column;
  close(): void;
}
/** Source of n NULL rows. Kernels may load values under NULL, so the pointer must be good for n of the widest. */
export function allNull(engine: Engine, n: number): KeySource {
  return { ptr: engine.memory.temp(n * 16), validityPtr: zeroedTemp(engine, bitmapBytes(n)) };
}
export function zeroedTemp({ memory }: Engine, bytes: number): Ptr {
  const ptr = memory.temp(bytes);
  memory.u8(ptr, bytes).fill(0);
  return ptr;
}
