// A column as the values hyparquet-writer takes: numbers and bigints as they are, structs as objects without a prototype
// (a field may be called `__proto__`), maps as entries, so that neither order nor doubles are lost.
import type { Column } from '../../column/column.ts';
import type { Memory } from '../../column/memory.ts';
import { readValue, readValues } from '../../column/values.ts';
import { STORAGE_BYTES, storageOf } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import { MapValue, StructValue } from '../../types/value.ts';
import type { Value } from '../../types/value.ts';

export type Cell = null | boolean | number | bigint | string | Uint8Array | readonly Cell[] | { readonly [name: string]: Cell };

export function cellsOf(memory: Memory, column: Column): Iterable<Cell> {
  const { type, dictionary } = column;
  if (column.layout === 'dict' && dictionary && dictionary.count <= column.length) {
    // Text is decoded once per entry.
    const entries = readValues(memory, dictionary.values) as Cell[];
    const codes = memory.u32(column.ptr, column.length).slice();
    return withNulls(
      memory,
      column,
      Array.from(codes, (code) => entries[code] ?? null),
    );
  }
  return (
    fixedCells(memory, column) ?? Array.from({ length: column.length }, (_, row) => cellOf(readValue(memory, column, row), type))
  );
}
/** Values that stand as numbers in memory, copied at once. */
function fixedCells(memory: Memory, column: Column): Cell[] | undefined {
  const storage = storageOf(column.type);
  if (column.layout !== 'fixed' || storage === 'i128' || STORAGE_BYTES[storage] === 0) return undefined;
  return withNulls(
    memory,
    column,
    Array.from<number | bigint, Cell>(memory[storage as FixedStorage](column.ptr, column.length), (value) => value),
  );
}
type FixedStorage = 'i8' | 'i16' | 'i32' | 'i64' | 'f32' | 'f64';
/** Puts NULLs where the column has them. */
function withNulls(memory: Memory, { validityPtr, length }: Column, cells: Cell[]): Cell[] {
  if (validityPtr === 0) return cells;
  const bits = memory.u8(validityPtr, (length + 7) >> 3);
  for (let row = 0; row < length; row++) if (((bits[row >> 3]! >> (row & 7)) & 1) === 0) cells[row] = null;
  return cells;
}

function cellOf(value: Value, type: DataType): Cell {
  if (value instanceof StructValue && type.kind === 'struct') {
    const cell = Object.create(null) as Record<string, Cell>;
    type.fields.forEach((field, i) => (cell[field.name] = cellOf(value.values[i]!, field.type)));
    return cell;
  }
  if (value instanceof MapValue && type.kind === 'map')
    return value.entries.map(([key, v]) => ({ key: cellOf(key, type.key), value: cellOf(v, type.value) }));
  if (Array.isArray(value) && type.kind === 'array') return value.map((item: Value) => cellOf(item, type.element));
  return value as Cell;
}
