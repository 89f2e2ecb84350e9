// edge.ts: the platform of isolates (workerd, edge-light): URLs, blobs and bytes in, no files, no workers; wasm comes as a compiled module.
import { CaudalError } from '../types/error.ts';
import { noCheckpointThere } from './checkpoint-store.ts';
import { blobSource, bytesSource, openDriverSource, pathNotFound } from './byte-sources.ts';
import type { ByteSource, Platform, SourceHandle } from './platform.ts';
import { urlSource } from './url-source.ts';

const ISOLATE_BYTES = 128 * 2 ** 20;

async function open(handle: SourceHandle): Promise<ByteSource> {
  switch (handle.kind) {
    case 'url':
      return urlSource(handle.url, handle.headers);
    case 'blob':
      return blobSource(handle.blob, handle.name);
    case 'bytes':
      return bytesSource(handle.bytes, handle.name);
    case 'driver':
      return openDriverSource(handle.id);
    case 'path':
    case 'opfs':
      throw pathNotFound(handle.path);
  }
}
const noFiles = async (path: string): Promise<never> => {
  throw new CaudalError('PATH_NOT_FOUND', `There are no files here to write ${path} to.`, {
    params: { path },
    hint: 'Use toFile() or a WritableStream.',
  });
};

/** Where the package's edge entry leaves the module it imported (src/entries/edge.ts). */
const ownKernels = (): unknown => (globalThis as { [key: symbol]: unknown })[Symbol.for('caudal.kernels')];

/** `kernels`: the module that `import kernels from 'caudal/kernels.wasm'` gives; isolates may not compile bytes. */
export function edgePlatform(kernels?: WebAssembly.Module): Platform {
  return {
    name: 'edge',
    cores: 1,
    memoryBytes: ISOLATE_BYTES,
    open,
    async list(pattern) {
      if (!/^https?:/i.test(pattern)) return [];
      const source = await urlSource(pattern, {});
      return [
        { handle: { kind: 'url', url: pattern, headers: {} }, label: pattern, size: source.size, modifiedMs: 0, partitions: [] },
      ];
    },
    createFile: noFiles,
    exists: async () => false,
    remove: noFiles,
    rename: noFiles,
    uriOf: (path) => path,
    checkpointStore(location) {
      throw noCheckpointThere(location);
    },
    async loadKernels(asset) {
      const module = asset ?? kernels ?? ownKernels();
      if (module instanceof WebAssembly.Module) return module;
      throw new CaudalError('INVALID_OPTION', 'This host compiles no wasm at run time.', {
        hint: "Pass assets: { wasm } with the module of `import wasm from 'caudal/kernels.wasm'`.",
      });
    },
    // An isolate has no I/O to let through between batches; a microtask keeps the contract without a timer.
    macrotask: () => Promise.resolve(),
  };
}
