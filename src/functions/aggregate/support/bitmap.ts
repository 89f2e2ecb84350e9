// Small helpers over bitmaps in temp memory.
import { bitmapBytes } from '../../../column/column.ts';
import type { Column } from '../../../column/column.ts';
import type { Ptr } from '../../../column/memory.ts';
import type { Engine } from '../../../wasm/engine.ts';

export function zeroedBitmap({ memory }: Engine, n: number): Ptr {
  const ptr = memory.temp(bitmapBytes(n));
  memory.u8(ptr, bitmapBytes(n)).fill(0);
  return ptr;
}
/** Validity of a column: 0 = no row is NULL. */
export const validityOf = (engine: Engine, column: Column, n: number): Ptr =>
  column.layout === 'null' ? zeroedBitmap(engine, n) : column.validityPtr;
