// The allocator of one WASM memory.
// Small blocks (<= 16 KiB) come from power-of-two-quarter size classes carved out of 64 KiB slabs; larger ones from a free list in
// address order that joins neighbours, best fit. Sizes stand in a JS Map, not in WASM memory: a kernel's overrun cannot corrupt them.
// The arena is a stack of chunks taken from the heap; `release` rewinds, and keeps the first chunk.
import type { Memory, Ptr } from '../column/memory.ts';
import { CaudalError } from '../types/error.ts';

const PAGE_BYTES = 65536;
const SMALL_LIMIT_BYTES = 16384;
const SLAB_BYTES = 65536;
const GUARD_BYTES = 64;
const ARENA_CHUNK_BYTES = 1 << 18;
const align64 = (bytes: number): number => (bytes + 63) & ~63;

interface FreeBlock {
  ptr: Ptr;
  bytes: number;
}
/** `start`: the mark at which the chunk begins. */
interface ArenaChunk {
  readonly ptr: Ptr;
  readonly bytes: number;
  readonly start: number;
  used: number;
}

/** Rounds up to one of four sizes per doubling, so that freed blocks are found again by class. */
function classBytes(bytes: number): number {
  const step = Math.max(64, 1 << (29 - Math.clz32(bytes - 1)));
  return Math.ceil(bytes / step) * step;
}

export class WasmMemory implements Memory {
  readonly #memory: WebAssembly.Memory;
  readonly #limitBytes: number;
  readonly #sizes = new Map<Ptr, number>();
  readonly #small = new Map<number, Ptr[]>();
  readonly #large: FreeBlock[] = [];
  readonly #arena: ArenaChunk[] = [];
  #top: Ptr;
  #live = 0;

  /** `heapBase`: first byte behind the module's static data. `limitBytes`: beyond it `alloc` throws OUT_OF_MEMORY. */
  constructor(memory: WebAssembly.Memory, heapBase: number, limitBytes: number) {
    this.#memory = memory;
    this.#top = align64(heapBase);
    this.#limitBytes = Math.min(limitBytes, 65535 * PAGE_BYTES);
  }
  get liveBytes(): number {
    return this.#live;
  }
  get totalBytes(): number {
    return this.#memory.buffer.byteLength;
  }

  alloc(bytes: number): Ptr {
    if (!(bytes >= 0 && bytes <= this.#limitBytes)) throw this.#outOfMemory(bytes);
    const wanted = align64(bytes + GUARD_BYTES);
    const ptr = wanted <= SMALL_LIMIT_BYTES ? this.#allocSmall(classBytes(wanted)) : this.#allocLarge(wanted);
    this.#live += this.#sizes.get(ptr)!;
    return ptr;
  }
  free(ptr: Ptr): void {
    if (ptr === 0) return;
    const bytes = this.#sizes.get(ptr);
    if (bytes === undefined) throw new Error(`free of ${ptr}, which is not allocated`);
    this.#sizes.delete(ptr);
    this.#live -= bytes;
    if (bytes <= SMALL_LIMIT_BYTES) this.#freeSmall(ptr, bytes);
    else this.#freeLarge(ptr, bytes);
  }
  realloc(ptr: Ptr, bytes: number): Ptr {
    if (ptr === 0) return this.alloc(bytes);
    const old = this.#sizes.get(ptr);
    if (old === undefined) throw new Error(`realloc of ${ptr}, which is not allocated`);
    if (bytes + GUARD_BYTES <= old) return ptr;
    const next = this.alloc(bytes);
    new Uint8Array(this.#memory.buffer).copyWithin(next, ptr, ptr + Math.min(old, bytes));
    this.free(ptr);
    return next;
  }

  temp(bytes: number): Ptr {
    const wanted = align64(bytes + GUARD_BYTES);
    let chunk = this.#arena[this.#arena.length - 1];
    if (!chunk || chunk.used + wanted > chunk.bytes) {
      const size = Math.max(ARENA_CHUNK_BYTES, wanted);
      chunk = { ptr: this.alloc(size), bytes: size, start: chunk ? chunk.start + chunk.bytes : 0, used: 0 };
      this.#arena.push(chunk);
    }
    const ptr = chunk.ptr + chunk.used;
    chunk.used += wanted;
    return ptr;
  }
  mark(): number {
    const chunk = this.#arena[this.#arena.length - 1];
    return chunk ? chunk.start + chunk.used : 0;
  }
  release(mark: number): void {
    let chunk = this.#arena[this.#arena.length - 1];
    while (chunk && chunk.start > 0 && chunk.start >= mark) {
      this.free(chunk.ptr);
      this.#arena.pop();
      chunk = this.#arena[this.#arena.length - 1];
    }
    if (chunk) chunk.used = Math.min(chunk.used, Math.max(0, mark - chunk.start));
  }
  /** Gives the arena back to the heap: after a task, so that the account returns to its start. */
  clearArena(): void {
    for (const chunk of this.#arena) this.free(chunk.ptr);
    this.#arena.length = 0;
  }

  u8(ptr: Ptr, n: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, ptr, n);
  }
  i8(ptr: Ptr, n: number): Int8Array {
    return new Int8Array(this.#memory.buffer, ptr, n);
  }
  u16(ptr: Ptr, n: number): Uint16Array {
    return new Uint16Array(this.#memory.buffer, ptr, n);
  }
  i16(ptr: Ptr, n: number): Int16Array {
    return new Int16Array(this.#memory.buffer, ptr, n);
  }
  u32(ptr: Ptr, n: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, ptr, n);
  }
  i32(ptr: Ptr, n: number): Int32Array {
    return new Int32Array(this.#memory.buffer, ptr, n);
  }
  f32(ptr: Ptr, n: number): Float32Array {
    return new Float32Array(this.#memory.buffer, ptr, n);
  }
  f64(ptr: Ptr, n: number): Float64Array {
    return new Float64Array(this.#memory.buffer, ptr, n);
  }
  i64(ptr: Ptr, n: number): BigInt64Array {
    return new BigInt64Array(this.#memory.buffer, ptr, n);
  }
  u64(ptr: Ptr, n: number): BigUint64Array {
    return new BigUint64Array(this.#memory.buffer, ptr, n);
  }

  #allocSmall(size: number): Ptr {
    let free = this.#small.get(size);
    if (!free) this.#small.set(size, (free = []));
    if (free.length === 0) {
      const slab = this.#takeLarge(SLAB_BYTES);
      for (let at = SLAB_BYTES - size; at >= 0; at -= size) free.push(slab + at);
    }
    const ptr = free.pop()!;
    this.#sizes.set(ptr, size);
    return ptr;
  }
  #freeSmall(ptr: Ptr, size: number): void {
    this.#small.get(size)!.push(ptr);
  }
  #allocLarge(size: number): Ptr {
    const ptr = this.#takeLarge(size);
    this.#sizes.set(ptr, size);
    return ptr;
  }
  /** Best fit among free blocks, else fresh memory at the top. */
  #takeLarge(size: number): Ptr {
    let best = -1;
    for (let i = 0; i < this.#large.length; i++) {
      const bytes = this.#large[i]!.bytes;
      if (bytes >= size && (best < 0 || bytes < this.#large[best]!.bytes)) best = i;
    }
    if (best >= 0) {
      const block = this.#large[best]!;
      const ptr = block.ptr;
      if (block.bytes === size) this.#large.splice(best, 1);
      else {
        block.ptr += size;
        block.bytes -= size;
      }
      return ptr;
    }
    return this.#extend(size);
  }
  #extend(size: number): Ptr {
    const last = this.#large[this.#large.length - 1];
    const ptr = last && last.ptr + last.bytes === this.#top ? last.ptr : this.#top;
    const end = ptr + size;
    const have = this.#memory.buffer.byteLength;
    if (end > have) {
      if (end > this.#limitBytes) throw this.#outOfMemory(size);
      const pages = Math.ceil((end - have) / PAGE_BYTES);
      const spare = Math.min(
        Math.floor(have / PAGE_BYTES / 4),
        Math.floor(this.#limitBytes / PAGE_BYTES) - Math.ceil(end / PAGE_BYTES),
      );
      this.#grow(pages, Math.max(0, spare), size);
    }
    if (ptr !== this.#top) this.#large.pop();
    this.#top = end;
    return ptr;
  }
  #grow(pages: number, spare: number, size: number): void {
    try {
      this.#memory.grow(pages + spare);
    } catch {
      // The host refused the generous growth; the exact one is the last try.
      try {
        this.#memory.grow(pages);
      } catch (cause) {
        throw this.#outOfMemory(size, cause);
      }
    }
  }
  #freeLarge(ptr: Ptr, bytes: number): void {
    let low = 0,
      high = this.#large.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#large[middle]!.ptr < ptr) low = middle + 1;
      else high = middle;
    }
    const before = this.#large[low - 1],
      after = this.#large[low];
    const joinsBefore = before !== undefined && before.ptr + before.bytes === ptr;
    const joinsAfter = after !== undefined && ptr + bytes === after.ptr;
    if (joinsBefore && joinsAfter) {
      before.bytes += bytes + after.bytes;
      this.#large.splice(low, 1);
    } else if (joinsBefore) before.bytes += bytes;
    else if (joinsAfter) {
      after.ptr = ptr;
      after.bytes += bytes;
    } else this.#large.splice(low, 0, { ptr, bytes });
  }
  #outOfMemory(bytes: number, cause?: unknown): CaudalError {
    return new CaudalError(
      'OUT_OF_MEMORY',
      `Cannot reserve ${bytes} bytes: ${this.#live} of ${this.#limitBytes} bytes are in use.`,
      {
        hint: 'Raise memoryLimit, or read fewer columns or rows.',
        params: { bytes: String(bytes), limit: String(this.#limitBytes) },
        cause,
      },
    );
  }
}
