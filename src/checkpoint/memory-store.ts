// memory-store.ts: a checkpoint store in this thread's memory, for queries without a checkpointLocation: it outlives a worker, not the process.
import type { CheckpointStore } from '../platform/checkpoint-store.ts';
import { CaudalError } from '../types/error.ts';

export function memoryStore(): CheckpointStore {
  const files = new Map<string, Uint8Array[]>();
  const joined = (chunks: readonly Uint8Array[]): Uint8Array => {
    const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  };
  let isLocked = false;
  return {
    async append(name, bytes) {
      const chunks = files.get(name);
      if (chunks) chunks.push(bytes.slice());
      else files.set(name, [bytes.slice()]);
    },
    async write(name, bytes) {
      files.set(name, [bytes.slice()]);
    },
    async read(name) {
      const chunks = files.get(name);
      return chunks && joined(chunks);
    },
    async truncate(name, length) {
      const chunks = files.get(name);
      if (chunks) files.set(name, [joined(chunks).slice(0, length)]);
    },
    list: async (prefix) => [...files.keys()].filter((name) => name.startsWith(prefix)).sort(),
    async delete(name) {
      files.delete(name);
    },
    async lock() {
      if (isLocked) throw new CaudalError('CHECKPOINT_IN_USE', 'This checkpoint in memory is in use by another query.');
      isLocked = true;
      return {
        async release() {
          isLocked = false;
        },
      };
    },
  };
}
