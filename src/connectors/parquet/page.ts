// One page: its header checked, its body decompressed into the reader's memory, its parts found.
// State: a heap buffer for the body, which lives until the next page. Compressed bytes pass through a buffer that all columns share.
import type { Ptr } from '../../column/memory.ts';
import type { Engine } from '../../wasm/engine.ts';
import { ChunkBytes } from './chunk-bytes.ts';
import type { ReadInto } from './chunk-bytes.ts';
import { codecOf } from './codecs.ts';
import { GrowingBuffer } from './growing-buffer.ts';
import { corruptFile, unsupportedFile } from './corrupt.ts';
import type { Codec, Encoding, ThriftFields } from './hyparquet.ts';
import { parsePageHeader } from './page-header.ts';
import type { PageHeader, PageKind } from './page-header.ts';
import type { TaskChunk } from './task.ts';
import { ThriftRecord } from './thrift-record.ts';

/** A run of bytes in WASM memory. */
export interface Bytes {
  readonly ptr: Ptr;
  readonly length: number;
}
export interface Page {
  readonly kind: PageKind;
  readonly values: number;
  readonly encoding: Encoding;
  /** Levels in the hybrid encoding; absent where the column has none. */
  readonly reps?: Bytes;
  readonly defs?: Bytes;
  readonly data: Bytes;
}
/** Kernels may write 16 bytes more than they say. */
const SLACK_BYTES = 64;

export class PageReader {
  readonly #engine: Engine;
  readonly #bytes: ChunkBytes;
  readonly #codec: Codec;
  readonly #file: string;
  readonly #column: string;
  readonly #page = new GrowingBuffer();
  readonly #compressed: GrowingBuffer;
  #crcTables: Ptr = 0;

  /** `column`: how errors call it. `compressed`: for bytes that are decompressed at once. */
  constructor(engine: Engine, read: ReadInto, chunk: TaskChunk, file: string, column: string, compressed: GrowingBuffer) {
    this.#compressed = compressed;
    this.#engine = engine;
    this.#bytes = new ChunkBytes(engine.memory, read, chunk, chunk.pages === undefined);
    this.#codec = chunk.codec;
    this.#file = file;
    this.#column = column;
  }
  get bytesRead(): number {
    return this.#bytes.bytesRead;
  }
  fail(problem: string, at = this.#bytes.at, cause?: unknown): Error {
    return corruptFile(this.#file, `${this.#column}, page at byte ${at}`, problem, cause);
  }
  /** The next header of a dictionary or data page; null at the end of the chunk. */
  header(): PageHeader | null {
    while (this.#bytes.left > 0) {
      const at = this.#bytes.at;
      const header = this.#parse(at);
      if (header) return header;
    }
    return null;
  }
  /** Steps over the body. */
  skip(header: PageHeader): void {
    this.#bytes.at += header.compressedBytes;
  }
  /** Goes to a page by its place in the file (from the offset index). */
  seek(offset: number): void {
    if (offset < 4 || offset > this.#bytes.end) throw this.fail(`the offset index points outside of the column, to ${offset}`);
    this.#bytes.at = offset;
  }
  /** Reads, verifies and decompresses the body. Valid until the next call. */
  body(header: PageHeader, maxRep: number, maxDef: number): Page {
    const { memory } = this.#engine;
    const ptr = this.#page.reserve(memory, header.bytes + SLACK_BYTES);
    const levels = header.repBytes + header.defBytes;
    if (this.#codec === 'UNCOMPRESSED' || !header.compressed) {
      if (header.compressedBytes !== header.bytes)
        throw this.fail(`${header.compressedBytes} bytes where ${header.bytes} are promised`, header.at);
      this.#bytes.body(ptr, header.bytes);
      this.#verify(header, ptr);
    } else {
      const source = this.#bytes.inWindow(header.compressedBytes) || this.#readCompressed(header.compressedBytes);
      this.#verify(header, source);
      if (levels > 0) memory.u8(ptr, levels).set(memory.u8(source, levels));
      // A page that is all NULL has nothing to decompress.
      if (header.bytes > levels)
        this.#decompress(header, source + levels, header.compressedBytes - levels, ptr + levels, header.bytes - levels);
    }
    return this.#split(header, ptr, maxRep, maxDef);
  }
  #readCompressed(length: number): Ptr {
    const ptr = this.#compressed.reserve(this.#engine.memory, length);
    this.#bytes.body(ptr, length);
    return ptr;
  }
  close(): void {
    const { memory } = this.#engine;
    this.#page.free(memory);
    memory.free(this.#crcTables);
    this.#bytes.close();
  }

  /** null for a page to be passed over, which it then was. */
  #parse(at: number): PageHeader | null {
    const place = `${this.#column}, page at byte ${at}`;
    let fields: ThriftFields;
    try {
      fields = this.#bytes.header();
    } catch (error) {
      throw this.fail(`its header cannot be read: ${(error as Error).message}`, at, error);
    }
    const header = parsePageHeader(new ThriftRecord(fields, this.#file, place), at, this.#bytes.left);
    if (header.kind !== 'other') return header;
    this.skip(header);
    return null;
  }
  #verify(header: PageHeader, ptr: Ptr): void {
    if (header.crc === undefined) return;
    const { memory, kernels } = this.#engine;
    if (this.#crcTables === 0) kernels.crc32Tables((this.#crcTables = memory.alloc(8192)));
    if (kernels.crc32(this.#crcTables, 0, ptr, header.compressedBytes) >>> 0 !== header.crc)
      throw this.fail('its checksum is wrong', header.at);
  }
  #decompress(header: PageHeader, source: Ptr, sourceBytes: number, target: Ptr, targetBytes: number): void {
    const decompress = codecOf(this.#codec);
    if (!decompress) throw new Error(`codec ${this.#codec} was not loaded`);
    let ok: boolean, cause: unknown;
    try {
      ok = decompress(this.#engine, source, sourceBytes, target, targetBytes);
    } catch (error) {
      ok = false;
      cause = error;
    }
    if (!ok) throw this.fail(`it is not ${targetBytes} bytes of ${this.#codec}`, header.at, cause);
  }
  /** V1 keeps its levels, each with its length, before the values; V2 says their sizes in the header. */
  #split(header: PageHeader, ptr: Ptr, maxRep: number, maxDef: number): Page {
    const { kind, values, encoding } = header;
    const end = ptr + header.bytes;
    if (kind === 'dictionary') return { kind, values, encoding, data: { ptr, length: header.bytes } };
    if ((maxRep > 0 && header.oldReps) || (maxDef > 0 && header.oldDefs))
      throw unsupportedFile(this.#file, `${this.#column}, page at byte ${header.at}`, 'levels of encoding BIT_PACKED');
    let at = ptr;
    const take = (length: number): Bytes => {
      if (length > end - at) throw this.fail('its levels are larger than the page', header.at);
      const bytes = { ptr: at, length };
      at += length;
      return bytes;
    };
    const sized = (): Bytes => {
      const length = take(4);
      return take(new DataView(this.#engine.memory.u8(length.ptr, 4).slice().buffer).getUint32(0, true));
    };
    const reps = header.version === 2 ? take(header.repBytes) : maxRep > 0 ? sized() : undefined;
    const defs = header.version === 2 ? take(header.defBytes) : maxDef > 0 ? sized() : undefined;
    return { kind, values, encoding, ...(reps ? { reps } : {}), ...(defs ? { defs } : {}), data: { ptr: at, length: end - at } };
  }
}
