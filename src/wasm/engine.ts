// One engine instance: a WASM memory, its allocator and the kernels linked to it. Each worker has one; `workers: 0` uses one inline.
import type { Memory } from '../column/memory.ts';
import type { Kernels } from './kernels.gen.ts';

export interface Engine {
  readonly memory: Memory;
  readonly kernels: Kernels;
}
