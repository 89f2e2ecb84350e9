// Frames built from JavaScript values, one batch a frame: rows of createDataFrame and results that become tables.
// Typed arrays are copied as they are; ASCII text is encoded in one go. Everything else goes value by value (builder.ts).
import { STORAGE_BYTES, storageOf } from '../types/data-type.ts';
import type { DataType, Schema } from '../types/data-type.ts';
import type { Value } from '../types/value.ts';
import { makeBatch } from './batch.ts';
import { buildColumn, buildValidity } from './builder.ts';
import { makeColumn } from './column.ts';
import type { Column } from './column.ts';
import { FrameWriter } from './frame-writer.ts';
import { ScratchMemory } from './scratch-memory.ts';

/** Arrays whose elements stand as the engine has them. */
export type PackedValues = Int8Array | Int16Array | Int32Array | BigInt64Array | Float32Array | Float64Array;
export type ColumnInput = readonly Value[] | PackedValues;
const encoder = new TextEncoder();

/** `columns[i]` holds the values of field i, all of one length. */
export function encodeFrame(schema: Schema, columns: readonly ColumnInput[], length: number): ArrayBuffer {
  const memory = new ScratchMemory();
  const writer = new FrameWriter(memory, schema);
  writer.append(
    makeBatch(
      length,
      columns.map((values, i) => columnOf(memory, schema[i]!.type, values)),
    ),
  );
  return writer.finish();
}

function columnOf(memory: ScratchMemory, type: DataType, values: ColumnInput): Column {
  if (ArrayBuffer.isView(values)) return packedColumn(memory, type, values);
  const text = type.kind === 'string' ? asciiColumn(memory, type, values as readonly (string | null)[]) : undefined;
  return text ?? buildColumn(memory, type, values, (bytes) => memory.alloc(bytes));
}

function packedColumn(memory: ScratchMemory, type: DataType, values: PackedValues): Column {
  const bytes = values.length * STORAGE_BYTES[storageOf(type)];
  if (bytes !== values.byteLength) throw new Error(`${type.kind} is not packed like this`);
  const ptr = memory.alloc(bytes);
  memory.u8(ptr, bytes).set(new Uint8Array(values.buffer, values.byteOffset, bytes));
  return makeColumn({ type, layout: 'fixed', length: values.length, ptr });
}

/** undefined when a character takes more than one byte: offsets are then not those of the text. */
function asciiColumn(memory: ScratchMemory, type: DataType, values: readonly (string | null)[]): Column | undefined {
  const joined = values.join('');
  const bytes = encoder.encode(joined);
  if (bytes.length !== joined.length) return undefined;
  const length = values.length;
  const allocate = (n: number): number => memory.alloc(n);
  const validityPtr = buildValidity(memory, values, allocate);
  const ptr = allocate((length + 1) * 4),
    bytesPtr = allocate(Math.max(1, bytes.length));
  memory.u8(bytesPtr, bytes.length).set(bytes);
  const offsets = memory.i32(ptr, length + 1);
  for (let i = 0, at = 0; i < length; i++) offsets[i + 1] = at += values[i]?.length ?? 0;
  return makeColumn({ type, layout: 'plain', length, validityPtr, ptr, bytesPtr });
}
