// byte-stream.ts: bytes of a file in order, copied into WASM memory: a range of it, or what its gzip or zstd members hold.
// Synchronous where the platform reads synchronously; else two ranges are under way ahead of the reader. Memory is bounded: a step of
// decompression takes 16 KiB, which deflate can blow up to 16 MiB at most. The libraries load with the first compressed file.
import type { Memory, Ptr } from '../column/memory.ts';
import type { ByteSource } from '../platform/platform.ts';
import { CaudalError } from '../types/error.ts';

export interface ByteStream {
  /** Copies at most `length` bytes to `ptr`; how many, 0 at the end. */
  read(memory: Memory, ptr: Ptr, length: number): number | Promise<number>;
  readonly bytesRead: number;
  close(): void;
}
const RANGE_BYTES = 1 << 20;
const COMPRESSED_STEP_BYTES = 1 << 14;

/** Bytes [from, to) of the source, which `close` closes. */
export function rangeStream(source: ByteSource, from: number, to: number, signal?: AbortSignal): ByteStream {
  return source.readIntoSync ? syncStream(source, source.readIntoSync, from, to) : asyncStream(source, from, to, signal);
}
function syncStream(
  source: ByteSource,
  readIntoSync: (offset: number, target: Uint8Array) => void,
  from: number,
  to: number,
): ByteStream {
  let at = from;
  return {
    read(memory, ptr, length) {
      const count = Math.min(length, to - at);
      if (count > 0) readIntoSync(at, memory.u8(ptr, count));
      at += count;
      return count;
    },
    get bytesRead() {
      return at - from;
    },
    close: () => source.close(),
  };
}
function asyncStream(source: ByteSource, from: number, to: number, signal?: AbortSignal): ByteStream {
  const ahead: Promise<Uint8Array>[] = [];
  let asked = from,
    taken = 0;
  let chunk: Uint8Array = new Uint8Array(0);
  const request = (): void => {
    while (ahead.length < 2 && asked < to) {
      const length = Math.min(RANGE_BYTES, to - asked);
      const bytes = source.read(asked, length, signal);
      bytes.catch(() => undefined); // the reader that awaits it sees the error; nobody may be waiting yet
      ahead.push(bytes);
      asked += length;
    }
  };
  return {
    async read(memory, ptr, length) {
      request();
      if (chunk.length === 0) chunk = (await ahead.shift()) ?? chunk;
      const count = Math.min(length, chunk.length);
      memory.u8(ptr, count).set(chunk.subarray(0, count));
      chunk = chunk.subarray(count);
      taken += count;
      return count;
    },
    get bytesRead() {
      return taken;
    },
    close: () => source.close(),
  };
}

export type Compression = 'gzip' | 'zstd';
type Inflate = (chunk: Uint8Array, last: boolean, emit: (bytes: Uint8Array) => void) => void;
async function inflater(compression: Compression): Promise<Inflate> {
  let emitBytes: (bytes: Uint8Array) => void = () => undefined;
  const engine =
    compression === 'gzip'
      ? new (await import('fflate')).Gunzip({}, (bytes) => emitBytes(bytes))
      : new (await import('fzstd')).Decompress((bytes) => emitBytes(bytes));
  return (chunk, last, emit) => {
    emitBytes = emit;
    engine.push(chunk, last);
  };
}

/** The decompressed bytes of the whole source. */
function inflatedStream(source: ByteSource, compression: Compression, signal?: AbortSignal): ByteStream {
  const ready: Uint8Array[] = [];
  let inflate: Inflate | undefined;
  let at = 0;
  const push = (chunk: Uint8Array): void => {
    at += chunk.length;
    try {
      inflate!(chunk, at === source.size, (bytes) => {
        if (bytes.length > 0) ready.push(bytes);
      });
    } catch (cause) {
      throw new CaudalError('CORRUPT_FILE', `${source.label} is not whole ${compression} data: ${(cause as Error).message}.`, {
        params: { file: source.label },
        cause,
      });
    }
  };
  const take = (memory: Memory, ptr: Ptr, length: number): number => {
    const chunk = ready[0];
    if (!chunk) return 0;
    const count = Math.min(length, chunk.length);
    memory.u8(ptr, count).set(chunk.subarray(0, count));
    if (count === chunk.length) ready.shift();
    else ready[0] = chunk.subarray(count);
    return count;
  };
  const nextLength = (): number => Math.min(COMPRESSED_STEP_BYTES, source.size - at);
  return {
    read(memory, ptr, length) {
      if (!inflate)
        return inflater(compression).then((loaded) => {
          inflate = loaded;
          return this.read(memory, ptr, length);
        });
      while (ready.length === 0 && at < source.size) {
        if (!source.readIntoSync)
          return source.read(at, nextLength(), signal).then((chunk) => {
            push(chunk);
            return this.read(memory, ptr, length);
          });
        const chunk = new Uint8Array(nextLength());
        source.readIntoSync(at, chunk);
        push(chunk);
      }
      return take(memory, ptr, length);
    },
    get bytesRead() {
      return at;
    },
    close: () => source.close(),
  };
}
/** The text of a file: bytes [from, to), or all of it where it is compressed. */
export const openStream = (
  source: ByteSource,
  compression: Compression | undefined,
  from: number,
  to: number,
  signal?: AbortSignal,
): ByteStream => (compression ? inflatedStream(source, compression, signal) : rangeStream(source, from, to, signal));
/** The text of a whole file. */
export const wholeStream = (
  source: ByteSource,
  { compression }: { readonly compression?: Compression | undefined },
  signal?: AbortSignal,
): ByteStream => openStream(source, compression, 0, source.size, signal);
