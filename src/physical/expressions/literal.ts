// A literal as a column: made once in heap memory for the longest batch seen, shared by every batch. Text is a dictionary of one entry.
import { bitmapBytes, makeColumn } from '../../column/column.ts';
import type { Column, Dictionary } from '../../column/column.ts';
import { buildColumn } from '../../column/builder.ts';
import { filledBitmap } from '../../column/bitmap.ts';
import { freeColumn, makeDictionary } from '../../column/dictionary.ts';
import type { Memory } from '../../column/memory.ts';
import type { Literal } from '../../expr/expr.ts';
import { BOOLEAN, NULL, storageOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Value } from '../../types/value.ts';
import type { Compiler, Evaluate } from './compiled.ts';

export function compileLiteral(e: Literal, compiler: Compiler): Evaluate {
  const { memory } = compiler.context.engine;
  if (typeof e.value === 'boolean') return (batch) => booleanColumn(memory, e.value === true, batch.length);
  let made: Column | null = null;
  compiler.onClose(() => {
    if (made) freeColumn(memory, made);
  });
  return (batch) => {
    if (!made || made.length < batch.length) {
      if (made) freeColumn(memory, made);
      made = null;
      made = constantColumn(memory, e.type, e.value, Math.max(batch.length, compiler.context.batchRows));
    }
    return made.length === batch.length ? made : { ...made, length: batch.length };
  };
}
/** A bitmap's tail must be zero, so one of the right length is made per batch: 1 KiB. */
const booleanColumn = (memory: Memory, value: boolean, n: number): Column =>
  makeColumn({ type: BOOLEAN, layout: 'bits', length: n, ptr: filledBitmap(memory, n, value, (bytes) => memory.temp(bytes)) });

/** n rows of one value, in heap memory. */
function constantColumn(memory: Memory, type: DataType, value: Value, n: number): Column {
  const allocate = (bytes: number): number => memory.alloc(bytes);
  if (value === null) return nullColumn(memory, type, n, allocate);
  switch (storageOf(type)) {
    case 'bytes':
      return makeColumn({
        type,
        layout: 'dict',
        length: n,
        ptr: zeroCodes(memory, n),
        dictionary: singleton(memory, type, value),
      });
    default:
      return buildColumn(memory, type, new Array<Value>(n).fill(value), allocate);
  }
}
function zeroCodes(memory: Memory, n: number): number {
  const ptr = memory.alloc(n * 4);
  memory.u32(ptr, n).fill(0);
  return ptr;
}
const singleton = (memory: Memory, type: DataType, value: Value): Dictionary =>
  makeDictionary(
    memory,
    buildColumn(memory, type, [value], (bytes) => memory.alloc(bytes)),
    1,
    true,
  );

/** n NULLs of a type, with buffers where its layout wants some. */
export function nullColumn(memory: Memory, type: DataType, n: number, allocate: (bytes: number) => number): Column {
  if (type === NULL || type.kind === 'null') return makeColumn({ type, layout: 'null', length: n });
  const column = buildColumn(memory, type, new Array<Value>(n).fill(null), allocate);
  if (column.validityPtr !== 0 || n > 0) return column;
  const ptr = allocate(Math.max(64, bitmapBytes(n)));
  memory.u8(ptr, 64).fill(0);
  return { ...column, validityPtr: ptr };
}
