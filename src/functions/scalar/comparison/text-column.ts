// Comparison of text columns by kernels: plain with plain, plain with a constant (a dictionary of one entry). Others go row by row.
import { type Column, bitmapBytes, makeColumn } from '../../../column/column.ts';
import { BOOLEAN } from '../../../types/data-type.ts';
import type { ScalarFunction } from '../../define.ts';

type Kernel = 'eqPlain' | 'ltPlain' | 'lePlain';
interface Side {
  readonly column: Column;
  /** Bytes from one row's offset to the next: 4, or 0 for a constant. */
  readonly step: number;
}
const isText = (c: Column): boolean => c.type.kind === 'string' || c.type.kind === 'binary';
function sideOf(column: Column): Side | undefined {
  if (column.layout === 'plain') return { column, step: 4 };
  return column.dictionary?.count === 1 ? { column: column.dictionary.values, step: 0 } : undefined;
}
/** `swapped`: a > b is b < a. */
export function compareText(kernel: Kernel, swapped: boolean): NonNullable<ScalarFunction['column']> {
  return (engine, args, length) => {
    if (!args.every(isText)) return undefined;
    const [left, right] = [sideOf(args[swapped ? 1 : 0]!), sideOf(args[swapped ? 0 : 1]!)];
    if (!left || !right) return undefined;
    const out = engine.memory.temp(Math.max(64, bitmapBytes(length)));
    const [a, b] = [left.column, right.column];
    engine.kernels[kernel](a.ptr, a.bytesPtr, left.step, b.ptr, b.bytesPtr, right.step, out, length);
    return makeColumn({ type: BOOLEAN, layout: 'bits', length, ptr: out });
  };
}
