// record-scanner.ts: whole records out of a byte stream. A window of 1 MiB in WASM memory slides over the stream, doubling for records that
// do not fit; the scan kernel lists where fields end. What `next` gives stands until the next call. Cost: one pass, a move of what is left.
import type { Ptr } from '../../column/memory.ts';
import { CaudalError } from '../../types/error.ts';
import type { Engine } from '../../wasm/engine.ts';
import type { ByteStream } from '../byte-stream.ts';
import { wrongEncoding } from './dialect.ts';

/** Fields of `n` records: see assembly/decode/csv-config.ts. */
export interface Records {
  n: number;
  readonly endsPtr: Ptr;
  readonly rowsPtr: Ptr;
}
const WINDOW_BYTES = 1 << 20;
/** Beyond this a record is taken for an open quote. */
const MAX_RECORD_BYTES = 1 << 29;
const MIN_FIELDS = 1 << 16;
const MAX_FIELDS = 1 << 20;
const GUARD_BYTES = 128;

export class RecordScanner {
  readonly #engine: Engine;
  readonly #stream: ByteStream;
  readonly #label: string;
  readonly #configPtr: Ptr;
  readonly #statePtr: Ptr;
  #windowPtr: Ptr;
  #windowBytes = WINDOW_BYTES;
  #endsPtr: Ptr;
  #fields: number;
  #rowsPtr: Ptr = 0;
  #rows = 0;
  /** Unread bytes stand at [start, end) of the window. */
  #start: Ptr;
  #end: Ptr;
  #atEnd = false;
  #mustFill = true;
  #isFirst: boolean;
  /** Offset in the stream of the window's first byte. */
  #offset: number;

  /** `columns`: how many fields a record will have, as far as known. `from`: offset of the stream's first byte. */
  constructor(engine: Engine, stream: ByteStream, label: string, configPtr: Ptr, columns: number, from: number) {
    this.#engine = engine;
    this.#stream = stream;
    this.#label = label;
    this.#configPtr = configPtr;
    this.#isFirst = from === 0;
    this.#offset = from;
    this.#fields = Math.min(MAX_FIELDS, Math.max(MIN_FIELDS, 8200 * columns));
    this.#statePtr = engine.memory.alloc(64);
    this.#windowPtr = this.#start = this.#end = engine.memory.alloc(WINDOW_BYTES + GUARD_BYTES);
    this.#endsPtr = engine.memory.alloc(this.#fields * 4);
  }
  get bytesRead(): number {
    return this.#stream.bytesRead;
  }
  /** Offset in the decompressed file of an address in the window. */
  offsetOf(ptr: Ptr): number {
    return this.#offset + (ptr - this.#windowPtr);
  }
  /** Where the next record starts. */
  get position(): number {
    return this.offsetOf(this.#start);
  }

  /** At most `maxRows` records, empty lines included; null at the end. */
  next(maxRows: number): Records | null | Promise<Records | null> {
    this.#reserveRows(maxRows);
    for (;;) {
      while (this.#mustFill && !this.#atEnd) {
        const filled = this.#fill();
        if (filled) return filled.then(() => this.next(maxRows));
      }
      const n = this.#scan(maxRows);
      if (n > 0) return { n, endsPtr: this.#endsPtr, rowsPtr: this.#rowsPtr };
      if (this.#atEnd && this.#start === this.#end) return null;
    }
  }
  #scan(maxRows: number): number {
    const { kernels, memory } = this.#engine;
    const n = kernels.csvScan(
      this.#start,
      this.#end,
      this.#endsPtr,
      this.#fields,
      this.#rowsPtr,
      maxRows,
      this.#configPtr,
      this.#statePtr,
    );
    const [next, stop, openQuote] = memory.u32(this.#statePtr, 3);
    this.#start = next!;
    if (n > 0) {
      // Refill before the window holds less than half: then batches stay whole.
      this.#mustFill = this.#end - this.#start < this.#windowBytes / 2;
      return n;
    }
    if (stop === 2) this.#growFields();
    else if (!this.#atEnd) this.#mustFill = true;
    else if (this.#start < this.#end) throw this.#openQuote(openQuote!);
    return 0;
  }
  #reserveRows(maxRows: number): void {
    if (maxRows <= this.#rows) return;
    this.#engine.memory.free(this.#rowsPtr);
    this.#rowsPtr = this.#engine.memory.alloc((maxRows + 1) * 4);
    this.#rows = maxRows;
  }
  #growFields(): void {
    this.#engine.memory.free(this.#endsPtr);
    this.#fields *= 2;
    this.#endsPtr = this.#engine.memory.alloc(this.#fields * 4);
  }
  /** Moves what is left to the front, doubles the window if one record fills it, and reads behind it. */
  #fill(): Promise<void> | undefined {
    const { memory } = this.#engine;
    const left = this.#end - this.#start;
    if (left === this.#windowBytes) {
      if (this.#windowBytes >= MAX_RECORD_BYTES) throw this.#openQuote(this.#start);
      this.#windowBytes *= 2;
      const grown = memory.alloc(this.#windowBytes + GUARD_BYTES);
      memory.u8(grown, left).set(memory.u8(this.#start, left));
      memory.free(this.#windowPtr);
      this.#offset += this.#start - this.#windowPtr;
      this.#windowPtr = grown;
    } else if (this.#start > this.#windowPtr) {
      memory
        .u8(this.#windowPtr, this.#end - this.#windowPtr)
        .copyWithin(0, this.#start - this.#windowPtr, this.#end - this.#windowPtr);
      this.#offset += this.#start - this.#windowPtr;
    }
    this.#start = this.#windowPtr;
    this.#end = this.#start + left;
    const count = this.#stream.read(memory, this.#end, this.#windowPtr + this.#windowBytes - this.#end);
    if (typeof count === 'number') this.#filled(count);
    else return count.then((n) => this.#filled(n));
    return undefined;
  }
  #filled(count: number): void {
    const { memory } = this.#engine;
    this.#end += count;
    this.#atEnd = count === 0;
    const isFull = this.#end === this.#windowPtr + this.#windowBytes;
    this.#mustFill = !isFull && !this.#atEnd;
    if (this.#mustFill) return;
    if (this.#isFirst) this.#checkEncoding();
    const guard = memory.u8(this.#end, 2);
    if (this.#atEnd && this.#end > this.#start) {
      const last = memory.u8(this.#end - 1, 1)[0]!;
      guard[1] = 0;
      if (last !== 10 && last !== 13) {
        guard[0] = 10;
        this.#end++;
      } else guard[0] = 0;
    } else guard[0] = 10;
  }
  /** Skips a UTF-8 mark; other encodings show by theirs, or by every second byte being 0. */
  #checkEncoding(): void {
    this.#isFirst = false;
    const bytes = this.#engine.memory.u8(this.#start, Math.min(512, this.#end - this.#start));
    const [a, b, c] = bytes;
    if (a === 0xef && b === 0xbb && c === 0xbf) this.#start += 3;
    else if (a === 0xff && b === 0xfe) throw wrongEncoding(this.#label, 'UTF-16LE');
    else if (a === 0xfe && b === 0xff) throw wrongEncoding(this.#label, 'UTF-16BE');
    else
      for (const parity of [0, 1]) {
        const half = bytes.filter((_, i) => i % 2 === parity);
        if (half.length >= 2 && half.filter((byte) => byte === 0).length > half.length * 0.8)
          throw wrongEncoding(this.#label, parity === 1 ? 'UTF-16LE' : 'UTF-16BE');
      }
  }
  #openQuote(ptr: Ptr): CaudalError {
    return new CaudalError('MALFORMED_RECORD', `${this.#label}: a quote at byte ${this.offsetOf(ptr)} is never closed.`, {
      params: { file: this.#label, offset: String(this.offsetOf(ptr)) },
      hint: "Set the option quote to the character the file uses, or to '' for none.",
    });
  }
  close(): void {
    const { memory } = this.#engine;
    memory.free(this.#windowPtr);
    memory.free(this.#endsPtr);
    memory.free(this.#rowsPtr);
    memory.free(this.#statePtr);
    this.#stream.close();
  }
}
