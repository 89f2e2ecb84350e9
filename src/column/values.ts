// One value of a column as a `Value`: for oracles, plans, errors and tests; hot paths never come here.
import { storageOf } from '../types/data-type.ts';
import type { DataType } from '../types/data-type.ts';
import { unreachable } from '../types/assert.ts';
import { MapValue, StructValue } from '../types/value.ts';
import type { Value } from '../types/value.ts';
import type { Column } from './column.ts';
import type { Memory, Ptr } from './memory.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export const isValid = (memory: Memory, column: Column, row: number): boolean =>
  column.layout !== 'null' &&
  (column.validityPtr === 0 || ((memory.u8(column.validityPtr + (row >> 3), 1)[0]! >> (row & 7)) & 1) === 1);

export function readValue(memory: Memory, column: Column, row: number): Value {
  if (!isValid(memory, column, row)) return null;
  switch (column.layout) {
    case 'null':
      return null;
    case 'bits':
      return ((memory.u8(column.ptr + (row >> 3), 1)[0]! >> (row & 7)) & 1) === 1;
    case 'fixed':
      return readFixed(memory, column.type, column.ptr, row);
    case 'plain': {
      const [from, to] = memory.i32(column.ptr + row * 4, 2);
      return readBytes(memory, column.type, column.bytesPtr + from!, to! - from!);
    }
    case 'dict':
      return readValue(memory, column.dictionary!.values, memory.u32(column.ptr + row * 4, 1)[0]!);
    case 'struct':
      return new StructValue(column.children.map((child) => readValue(memory, child, row)));
    case 'list': {
      const [from, to] = memory.i32(column.ptr + row * 4, 2);
      const rows = Array.from({ length: to! - from! }, (_, i) => from! + i);
      if (column.type.kind !== 'map') return rows.map((r) => readValue(memory, column.children[0]!, r));
      return new MapValue(
        rows.map((r) => [readValue(memory, column.children[0]!, r), readValue(memory, column.children[1]!, r)] as const),
      );
    }
    default:
      return unreachable(column.layout);
  }
}
/** All values of a column, in order: views are made once, ASCII text is decoded in one piece. */
export function readValues(memory: Memory, column: Column): Value[] {
  const n = column.length;
  const out =
    column.layout === 'dict'
      ? dictValues(memory, column)
      : column.layout === 'plain'
        ? plainValues(memory, column)
        : fixedValues(memory, column);
  if (column.validityPtr !== 0 && column.layout !== 'null') {
    const valid = memory.u8(column.validityPtr, (n + 7) >> 3);
    for (let i = 0; i < n; i++) if (((valid[i >> 3]! >> (i & 7)) & 1) === 0) out[i] = null;
  }
  return out;
}
function dictValues(memory: Memory, column: Column): Value[] {
  const entries = column.dictionary!.count <= column.length * 2 ? readValues(memory, column.dictionary!.values) : null;
  if (!entries) return Array.from({ length: column.length }, (_, row) => readValue(memory, column, row));
  return Array.from(memory.u32(column.ptr, column.length), (code) => entries[code] ?? null);
}
function plainValues(memory: Memory, column: Column): Value[] {
  const n = column.length;
  const offsets = memory.i32(column.ptr, n + 1).slice();
  const first = offsets[0]!,
    bytes = memory.u8(column.bytesPtr + first, offsets[n]! - first);
  if (column.type.kind === 'binary')
    return Array.from({ length: n }, (_, i) => bytes.slice(offsets[i]! - first, offsets[i + 1]! - first));
  const text = decoder.decode(bytes);
  if (text.length === bytes.length)
    return Array.from({ length: n }, (_, i) => text.slice(offsets[i]! - first, offsets[i + 1]! - first));
  return Array.from({ length: n }, (_, i) => decoder.decode(bytes.subarray(offsets[i]! - first, offsets[i + 1]! - first)));
}
function fixedValues(memory: Memory, column: Column): Value[] {
  const n = column.length,
    storage = storageOf(column.type);
  if (
    column.layout === 'fixed' &&
    storage !== 'i128' &&
    storage !== 'bits' &&
    storage !== 'bytes' &&
    storage !== 'nested' &&
    storage !== 'none'
  ) {
    return Array.from(memory[storage](column.ptr, n) as ArrayLike<number | bigint>);
  }
  if (column.layout === 'bits') {
    const bits = memory.u8(column.ptr, (n + 7) >> 3);
    return Array.from({ length: n }, (_, i) => ((bits[i >> 3]! >> (i & 7)) & 1) === 1);
  }
  return Array.from({ length: n }, (_, row) => readValue(memory, column, row));
}

function readBytes(memory: Memory, type: DataType, ptr: Ptr, length: number): string | Uint8Array {
  const bytes = memory.u8(ptr, length);
  return type.kind === 'binary' ? bytes.slice() : decoder.decode(bytes);
}
function readFixed(memory: Memory, type: DataType, ptr: Ptr, row: number): number | bigint {
  const storage = storageOf(type);
  switch (storage) {
    case 'i8':
      return memory.i8(ptr + row, 1)[0]!;
    case 'i16':
      return memory.i16(ptr + row * 2, 1)[0]!;
    case 'i32':
      return memory.i32(ptr + row * 4, 1)[0]!;
    case 'i64':
      return memory.i64(ptr + row * 8, 1)[0]!;
    case 'f32':
      return memory.f32(ptr + row * 4, 1)[0]!;
    case 'f64':
      return memory.f64(ptr + row * 8, 1)[0]!;
    case 'i128':
      return (memory.i64(ptr + row * 16 + 8, 1)[0]! << 64n) | memory.u64(ptr + row * 16, 1)[0]!;
    default:
      throw new Error(`${storage} is not a fixed-width storage`);
  }
}
