// ipc-source.ts: an Arrow IPC file or stream as a list of messages, read by their positions; bodies are fetched when a task needs them.
// Cost of opening: the footer of a file; of a stream, the header of every message.
import type { ByteSource } from '../../platform/platform.ts';
import type { ArrowArray } from './arrow-array.ts';
import { EMPTY, viewOf } from './arrow-array.ts';
import { TYPE } from './arrow-type.ts';
import type { ArrowField, ArrowType } from './arrow-type.ts';
import { FlatTable } from './flatbuffer.ts';
import { readMessage, readRecord, readSchema } from './ipc-metadata.ts';
import type { Message, RecordHeader } from './ipc-metadata.ts';
import { decompressLz4Frame } from './lz4-frame.ts';

/** Where a message stands. `dictionaries`: how many dictionary messages count for a record batch. */
export interface Block {
  readonly offset: number;
  readonly metadataBytes: number;
  readonly bodyBytes: number;
  readonly dictionaries: number;
  readonly rows: number;
}
export interface IpcIndex {
  readonly fields: readonly ArrowField[];
  readonly records: readonly Block[];
  readonly dictionaries: readonly Block[];
}
const MAGIC = 'ARROW1';
const CONTINUATION = 0xffffffff;
const MAX_METADATA_BYTES = 1 << 28;

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

export async function readIndex(source: ByteSource, signal?: AbortSignal): Promise<IpcIndex> {
  const head = source.size >= 8 ? await source.read(0, 8, signal) : EMPTY;
  return text(head.subarray(0, 6)) === MAGIC ? readFile(source, signal) : readStream(source, signal);
}

async function readFile(source: ByteSource, signal?: AbortSignal): Promise<IpcIndex> {
  const tail = await source.read(Math.max(0, source.size - 10), Math.min(10, source.size), signal);
  const length = viewOf(tail).getInt32(0, true);
  if (text(tail.subarray(4)) !== MAGIC || length <= 0 || length > source.size - 18) throw new RangeError('no footer at its end');
  const footer = FlatTable.root(await source.read(source.size - 10 - length, length, signal));
  const schema = footer.table(1);
  if (!schema) throw new RangeError('a footer without schema');
  const dictionaries = footer.blocks(2).map((block) => ({ ...block, dictionaries: 0, rows: 0 }));
  const records: Block[] = [];
  for (const block of footer.blocks(3)) {
    const { header } = await messageAt(source, block, signal);
    records.push({ ...block, dictionaries: dictionaries.length, rows: readRecord(header).rows });
  }
  return { fields: readSchema(schema), records, dictionaries };
}
async function readStream(source: ByteSource, signal?: AbortSignal): Promise<IpcIndex> {
  let fields: readonly ArrowField[] | null = null;
  const records: Block[] = [],
    dictionaries: Block[] = [];
  for (let at = 0; at + 8 <= source.size;) {
    const prefix = viewOf(await source.read(at, 8, signal));
    const isNew = prefix.getUint32(0, true) === CONTINUATION;
    const length = prefix.getInt32(isNew ? 4 : 0, true);
    if (length === 0) break;
    const block = {
      offset: at,
      metadataBytes: length + (isNew ? 8 : 4),
      bodyBytes: 0,
      dictionaries: dictionaries.length,
      rows: 0,
    };
    const message = await messageAt(source, block, signal);
    const found = { ...block, bodyBytes: message.bodyBytes };
    if (message.kind === 'schema') fields ??= readSchema(message.header);
    else if (message.kind === 'record') records.push({ ...found, rows: readRecord(message.header).rows });
    else if (message.kind === 'dictionary') dictionaries.push(found);
    at += block.metadataBytes + message.bodyBytes;
  }
  if (!fields) throw new RangeError('no schema');
  return { fields, records, dictionaries };
}
export async function messageAt(
  source: ByteSource,
  { offset, metadataBytes }: Pick<Block, 'offset' | 'metadataBytes'>,
  signal?: AbortSignal,
): Promise<Message> {
  if (!(offset >= 0 && metadataBytes > 8 && metadataBytes <= MAX_METADATA_BYTES && offset + metadataBytes <= source.size))
    throw new RangeError(`a message at byte ${offset}`);
  const bytes = await source.read(offset, metadataBytes, signal);
  const prefix = viewOf(bytes).getUint32(0, true) === CONTINUATION ? 8 : 4;
  const message = readMessage(bytes.subarray(prefix));
  if (message.bodyBytes < 0 || offset + metadataBytes + message.bodyBytes > source.size)
    throw new RangeError(`a message at byte ${offset} that goes on behind the end`);
  return message;
}

type Decompress = (data: Uint8Array, size: number) => Uint8Array;
/** What opens a body's buffers; the library of zstd loads when a body needs it. */
export async function decompressorOf(codec: RecordHeader['codec']): Promise<Decompress> {
  if (codec !== 'zstd') return decompressLz4Frame;
  const { decompress } = await import('fzstd');
  return (data) => decompress(data);
}

/** Takes arrays out of a body in the order of the schema; buffers of columns that are not wanted are stepped over. */
export class BodyReader {
  readonly #header: RecordHeader;
  readonly #body: Uint8Array;
  readonly #dictionaries: ReadonlyMap<number, ArrowArray>;
  readonly #decompress: Decompress;
  #node = 0;
  #buffer = 0;
  constructor(header: RecordHeader, body: Uint8Array, dictionaries: ReadonlyMap<number, ArrowArray>, decompress: Decompress) {
    this.#header = header;
    this.#body = body;
    this.#dictionaries = dictionaries;
    this.#decompress = decompress;
  }
  array(type: ArrowType, wanted: boolean): ArrowArray {
    const node = this.#header.nodes[this.#node++];
    if (!node) throw new RangeError('fewer arrays than the schema has');
    const [length, nulls] = node as [number, number];
    if (!(length >= 0 && length <= 2 ** 31)) throw new RangeError(`${length} rows`);
    const { typeId } = type;
    const isNull = typeId === TYPE.Null;
    const bitmap = isNull ? EMPTY : this.#next(wanted);
    if (wanted && nulls > 0 && !isNull && bitmap.length * 8 < length)
      throw new RangeError(`a bitmap of ${bitmap.length} bytes for ${length} rows`);
    const hasOffsets =
      typeId === TYPE.Utf8 ||
      typeId === TYPE.Binary ||
      typeId === TYPE.LargeUtf8 ||
      typeId === TYPE.LargeBinary ||
      typeId === TYPE.List ||
      typeId === TYPE.LargeList ||
      typeId === TYPE.Map;
    const isParent =
      typeId === TYPE.List ||
      typeId === TYPE.LargeList ||
      typeId === TYPE.Map ||
      typeId === TYPE.Struct ||
      typeId === TYPE.FixedSizeList;
    const offsets = hasOffsets ? this.#next(wanted) : EMPTY;
    const values = isParent || isNull ? EMPTY : this.#next(wanted);
    const children = isParent ? type.children!.map((child) => this.array(child.type, wanted)) : [];
    const dictionary = typeId === TYPE.Dictionary ? this.#dictionaries.get(type.id!) : undefined;
    if (typeId === TYPE.Dictionary && wanted && !dictionary) throw new RangeError(`dictionary ${type.id} is missing`);
    return {
      type,
      length,
      bitOffset: 0,
      validity: nulls === 0 || bitmap.length === 0 ? null : bitmap,
      values,
      offsets,
      children,
      dictionary: dictionary ?? null,
    };
  }
  #next(wanted: boolean): Uint8Array {
    const place = this.#header.buffers[this.#buffer++];
    if (!place) throw new RangeError('fewer buffers than the schema needs');
    const [offset, length] = place as [number, number];
    if (!wanted || length === 0) return EMPTY;
    if (!(offset >= 0 && length >= 0 && offset + length <= this.#body.length))
      throw new RangeError(`a buffer at ${offset} of ${length} bytes`);
    const bytes = this.#body.subarray(offset, offset + length);
    return this.#header.codec === 'none' ? bytes : decompressed(bytes, this.#header.codec, this.#decompress);
  }
}
/** A compressed buffer starts with its size; -1: it stands as it is. */
function decompressed(bytes: Uint8Array, codec: 'lz4' | 'zstd', decompress: Decompress): Uint8Array {
  const size = Number(viewOf(bytes).getBigInt64(0, true));
  const data = bytes.subarray(8);
  if (size === -1) return data;
  // LZ4 expands to 255 times at most; zstd's own frames carry sizes that fzstd checks against this buffer.
  if (!(size >= 0 && size <= 2 ** 31 && (codec === 'zstd' || size <= data.length * 255 + 64)))
    throw new RangeError(`${size} bytes out of ${data.length}`);
  const output = decompress(data, size);
  if (output.length !== size) throw new RangeError(`${output.length} of ${size} bytes`);
  return output;
}
