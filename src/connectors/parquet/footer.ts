// The footer: schema elements, row groups, column chunks, statistics as raw bytes. Plain data. Every size and place is checked against
// the file here, so that what reads pages may rely on it.
import type { ByteSource } from '../../platform/platform.ts';
import { annotationOf } from './annotation.ts';
import type { Annotation } from './annotation.ts';
import { corruptFile } from './corrupt.ts';
import { CODECS, PHYSICAL_TYPES, readThrift } from './hyparquet.ts';
import type { Codec, PhysicalType } from './hyparquet.ts';
import { ThriftRecord } from './thrift-record.ts';

export interface SchemaElement {
  readonly name: string;
  /** Absent for groups. */
  readonly physical?: PhysicalType;
  /** Bytes of a FIXED_LEN_BYTE_ARRAY. */
  readonly typeLength: number;
  readonly repetition: 'required' | 'optional' | 'repeated';
  readonly children: number;
  readonly annotation?: Annotation;
}
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}
/** `min`/`max`: PLAIN bytes; `legacy`: from the fields of old writers, which order signed numbers only. */
export interface RawStatistics {
  readonly min?: Uint8Array;
  readonly max?: Uint8Array;
  readonly nullCount?: number;
  readonly nanCount?: number;
  readonly distinctCount?: number;
  readonly legacy: boolean;
}
export interface ColumnChunk extends ByteRange {
  readonly codec: Codec;
  /** Values with NULLs and, in lists, missing places. */
  readonly values: number;
  /** Compressed, with its header. */
  readonly dictionaryBytes?: number;
  readonly statistics?: RawStatistics;
  readonly columnIndex?: ByteRange;
  readonly offsetIndex?: ByteRange;
  readonly bloomFilter?: ByteRange;
}
export interface RowGroup {
  readonly rows: number;
  readonly bytes: number;
  readonly chunks: readonly ColumnChunk[];
}
export interface Footer {
  readonly elements: readonly SchemaElement[];
  readonly rowGroups: readonly RowGroup[];
  readonly rows: number;
}

/** Old writers leave the dictionary page's header out of a chunk's size. Where a chunk ends is decided by its number of values. */
const FORGOTTEN_BYTES = 100;
/** Read of a bloom filter whose size the file does not say. */
const MAX_BLOOM_BYTES = 1 << 20;
const MAGIC = 0x31524150;
const ENCRYPTED_MAGIC = 0x45524150;
/** The first read from the end: holds the footer of most files. */
const TAIL_BYTES = 1 << 16;

export async function readFooter(source: ByteSource, label: string, signal?: AbortSignal): Promise<Footer> {
  const fail = (problem: string, cause?: unknown): Error => corruptFile(label, 'footer', problem, cause);
  if (source.size < 12) throw fail(`${source.size} bytes are too few for a Parquet file`);
  let tail = await source.read(source.size - Math.min(source.size, TAIL_BYTES), Math.min(source.size, TAIL_BYTES), signal);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  const magic = view.getUint32(tail.length - 4, true),
    length = view.getUint32(tail.length - 8, true);
  if (magic === ENCRYPTED_MAGIC) throw fail('the file is encrypted');
  if (magic !== MAGIC) throw fail('it does not end in PAR1');
  if (length === 0 || length > source.size - 12) throw fail(`a footer of ${length} bytes does not fit a file of ${source.size}`);
  const start = source.size - 8 - length;
  if (length + 8 > tail.length) tail = await source.read(start, length + 8, signal);
  const bytes = tail.subarray(tail.length - 8 - length, tail.length - 8);
  try {
    return parseFooter(new ThriftRecord(readThrift(bytes).fields, label, 'footer'), start);
  } catch (error) {
    if (error instanceof Error && error.name === 'CaudalError') throw error;
    throw fail(`its metadata cannot be read: ${(error as Error).message}`, error);
  }
}

function parseFooter(record: ThriftRecord, dataEnd: number): Footer {
  const elements = record.structs(2, 'the schema', (i) => `footer, schema element ${i}`).map(parseElement);
  const leaves = elements.filter((e) => e.physical !== undefined).length;
  const rowGroups = record
    .structs(4, 'the list of row groups', (i) => `footer, row group ${i}`)
    .map((group, i) => parseRowGroup(group, `footer, row group ${i}`, leaves, dataEnd));
  // The footer's own number of rows is wrong in some files; the row groups' are what counts.
  const rows = rowGroups.reduce((sum, group) => sum + group.rows, 0);
  return { elements, rowGroups, rows };
}

const REPETITIONS = ['required', 'optional', 'repeated'] as const;
function parseElement(record: ThriftRecord, index: number): SchemaElement {
  const children = record.optionalCount(5, 'the number of children') ?? 0;
  const physical = record.member(1, PHYSICAL_TYPES);
  if (children === 0 && physical === undefined && index > 0) throw record.fail('neither a group nor of a known type');
  const typeLength = record.optionalCount(2, 'the length of values') ?? 0;
  const isGroup = children > 0 || index === 0;
  if (!isGroup && physical === 'FIXED_LEN_BYTE_ARRAY' && !(typeLength > 0 && typeLength <= 1 << 24))
    throw record.fail(`values of ${typeLength} bytes`);
  const annotation = annotationOf(record);
  return {
    name: record.text(4) ?? '',
    typeLength,
    children,
    repetition: record.member(3, REPETITIONS) ?? 'required',
    ...(isGroup ? {} : { physical: physical! }),
    ...(annotation ? { annotation } : {}),
  };
}

function parseRowGroup(record: ThriftRecord, place: string, leaves: number, dataEnd: number): RowGroup {
  const rows = record.count(3, 'the number of rows');
  const chunks = record
    .structs(1, 'the list of columns', (i) => `${place}, column ${i}`)
    .map((column, i) => parseChunk(column, `${place}, column ${i}`, dataEnd));
  if (chunks.length !== leaves) throw record.fail(`${chunks.length} columns where the schema has ${leaves}`);
  return { rows, bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0), chunks };
}

function parseChunk(record: ThriftRecord, place: string, dataEnd: number): ColumnChunk {
  if (record.has(1)) throw record.fail('its data is in another file');
  const meta = record.struct(3, place);
  if (!meta) throw record.fail(record.has(8) || record.has(9) ? 'the column is encrypted' : 'its description is missing');
  const codec = meta.member(4, CODECS);
  if (!codec) throw meta.fail('unknown compression');
  const length = meta.count(7, 'the compressed size');
  const data = meta.count(9, 'the place of the first page'),
    dictionary = meta.optionalCount(11, 'the place of the dictionary') ?? 0;
  const offset = dictionary > 0 && dictionary < data ? dictionary : data;
  const values = meta.count(5, 'the number of values');
  if (offset + length > dataEnd || (values > 0 && offset < 4))
    throw meta.fail(`bytes ${offset} to ${offset + length} are outside of the data`);
  const range = (start: number | undefined, bytes: number | undefined): ByteRange | undefined =>
    start && bytes && start + bytes <= dataEnd ? { offset: start, length: bytes } : undefined;
  const bloomAt = meta.hint(14);
  const statistics = parseStatistics(meta.struct(12));
  const offsetIndex = range(record.hint(4), record.hint(5)),
    columnIndex = range(record.hint(6), record.hint(7));
  const bloomFilter = range(bloomAt, meta.hint(15) ?? Math.min(MAX_BLOOM_BYTES, dataEnd - (bloomAt ?? 0)));
  return {
    offset,
    length: Math.min(length + FORGOTTEN_BYTES, dataEnd - offset),
    codec,
    values,
    ...(data > offset ? { dictionaryBytes: data - offset } : {}),
    ...(statistics ? { statistics } : {}),
    ...(offsetIndex ? { offsetIndex } : {}),
    ...(columnIndex ? { columnIndex } : {}),
    ...(bloomFilter ? { bloomFilter } : {}),
  };
}

function parseStatistics(record: ThriftRecord | undefined): RawStatistics | undefined {
  if (!record) return undefined;
  const legacy = !record.has(5) && !record.has(6);
  const max = record.bytes(legacy ? 1 : 5),
    min = record.bytes(legacy ? 2 : 6);
  const nullCount = record.hint(3),
    distinctCount = record.hint(4);
  const nanCount = record.hint(9);
  return {
    legacy,
    // Copies: the footer's bytes need not outlive it.
    ...(min ? { min: min.slice() } : {}),
    ...(max ? { max: max.slice() } : {}),
    ...(nullCount === undefined ? {} : { nullCount }),
    ...(distinctCount === undefined ? {} : { distinctCount }),
    ...(nanCount === undefined ? {} : { nanCount }),
  };
}
