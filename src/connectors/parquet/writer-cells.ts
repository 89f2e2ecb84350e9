// A column as the values hyparquet-writer takes: numbers and bigints as they are, structs as objects without a prototype
// (a field may be called `__proto__`), maps as entries, so that neither order nor doubles are lost.
import type { Column } from '../../column/column.ts';
import type { Memory } from '../../column/memory.ts';
import { readValue, readValues } from '../../column/values.ts';
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
    return Array.from(codes, (code, row) => (isNull(memory, column, row) ? null : entries[code]!));
  }
  return Array.from({ length: column.length }, (_, row) => cellOf(readValue(memory, column, row), type));
}
const isNull = (memory: Memory, { validityPtr }: Column, row: number): boolean =>
  validityPtr !== 0 && ((memory.u8(validityPtr + (row >> 3), 1)[0]! >> (row & 7)) & 1) === 0;

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
