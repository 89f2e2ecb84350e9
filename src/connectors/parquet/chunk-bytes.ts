// The bytes of one column chunk, read front to back: a window for page headers, bodies in it or straight to where they are wanted.
// State: a heap block that holds a chunk of up to 256 KiB, so that such a chunk is one read; 32 KiB for larger ones and where pages are
// passed over. A file's bytes are copied once, from the file (or a prefetched range) into WASM memory.
import type { Memory, Ptr } from '../../column/memory.ts';
import type { ByteRange } from './footer.ts';
import { readThrift } from './hyparquet.ts';
import type { ThriftFields } from './hyparquet.ts';

/** Copies bytes [offset, offset + target.length) of the file. */
export type ReadInto = (offset: number, target: Uint8Array) => void;

const WINDOW_BYTES = 1 << 15;
const WHOLE_BYTES = 1 << 18;
/** Decoders read a little behind what they are given. */
const GUARD_BYTES = 64;
/** Headers hold statistics, so they may be long; never this long. */
const MAX_HEADER_BYTES = 1 << 24;

export class ChunkBytes {
  readonly #memory: Memory;
  readonly #read: ReadInto;
  #window: Ptr;
  #capacity: number;
  /** File range in the window. */
  #from = 0;
  #to = 0;
  /** The next byte, and the end of the chunk. */
  at: number;
  readonly end: number;
  bytesRead = 0;

  /** `wholly`: all of it will be read. */
  constructor(memory: Memory, read: ReadInto, range: ByteRange, wholly: boolean) {
    this.#memory = memory;
    this.#read = read;
    this.#capacity = wholly && range.length <= WHOLE_BYTES ? range.length : WINDOW_BYTES;
    this.#window = memory.alloc(this.#capacity + GUARD_BYTES);
    this.at = range.offset;
    this.end = range.offset + range.length;
  }
  get left(): number {
    return this.end - this.at;
  }

  /** Parses the page header at `at` and steps behind it. Throws what the parser throws. */
  header(): ThriftFields {
    for (let wanted = Math.min(this.left, 1024); ; wanted = Math.min(this.left, Math.max(wanted * 16, this.#to - this.at))) {
      this.#fill(wanted);
      try {
        const { fields, length } = readThrift(this.#memory.u8(this.#window + this.at - this.#from, this.#to - this.at));
        this.at += length;
        return fields;
      } catch (error) {
        // A header cut by the window's end reads like a broken one: try again with more.
        if (this.#to >= this.end || this.#to - this.at >= MAX_HEADER_BYTES) throw error;
      }
    }
  }
  /** Steps over the next bytes; where they stand until the next header is read, or 0 if they are not in the window. */
  inWindow(length: number): Ptr {
    if (this.at < this.#from || this.at + length > this.#to) return 0;
    const ptr = this.#window + this.at - this.#from;
    this.at += length;
    return ptr;
  }
  /** Copies the next bytes to `target`; the caller has checked `left`. */
  body(target: Ptr, length: number): void {
    const ready = Math.max(0, Math.min(this.#to - this.at, length));
    if (ready > 0) this.#memory.u8(target, ready).set(this.#memory.u8(this.#window + this.at - this.#from, ready));
    if (ready < length) this.#readInto(this.at + ready, target + ready, length - ready);
    this.at += length;
  }
  close(): void {
    this.#memory.free(this.#window);
    this.#window = 0;
  }
  #readInto(offset: number, target: Ptr, length: number): void {
    this.#read(offset, this.#memory.u8(target, length));
    this.bytesRead += length;
  }
  /** Makes the window start at `at` and hold `wanted` bytes or more. */
  #fill(wanted: number): void {
    if (this.at >= this.#from && this.at + wanted <= this.#to) return;
    const capacity = Math.max(this.#capacity, wanted);
    if (capacity > this.#capacity) {
      this.#memory.free(this.#window);
      this.#window = 0;
      this.#window = this.#memory.alloc(capacity + GUARD_BYTES);
      this.#capacity = capacity;
    }
    this.#from = this.at;
    this.#to = this.at + Math.min(this.left, this.#capacity);
    this.#readInto(this.#from, this.#window, this.#to - this.#from);
  }
}
