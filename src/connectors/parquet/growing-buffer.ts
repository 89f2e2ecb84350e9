// A heap block that grows to the largest size asked for; contents do not outlive a reservation.
import type { Memory, Ptr } from '../../column/memory.ts';

export class GrowingBuffer {
  #ptr: Ptr = 0;
  #bytes = 0;
  reserve(memory: Memory, bytes: number): Ptr {
    if (bytes > this.#bytes) {
      memory.free(this.#ptr);
      this.#ptr = 0;
      this.#ptr = memory.alloc(bytes);
      this.#bytes = bytes;
    }
    return this.#ptr;
  }
  free(memory: Memory): void {
    memory.free(this.#ptr);
    this.#ptr = 0;
    this.#bytes = 0;
  }
}
