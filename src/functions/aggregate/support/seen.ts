// Which groups have had a value: the validity of sums and extremes. While every row so far had one, no bytes are kept at all.
import { bitmapBytes } from '../../../column/column.ts';
import type { Ptr } from '../../../column/memory.ts';
import type { Engine } from '../../../wasm/engine.ts';
import { GroupState } from './group-state.ts';

export class Seen {
  readonly #engine: Engine;
  /** One byte per group, once a row without a value may have made a group. */
  #bytes: GroupState | undefined;
  #groups = 0;
  /** Groups known to have a value, while there are no bytes. */
  #full = 0;

  constructor(engine: Engine, sparse: boolean) {
    this.#engine = engine;
    if (sparse) this.#bytes = new GroupState(engine, 1);
  }
  reserve(groupCount: number): void {
    this.#groups = groupCount;
    this.#bytes?.reserve(groupCount);
  }
  update(idsPtr: Ptr, validityPtr: Ptr, n: number): void {
    if (!this.#bytes && validityPtr === 0) {
      if (n > 0) this.#full = this.#groups;
      return;
    }
    this.#engine.kernels.markSeen(validityPtr, idsPtr, this.#materialize().ptr, n);
  }
  /** Validity bitmap of groups [from, from + n), or 0 when all have a value. */
  validity(from: number, n: number): Ptr {
    if (!this.#bytes && this.#full >= from + n) return 0;
    const { memory, kernels } = this.#engine;
    const bitmapPtr = memory.temp(bitmapBytes(n));
    kernels.bytesToBits(this.#materialize().ptr + from, bitmapPtr, n);
    return bitmapPtr;
  }
  close(): void {
    this.#bytes?.close();
  }
  #materialize(): GroupState {
    if (this.#bytes) return this.#bytes;
    const bytes = (this.#bytes = new GroupState(this.#engine, 1));
    bytes.reserve(this.#groups);
    this.#engine.memory.u8(bytes.ptr, this.#full).fill(1);
    return bytes;
  }
}
