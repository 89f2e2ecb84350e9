// ipc-metadata.ts: messages of Arrow IPC: schemas, record batches, dictionary batches (format versions 4 and 5).
import { CaudalError } from '../../types/error.ts';
import { TYPE } from './arrow-type.ts';
import type { ArrowField, ArrowType } from './arrow-type.ts';
import { FlatTable } from './flatbuffer.ts';

const MAX_DEPTH = 64;
export type MessageKind = 'schema' | 'dictionary' | 'record' | 'other';
const KINDS: readonly MessageKind[] = ['other', 'schema', 'dictionary', 'record'];
export interface RecordHeader {
  readonly rows: number;
  /** [length, nulls] of each array, depth first. */
  readonly nodes: readonly (readonly number[])[];
  /** [offset, length] of each buffer in the body. */
  readonly buffers: readonly (readonly number[])[];
  readonly codec: 'none' | 'lz4' | 'zstd';
}
export interface Message {
  readonly kind: MessageKind;
  readonly bodyBytes: number;
  readonly header: FlatTable;
}

export function readMessage(bytes: Uint8Array): Message {
  const table = FlatTable.root(bytes);
  const header = table.table(2);
  const kind = KINDS[table.u8(1)] ?? 'other';
  if (!header) throw new RangeError('a message without header');
  return { kind, bodyBytes: table.i64(3), header };
}
export function readSchema(schema: FlatTable): readonly ArrowField[] {
  if (schema.i16(0) !== 0) throw new CaudalError('UNSUPPORTED_DATATYPE', 'Arrow data in big-endian order cannot be read.');
  return schema.tables(1).map((field) => readField(field, 0));
}
function readField(field: FlatTable, depth: number): ArrowField {
  if (depth > MAX_DEPTH) throw new RangeError('types nested too deep');
  const children = field.tables(5).map((child) => readField(child, depth + 1));
  const type = readType(field.u8(2), field.table(3), children);
  const encoding = field.table(4);
  const base = { name: field.string(0) ?? '', nullable: field.u8(1) !== 0 };
  if (!encoding) return { ...base, type };
  const indices = encoding.table(1);
  return {
    ...base,
    type: {
      typeId: TYPE.Dictionary,
      id: encoding.i64(0),
      dictionary: type,
      indices: indices ? readType(TYPE.Int, indices, []) : { typeId: TYPE.Int, bitWidth: 32, isSigned: true },
    },
  };
}
function readType(typeId: number, type: FlatTable | null, children: readonly ArrowField[]): ArrowType {
  if (!type) throw new RangeError('a field without type');
  switch (typeId) {
    case TYPE.Int:
      return { typeId, bitWidth: type.i32(0), isSigned: type.u8(1) !== 0 };
    case TYPE.Float:
      return { typeId, precision: type.i16(0) };
    case TYPE.Decimal:
      return { typeId, precision: type.i32(0), scale: type.i32(1), bitWidth: type.i32(2, 128) };
    case TYPE.Date:
      return { typeId, unit: type.i16(0, 1) };
    case TYPE.Time:
      return { typeId, unit: type.i16(0, 1), bitWidth: type.i32(1, 32) };
    case TYPE.Timestamp:
      return { typeId, unit: type.i16(0), timezone: type.string(1) };
    case TYPE.Interval:
      return { typeId, unit: type.i16(0) };
    case TYPE.Duration:
      return { typeId, unit: type.i16(0, 1) };
    case TYPE.FixedSizeBinary:
      return { typeId, byteWidth: type.i32(0) };
    case TYPE.FixedSizeList:
      return { typeId, listSize: type.i32(0), children: childCount(children, 1) };
    case TYPE.List:
    case TYPE.LargeList:
      return { typeId, children: childCount(children, 1) };
    case TYPE.Map:
      return {
        typeId,
        children: childCount(children, 1).map((entries) => ({
          ...entries,
          type: { ...entries.type, children: childCount(entries.type.children ?? [], 2) },
        })),
      };
    default:
      return { typeId, children };
  }
}
function childCount(children: readonly ArrowField[], count: number): readonly ArrowField[] {
  if (children.length !== count) throw new RangeError(`a type with ${children.length} parts, not ${count}`);
  return children;
}
export function readRecord(batch: FlatTable): RecordHeader {
  const compression = batch.table(3);
  return {
    rows: batch.i64(0),
    nodes: batch.longs(1, 2),
    buffers: batch.longs(2, 2),
    codec: compression ? (compression.u8(0) === 1 ? 'zstd' : 'lz4') : 'none',
  };
}
export const readDictionary = (batch: FlatTable): { id: number; isDelta: boolean; data: RecordHeader } => {
  const data = batch.table(1);
  if (!data) throw new RangeError('a dictionary without data');
  return { id: batch.i64(0), isDelta: batch.u8(2) !== 0, data: readRecord(data) };
};
