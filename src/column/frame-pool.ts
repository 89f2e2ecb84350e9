// Buffers of frames that have been read, kept for the next ones to be written. A fresh ArrayBuffer costs 0.5 to 1 ms a MiB when it is
// first written (page faults), one that was used 0.1. Frames move between engines, and their buffers with them: what one engine
// sends is what the other has to write into. Memory: at most `limitBytes`; buffers under 64 KiB are not worth keeping, nor are those that
// nothing asked for during two seconds: a stream's engine is sent more than it sends, and would fill its pool to the limit.

const LEAST_BYTES = 1 << 16;
/** A kept buffer may be this many times larger than what is asked for. */
const MAX_SLACK = 4;
const SPARE_MS = 2000;

export class FramePool {
  readonly limitBytes: number;
  /** Ascending by size. */
  readonly #kept: ArrayBuffer[] = [];
  #bytes = 0;
  /** Least of `#bytes` since `#lookedAt`: so much was to spare. */
  #spare = 0;
  #lookedAt = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }
  /** Bytes of the kept buffers. */
  get bytes(): number {
    return this.#bytes;
  }
  /** A buffer of at least `bytes`; its contents are anything. */
  take(bytes: number): ArrayBuffer {
    if (bytes < LEAST_BYTES) return new ArrayBuffer(bytes);
    const at = this.#kept.findIndex((buffer) => buffer.byteLength >= bytes);
    if (at < 0 || this.#kept[at]!.byteLength > bytes * MAX_SLACK) return new ArrayBuffer(roundUp(bytes));
    const [buffer] = this.#kept.splice(at, 1);
    this.#bytes -= buffer!.byteLength;
    this.#spare = Math.min(this.#spare, this.#bytes);
    return buffer!;
  }
  /** Takes a buffer over that nobody reads any more. */
  give(buffer: ArrayBuffer): void {
    const { byteLength } = buffer;
    this.#shed(performance.now());
    if (byteLength < LEAST_BYTES || this.#bytes + byteLength > this.limitBytes) return;
    const at = this.#kept.findIndex((other) => other.byteLength >= byteLength);
    this.#kept.splice(at < 0 ? this.#kept.length : at, 0, buffer);
    this.#bytes += byteLength;
  }
  /** Lets go of what was to spare all the time. */
  #shed(now: number): void {
    if (now - this.#lookedAt < SPARE_MS) return;
    while (this.#kept.length > 0 && this.#spare >= this.#kept[0]!.byteLength) {
      const { byteLength } = this.#kept.shift()!;
      this.#bytes -= byteLength;
      this.#spare -= byteLength;
    }
    this.#spare = this.#bytes;
    this.#lookedAt = now;
  }
}
/** To one of eight sizes per doubling, so that frames of about one size use each other's buffers. */
function roundUp(bytes: number): number {
  const step = 2 ** (Math.floor(Math.log2(bytes)) - 3);
  return Math.ceil(bytes / step) * step;
}
