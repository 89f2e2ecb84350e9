// Reads values of one column row by row, with its views made once: for accumulators in JavaScript. Good until memory grows.
// Dictionary entries are decoded once each.
import type { Column } from '../../../column/column.ts';
import type { Memory } from '../../../column/memory.ts';
import { readValue } from '../../../column/values.ts';
import { storageOf } from '../../../types/data-type.ts';
import type { Value } from '../../../types/value.ts';

export type ReadRow = (row: number) => Value;

export function columnReader(memory: Memory, column: Column): ReadRow {
  const read = validReader(memory, column);
  if (column.layout === 'null') return () => null;
  if (column.validityPtr === 0) return read;
  const valid = memory.u8(column.validityPtr, (column.length + 7) >> 3);
  return (row) => ((valid[row >> 3]! >> (row & 7)) & 1 ? read(row) : null);
}
function validReader(memory: Memory, column: Column): ReadRow {
  const { ptr, length } = column;
  if (column.layout === 'dict') {
    const codes = memory.u32(ptr, length);
    const entries: Value[] = [];
    const { values } = column.dictionary!;
    return (row) => (entries[codes[row]!] ??= readValue(memory, values, codes[row]!));
  }
  if (column.layout !== 'fixed') return (row) => readValue(memory, column, row);
  const storage = storageOf(column.type);
  switch (storage) {
    case 'i8':
    case 'i16':
    case 'i32':
    case 'i64':
    case 'f32':
    case 'f64': {
      const view = memory[storage](ptr, length);
      return (row) => view[row]!;
    }
    default:
      return (row) => readValue(memory, column, row);
  }
}
