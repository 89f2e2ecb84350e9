// chunks.ts: the records of a JSON file as text, some thousand at a time: lines, or the elements of one array (also objects over many
// lines, one behind the other). Lines come from the CSV scanner with nothing to separate or quote. Memory: the largest record.
import type { Engine } from '../../wasm/engine.ts';
import { CaudalError } from '../../types/error.ts';
import type { ByteStream } from '../byte-stream.ts';
import { dialectOf, writeConfig } from '../csv/dialect.ts';
import type { CsvDialect } from '../csv/dialect.ts';
import { RecordScanner } from '../csv/record-scanner.ts';
import type { Ptr } from '../../column/memory.ts';

export type JsonLayout = 'lines' | 'values';
/** Text of whole records; `offset`: the first one's byte in the file; `gap`: bytes between them (lines only). */
export interface Chunk {
  readonly texts: readonly string[];
  readonly offset: number;
  readonly gap: number;
}
export interface ChunkSource {
  next(maxRecords: number): Chunk | null | Promise<Chunk | null>;
  readonly bytesRead: number;
  close(): void;
}
/** How lines look to the scanner: only line ends separate, nothing quotes. */
export const LINES: CsvDialect = { ...dialectOf({}), separator: '\n', quote: '', escape: '', comment: '' };

export function lineChunks(engine: Engine, stream: ByteStream, label: string, from: number): ChunkSource {
  const configPtr = writeConfig(engine.memory, LINES);
  const scanner = new RecordScanner(engine, stream, label, configPtr, 1, from);
  const chunkOf = ({ n, endsPtr, rowsPtr }: { n: number; endsPtr: Ptr; rowsPtr: Ptr }): Chunk => {
    const { memory } = engine;
    const start = memory.u32(endsPtr + (memory.u32(rowsPtr, 1)[0]! - 1) * 4, 1)[0]! + 1;
    const end = memory.u32(endsPtr + memory.u32(rowsPtr + (n - 1) * 4, 1)[0]! * 4, 1)[0]!;
    const text = decodeText(memory.u8(start, end - start), label, scanner.offsetOf(start));
    return { texts: text.split(/\r\n|\n|\r/), offset: scanner.offsetOf(start), gap: text.includes('\r\n') ? 2 : 1 };
  };
  return {
    next(maxRecords) {
      const records = scanner.next(maxRecords);
      if (records instanceof Promise) return records.then((r) => r && chunkOf(r));
      return records && chunkOf(records);
    },
    get bytesRead() {
      return scanner.bytesRead;
    },
    close() {
      scanner.close();
      engine.memory.free(configPtr);
    },
  };
}
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
function decodeText(bytes: Uint8Array, label: string, offset: number): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new CaudalError('MALFORMED_RECORD', `${label}: the bytes from ${offset} on are not UTF-8.`, {
      params: { file: label, offset: String(offset) },
      cause,
    });
  }
}

const STEP_BYTES = 1 << 18;
const MAX_VALUE_BYTES = 1 << 29;
const QUOTE = 34,
  BACKSLASH = 92,
  COMMA = 44;
const OPENS = (byte: number): boolean => byte === 123 || byte === 91;
const CLOSES = (byte: number): boolean => byte === 125 || byte === 93;
const isSpace = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9;

/** Elements of one array, or values that follow each other. */
export class ValueChunks implements ChunkSource {
  readonly #engine: Engine;
  readonly #stream: ByteStream;
  readonly #label: string;
  readonly #ptr: Ptr;
  #bytes: Uint8Array = new Uint8Array(0);
  #offset = 0;
  #atEnd = false;
  /** Depth of the array around the records: 1 inside it, 0 without one. */
  #base = -1;

  constructor(engine: Engine, stream: ByteStream, label: string) {
    this.#engine = engine;
    this.#stream = stream;
    this.#label = label;
    this.#ptr = engine.memory.alloc(STEP_BYTES);
  }
  get bytesRead(): number {
    return this.#stream.bytesRead;
  }

  async next(maxRecords: number): Promise<Chunk | null> {
    for (;;) {
      if (this.#bytes.length === 0) await this.#fill();
      const found = this.#cut(maxRecords);
      if (found.spans.length > 0) {
        const texts = found.spans.map(([from, to]) =>
          decodeText(this.#bytes.subarray(from, to), this.#label, this.#offset + from),
        );
        const chunk = { texts, offset: this.#offset + found.spans[0]![0], gap: 0 };
        this.#drop(found.end);
        return chunk;
      }
      if (this.#atEnd) {
        const rest = decodeText(this.#bytes.subarray(found.end), this.#label, this.#offset + found.end);
        this.#drop(this.#bytes.length);
        return rest.trim() === '' ? null : { texts: [rest], offset: this.#offset, gap: 0 };
      }
      await this.#fill();
    }
  }
  #drop(count: number): void {
    this.#bytes = this.#bytes.subarray(count);
    this.#offset += count;
  }
  /** At least doubles what is held, so that a value over many steps costs linear time. */
  async #fill(): Promise<void> {
    const pieces = [this.#bytes];
    const wanted = Math.max(STEP_BYTES, this.#bytes.length);
    for (let read = 0; read < wanted && !this.#atEnd;) {
      const count = await this.#stream.read(this.#engine.memory, this.#ptr, STEP_BYTES);
      this.#atEnd = count === 0;
      pieces.push(this.#engine.memory.u8(this.#ptr, count).slice());
      read += count;
    }
    const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
    if (length > MAX_VALUE_BYTES)
      throw new CaudalError('MALFORMED_RECORD', `${this.#label}: the value at byte ${this.#offset} does not end.`, {
        params: { file: this.#label },
      });
    this.#bytes = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      this.#bytes.set(piece, at);
      at += piece.length;
    }
  }
  /** Spans of whole values; `end`: behind the last one and what separates it. */
  #cut(maxRecords: number): { spans: [number, number][]; end: number } {
    const first = this.#enterArray();
    const bytes = this.#bytes;
    const spans: [number, number][] = [];
    let depth = 0,
      start = -1,
      inString = false,
      end = 0;
    for (let at = first; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (inString) {
        if (byte === BACKSLASH) at++;
        else if (byte === QUOTE) inString = false;
        continue;
      }
      if (start < 0) {
        if (isSpace(byte) || byte === COMMA) {
          end = at + 1;
          continue;
        }
        if (depth === 0 && CLOSES(byte) && this.#base === 1) {
          this.#base = 0;
          end = at + 1;
          continue;
        }
        start = at;
      }
      if (byte === QUOTE) inString = true;
      else if (OPENS(byte)) depth++;
      else if (CLOSES(byte)) depth--;
      const isScalarEnd = depth === 0 && (byte === COMMA || isSpace(byte));
      if (!(CLOSES(byte) && depth <= 0) && !isScalarEnd) continue;
      // A scalar in an array ends where the array does.
      const isOver = isScalarEnd || depth < 0;
      spans.push([start, isOver ? at : at + 1]);
      end = isOver ? at : at + 1;
      if (depth < 0) at--;
      depth = 0;
      start = -1;
      if (spans.length === maxRecords) break;
    }
    return { spans, end };
  }
  #enterArray(): number {
    if (this.#base >= 0) return 0;
    let at = this.#bytes[0] === 0xef ? 3 : 0;
    while (at < this.#bytes.length && isSpace(this.#bytes[at]!)) at++;
    if (at === this.#bytes.length) return at;
    this.#base = this.#bytes[at] === 91 ? 1 : 0;
    if (this.#base === 0) return at;
    this.#drop(at + 1);
    return 0;
  }
  close(): void {
    this.#engine.memory.free(this.#ptr);
    this.#stream.close();
  }
}
