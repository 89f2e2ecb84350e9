// Columns built from JavaScript values: in an engine's memory, or as frames of one batch (rows of createDataFrame, results that become
// tables). Typed arrays are copied as they are; ASCII text is encoded in one go. Everything else goes value by value (builder.ts).
import { STORAGE_BYTES, storageOf } from '../types/data-type.ts';
import type { DataType, Schema } from '../types/data-type.ts';
import type { Value } from '../types/value.ts';
import { makeBatch } from './batch.ts';
import { buildColumn, buildValidity } from './builder.ts';
import type { Allocate } from './builder.ts';
import { makeColumn } from './column.ts';
import type { Column } from './column.ts';
import { FrameWriter } from './frame-writer.ts';
import type { Memory } from './memory.ts';
import { ScratchMemory } from './scratch-memory.ts';

/** Arrays whose elements stand as the engine has them. */
export type PackedValues = Int8Array | Int16Array | Int32Array | BigInt64Array | Float32Array | Float64Array;
export type ColumnInput = readonly Value[] | PackedValues;
/** Rows whose values stand on the session's thread. */
export interface InputRows {
  readonly schema: Schema;
  /** `columns[i]` holds the values of field i. */
  readonly columns: readonly ColumnInput[];
  readonly rows: number;
}
const encoder = new TextEncoder();

export const pieceOf = (column: ColumnInput, from: number, to: number): ColumnInput =>
  ArrayBuffer.isView(column) ? column.subarray(from, to) : to - from === column.length ? column : column.slice(from, to);

/** `columns[i]` holds the values of field i, all of one length. */
export function encodeFrame(schema: Schema, columns: readonly ColumnInput[], length: number): ArrayBuffer {
  const packed = columns.reduce((sum, values) => sum + (ArrayBuffer.isView(values) ? values.byteLength + 192 : 0), 0);
  const memory = new ScratchMemory(packed);
  const writer = new FrameWriter(memory, schema);
  const built = columns.map((values, i) => columnOf(memory, schema[i]!.type, values, (bytes) => memory.alloc(bytes)));
  writer.append(makeBatch(length, built));
  return writer.finish();
}

export function columnOf(memory: Memory, type: DataType, values: ColumnInput, allocate: Allocate): Column {
  if (ArrayBuffer.isView(values)) return packedColumn(memory, type, values, allocate);
  const text = type.kind === 'string' ? asciiColumn(memory, type, values as readonly (string | null)[], allocate) : undefined;
  return text ?? buildColumn(memory, type, values, allocate);
}

function packedColumn(memory: Memory, type: DataType, values: PackedValues, allocate: Allocate): Column {
  const bytes = values.length * STORAGE_BYTES[storageOf(type)];
  if (bytes !== values.byteLength) throw new Error(`${type.kind} is not packed like this`);
  const ptr = allocate(bytes);
  memory.u8(ptr, bytes).set(new Uint8Array(values.buffer, values.byteOffset, bytes));
  return makeColumn({ type, layout: 'fixed', length: values.length, ptr });
}

/** undefined when a character takes more than one byte: offsets are then not those of the text. */
function asciiColumn(memory: Memory, type: DataType, values: readonly (string | null)[], allocate: Allocate): Column | undefined {
  const joined = values.join('');
  const bytes = encoder.encode(joined);
  if (bytes.length !== joined.length) return undefined;
  const length = values.length;
  const validityPtr = buildValidity(memory, values, allocate);
  const ptr = allocate((length + 1) * 4),
    bytesPtr = allocate(Math.max(1, bytes.length));
  memory.u8(bytesPtr, bytes.length).set(bytes);
  const offsets = memory.i32(ptr, length + 1);
  offsets[0] = 0;
  for (let i = 0, at = 0; i < length; i++) offsets[i + 1] = at += values[i]?.length ?? 0;
  return makeColumn({ type, layout: 'plain', length, validityPtr, ptr, bytesPtr });
}
