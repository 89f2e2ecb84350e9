// Builds a column from JavaScript values: literals, VALUES, results of one-row oracles, fallback decoders. Cost: about 20-100 ns a value.
import { STORAGE_BYTES, storageOf } from '../types/data-type.ts';
import type { DataType } from '../types/data-type.ts';
import { MapValue } from '../types/value.ts';
import type { Value, StructValue } from '../types/value.ts';
import { bitmapBytes, makeColumn } from './column.ts';
import type { Column } from './column.ts';
import type { Memory, Ptr } from './memory.ts';

/** Where the buffers come from: `memory.temp` or `memory.alloc`. */
export type Allocate = (bytes: number) => Ptr;
const encoder = new TextEncoder();

export function buildColumn(memory: Memory, type: DataType, values: readonly Value[], allocate: Allocate): Column {
  const length = values.length;
  const validityPtr = buildValidity(memory, values, allocate);
  const storage = storageOf(type);
  switch (storage) {
    case 'none':
      return makeColumn({ type, layout: 'null', length });
    case 'bits':
      return makeColumn({
        type,
        layout: 'bits',
        length,
        validityPtr,
        ptr: buildBits(memory, values, (v) => v === true, allocate),
      });
    case 'bytes':
      return buildPlain(memory, type, values, validityPtr, allocate);
    case 'nested':
      return buildNested(memory, type, values, validityPtr, allocate);
    default: {
      const ptr = allocate(Math.max(1, length * STORAGE_BYTES[storage]));
      writeFixed(memory, storage, ptr, values);
      return makeColumn({ type, layout: 'fixed', length, validityPtr, ptr });
    }
  }
}
/** Validity bitmap of the values, or 0 when none is null. */
export function buildValidity(memory: Memory, values: readonly Value[], allocate: Allocate): Ptr {
  return values.includes(null) ? buildBits(memory, values, (v) => v !== null, allocate) : 0;
}
function buildBits(memory: Memory, values: readonly Value[], test: (v: Value) => boolean, allocate: Allocate): Ptr {
  const bytes = Math.max(64, bitmapBytes(values.length));
  const ptr = allocate(bytes);
  const view = memory.u8(ptr, bytes).fill(0);
  for (let i = 0; i < values.length; i++) if (test(values[i]!)) view[i >> 3]! |= 1 << (i & 7);
  return ptr;
}
function writeFixed(
  memory: Memory,
  storage: 'i8' | 'i16' | 'i32' | 'i64' | 'i128' | 'f32' | 'f64',
  ptr: Ptr,
  values: readonly Value[],
): void {
  const n = values.length;
  if (storage === 'i64') {
    const view = memory.i64(ptr, n);
    for (let i = 0; i < n; i++) view[i] = (values[i] ?? 0n) as bigint;
  } else if (storage === 'i128') {
    const view = memory.i64(ptr, n * 2);
    for (let i = 0; i < n; i++) {
      const v = (values[i] ?? 0n) as bigint;
      view[i * 2] = v;
      view[i * 2 + 1] = v >> 64n;
    }
  } else {
    const view = memory[storage](ptr, n);
    for (let i = 0; i < n; i++) view[i] = (values[i] ?? 0) as number;
  }
}
function buildPlain(memory: Memory, type: DataType, values: readonly Value[], validityPtr: Ptr, allocate: Allocate): Column {
  const n = values.length;
  const parts = values.map((v) => (v === null ? EMPTY : typeof v === 'string' ? encoder.encode(v) : (v as Uint8Array)));
  let total = 0;
  for (const part of parts) total += part.length;
  const ptr = allocate((n + 1) * 4);
  const bytesPtr = allocate(Math.max(1, total));
  const offsets = memory.i32(ptr, n + 1);
  const bytes = memory.u8(bytesPtr, total);
  let at = 0;
  for (let i = 0; i < n; i++) {
    offsets[i] = at;
    bytes.set(parts[i]!, at);
    at += parts[i]!.length;
  }
  offsets[n] = at;
  return makeColumn({ type, layout: 'plain', length: n, validityPtr, ptr, bytesPtr });
}
const EMPTY = new Uint8Array(0);

function buildNested(memory: Memory, type: DataType, values: readonly Value[], validityPtr: Ptr, allocate: Allocate): Column {
  const n = values.length;
  if (type.kind === 'struct') {
    const children = type.fields.map((field, f) =>
      buildColumn(
        memory,
        field.type,
        values.map((v) => (v === null ? null : (v as StructValue).values[f]!)),
        allocate,
      ),
    );
    return makeColumn({ type, layout: 'struct', length: n, validityPtr, children });
  }
  const ptr = allocate((n + 1) * 4);
  const offsets = new Int32Array(n + 1);
  const lists: Value[][] = type.kind === 'map' ? [[], []] : [[]];
  for (let i = 0; i < n; i++) {
    const v = values[i]!;
    if (v instanceof MapValue)
      for (const [key, value] of v.entries) {
        lists[0]!.push(key);
        lists[1]!.push(value);
      }
    else if (v !== null) for (const item of v as readonly Value[]) lists[0]!.push(item);
    offsets[i + 1] = lists[0]!.length;
  }
  memory.i32(ptr, n + 1).set(offsets);
  const types = type.kind === 'map' ? [type.key, type.value] : type.kind === 'array' ? [type.element] : [];
  const children = types.map((t, c) => buildColumn(memory, t, lists[c]!, allocate));
  return makeColumn({ type, layout: 'list', length: n, validityPtr, ptr, children });
}
