// A result frame as columns of JavaScript typed arrays: views over the frame, nothing copied, no engine needed.
// Layout is that of column.ts with offsets from 0; a dictionary is decoded once per frame, whoever asks for it.
import { must } from '../types/assert.ts';
import type { DataType, Schema } from '../types/data-type.ts';
import { childType, storageOf } from '../types/data-type.ts';
import type { Layout } from './column.ts';
import { viewFrame } from './frame.ts';
import type { FrameColumnHeader, FrameView } from './frame.ts';

/** Values of a fixed column; i64 and i128 stand as little-endian u32 words (2 or 4 a value), bits as bytes of the bitmap. */
export type FixedValues = Uint8Array | Int8Array | Int16Array | Int32Array | Uint32Array | Float32Array | Float64Array;
export interface ResultColumn {
  readonly type: DataType;
  readonly layout: Layout;
  readonly length: number;
  /** Bitmap, 1 = value; null when no row is NULL. */
  readonly validity: Uint8Array | null;
  readonly values: FixedValues | null;
  /** plain and list: length + 1. */
  readonly offsets: Int32Array | null;
  readonly bytes: Uint8Array | null;
  readonly codes: Uint32Array | null;
  readonly dictionary: ResultDictionary | null;
  readonly children: readonly ResultColumn[];
}
/** `decoded` is filled by the first reader. */
export interface ResultDictionary {
  readonly values: ResultColumn;
  decoded: readonly (string | Uint8Array)[] | null;
}
export interface ResultBatch {
  readonly length: number;
  readonly columns: readonly ResultColumn[];
}

export const isValidAt = (column: ResultColumn, row: number): boolean =>
  column.layout !== 'null' && (column.validity === null || ((column.validity[row >> 3]! >> (row & 7)) & 1) === 1);

/** The segments of a frame as batches. */
export function decodeFrame(buffer: ArrayBuffer): { readonly schema: Schema; readonly batches: readonly ResultBatch[] } {
  const frame = viewFrame(buffer);
  const { fields, dictionaries, segments } = frame.footer;
  const shared = dictionaries.map((): ResultDictionary | undefined => undefined);
  const dictionary = (index: number, type: DataType): ResultDictionary =>
    (shared[index] ??= {
      values: decodeColumn(frame, must(dictionaries[index]!.values, 'values of a result dictionary'), type, dictionary),
      decoded: null,
    });
  return {
    schema: fields,
    batches: segments.map(({ rows, columns }) => ({
      length: rows,
      columns: columns.map((header, i) => decodeColumn(frame, header, fields[i]!.type, dictionary)),
    })),
  };
}

const EMPTY = { validity: null, values: null, offsets: null, bytes: null, codes: null, dictionary: null, children: [] } as const;

function decodeColumn(
  { buffer }: FrameView,
  h: FrameColumnHeader,
  type: DataType,
  dictionaryOf: (index: number, type: DataType) => ResultDictionary,
): ResultColumn {
  const { layout, length } = h;
  const validity = h.validity < 0 ? null : new Uint8Array(buffer, h.validity, (length + 7) >> 3);
  const base = { ...EMPTY, type, layout, length, validity };
  const child = (i: number): ResultColumn =>
    decodeColumn({ buffer } as FrameView, h.children[i]!, childType(type, i), dictionaryOf);
  switch (layout) {
    case 'null':
      return base;
    case 'bits':
      return { ...base, values: new Uint8Array(buffer, h.values, (length + 7) >> 3) };
    case 'fixed':
      return { ...base, values: fixedView(buffer, h.values, type, length) };
    case 'plain':
      return {
        ...base,
        offsets: new Int32Array(buffer, h.values, length + 1),
        bytes: new Uint8Array(buffer, h.bytes, h.bytesLength),
      };
    case 'dict':
      return { ...base, codes: new Uint32Array(buffer, h.values, length), dictionary: dictionaryOf(h.dictionary, type) };
    case 'struct':
      return { ...base, children: h.children.map((_, i) => child(i)) };
    case 'list':
      return { ...base, offsets: new Int32Array(buffer, h.values, length + 1), children: h.children.map((_, i) => child(i)) };
  }
}

function fixedView(buffer: ArrayBuffer, at: number, type: DataType, n: number): FixedValues {
  const storage = storageOf(type);
  switch (storage) {
    case 'i8':
      return new Int8Array(buffer, at, n);
    case 'i16':
      return new Int16Array(buffer, at, n);
    case 'i32':
      return new Int32Array(buffer, at, n);
    case 'i64':
      return new Uint32Array(buffer, at, n * 2);
    case 'i128':
      return new Uint32Array(buffer, at, n * 4);
    case 'f32':
      return new Float32Array(buffer, at, n);
    case 'f64':
      return new Float64Array(buffer, at, n);
    default:
      throw new Error(`${storage} has no fixed width`);
  }
}
