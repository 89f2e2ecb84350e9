// Memory without an engine: one growing ArrayBuffer in which the session's thread builds frames from JavaScript values.
// Everything is freed together, by dropping the object.
import type { Memory, Ptr } from './memory.ts';

const ALIGN = 64;
const LEAST_BYTES = 1 << 16;

export class ScratchMemory implements Memory {
  #buffer: ArrayBuffer;
  #end = ALIGN;

  /** `bytes`: about what will be taken; more makes it move. */
  constructor(bytes = 0) {
    this.#buffer = new ArrayBuffer(Math.max(LEAST_BYTES, bytes));
  }

  alloc(bytes: number): Ptr {
    const ptr = this.#end;
    this.#end = (ptr + bytes + 2 * ALIGN - 1) & -ALIGN;
    if (this.#end > this.#buffer.byteLength) {
      const next = new ArrayBuffer(Math.max(this.#end, this.#buffer.byteLength * 2));
      new Uint8Array(next).set(new Uint8Array(this.#buffer));
      this.#buffer = next;
    }
    return ptr;
  }
  free(_ptr: Ptr): void {
    // Dropped with everything else.
  }
  realloc(_ptr: Ptr, _bytes: number): Ptr {
    throw new Error('scratch memory does not move blocks');
  }
  temp(bytes: number): Ptr {
    return this.alloc(bytes);
  }
  mark(): number {
    return this.#end;
  }
  release(mark: number): void {
    this.#end = mark;
  }
  u8(ptr: Ptr, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer, ptr, length);
  }
  i8(ptr: Ptr, length: number): Int8Array<ArrayBuffer> {
    return new Int8Array(this.#buffer, ptr, length);
  }
  u16(ptr: Ptr, length: number): Uint16Array<ArrayBuffer> {
    return new Uint16Array(this.#buffer, ptr, length);
  }
  i16(ptr: Ptr, length: number): Int16Array<ArrayBuffer> {
    return new Int16Array(this.#buffer, ptr, length);
  }
  u32(ptr: Ptr, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#buffer, ptr, length);
  }
  i32(ptr: Ptr, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#buffer, ptr, length);
  }
  f32(ptr: Ptr, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#buffer, ptr, length);
  }
  f64(ptr: Ptr, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#buffer, ptr, length);
  }
  i64(ptr: Ptr, length: number): BigInt64Array<ArrayBuffer> {
    return new BigInt64Array(this.#buffer, ptr, length);
  }
  u64(ptr: Ptr, length: number): BigUint64Array<ArrayBuffer> {
    return new BigUint64Array(this.#buffer, ptr, length);
  }
  get liveBytes(): number {
    return this.#end - ALIGN;
  }
  get totalBytes(): number {
    return this.#buffer.byteLength;
  }
}
