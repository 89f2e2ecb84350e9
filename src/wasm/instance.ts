// Links the compiled kernels to a fresh memory: one engine instance. Synchronous, so that a worker needs only the posted Module.
import type { Engine } from './engine.ts';
import type { Kernels } from './kernels.gen.ts';
import { WasmMemory } from './memory.ts';

export interface EngineInstance extends Engine {
  readonly memory: WasmMemory;
}

/** `limitBytes`: the lease of this instance. */
export function createEngine(module: WebAssembly.Module, limitBytes = 2 ** 32 - 65536): EngineInstance {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const instance = new WebAssembly.Instance(module, {
    env: {
      memory,
      abort: () => {
        throw new Error('kernel aborted');
      },
    },
  });
  const kernels = instance.exports as unknown as Kernels;
  return { memory: new WasmMemory(memory, kernels.heapBase(), limitBytes), kernels };
}
