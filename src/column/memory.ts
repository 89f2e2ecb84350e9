// The memory of one engine instance (one WASM memory). TypeScript owns every byte; kernels never allocate.
// Two kinds: `alloc/free` for state (64-byte aligned heap blocks), `temp` for batch temporaries (an arena the pipeline driver
// rewinds when a batch has left the pipeline). Views are made per use and never kept: growth detaches them.

/** A byte address in WASM memory; 0 is "none". */
export type Ptr = number;
export interface Memory {
  /** Heap block of at least `bytes`, 64-byte aligned, contents undefined, with 64 readable bytes behind it. Throws OUT_OF_MEMORY. */
  alloc(bytes: number): Ptr;
  /** Frees a block of `alloc`; free(0) is legal. */
  free(ptr: Ptr): void;
  /** Grows or moves a block, keeping min(old, new) bytes. */
  realloc(ptr: Ptr, bytes: number): Ptr;
  /** Arena block, 64-byte aligned, valid until the arena is released to an earlier mark. */
  temp(bytes: number): Ptr;
  mark(): number;
  release(mark: number): void;
  u8(ptr: Ptr, length: number): Uint8Array;
  i8(ptr: Ptr, length: number): Int8Array;
  u16(ptr: Ptr, length: number): Uint16Array;
  i16(ptr: Ptr, length: number): Int16Array;
  u32(ptr: Ptr, length: number): Uint32Array;
  i32(ptr: Ptr, length: number): Int32Array;
  f32(ptr: Ptr, length: number): Float32Array;
  f64(ptr: Ptr, length: number): Float64Array;
  i64(ptr: Ptr, length: number): BigInt64Array;
  u64(ptr: Ptr, length: number): BigUint64Array;
  /** Bytes in heap blocks now: 0 after every owner has freed. */
  readonly liveBytes: number;
  /** memory.buffer.byteLength. */
  readonly totalBytes: number;
}
