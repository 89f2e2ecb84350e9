// node.ts: the platform of Node (Deno and Bun follow it).
import { builtin } from './builtin.ts';
import { blobSource, bytesSource, openDriverSource } from './byte-sources.ts';
import { folderStore } from './durable-files.ts';
import { nodeDurableFiles } from './node-durable.ts';
import { createAtomicFile, listFiles, pathSource, toPath } from './node-files.ts';
import { lockFolder } from './node-lock.ts';
import { createNodeWorker } from './node-worker.ts';
import { noCheckpointThere } from './checkpoint-store.ts';
import type { ByteSource, FoundFile, Platform, SourceHandle } from './platform.ts';
import { urlSource } from './url-source.ts';
import { compileKernels } from './wasm-module.ts';

const isUrl = (path: string): boolean => /^(https?|blob|data):/i.test(path);

async function open(handle: SourceHandle): Promise<ByteSource> {
  switch (handle.kind) {
    case 'path':
      return pathSource(toPath(handle.path));
    case 'opfs':
      return pathSource(handle.path);
    case 'url':
      return urlSource(handle.url, handle.headers);
    case 'blob':
      return blobSource(handle.blob, handle.name);
    case 'bytes':
      return bytesSource(handle.bytes, handle.name);
    case 'driver':
      return openDriverSource(handle.id);
  }
}
/** One file behind a URL; its size costs the request that opens it. */
async function listUrl(url: string): Promise<readonly FoundFile[]> {
  const source = await urlSource(url, {});
  return [{ handle: { kind: 'url', url, headers: {} }, label: url, size: source.size, modifiedMs: 0, partitions: [] }];
}

async function compileFile(path: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await builtin('node:fs').promises.readFile(toPath(path)));
}
/** Beside the packaged code; `npm run build:wasm` puts it in build/ for code run from TypeScript. */
const ownKernels = (): Promise<WebAssembly.Module> =>
  compileFile(
    String(
      import.meta.url.endsWith('.ts')
        ? new URL('../../build/kernels.wasm', import.meta.url)
        : new URL('./kernels.wasm', import.meta.url),
    ),
  );

function knownMemory(): number {
  const constrained = (process as { constrainedMemory?(): number }).constrainedMemory?.() ?? 0;
  const total = builtin('node:os').totalmem();
  return constrained > 0 ? Math.min(constrained, total) : total;
}

export function nodePlatform(): Platform {
  const fs = builtin('node:fs');
  const os = builtin('node:os');
  return {
    name: 'node',
    cores: os.availableParallelism(),
    memoryBytes: knownMemory(),
    open,
    list: async (pattern) => (isUrl(pattern) ? listUrl(pattern) : listFiles(toPath(pattern))),
    createFile: (path) => createAtomicFile(toPath(path)),
    exists: async (path) => fs.existsSync(toPath(path)),
    remove: (path) => fs.promises.rm(toPath(path), { recursive: true, force: true }),
    async rename(from, to) {
      await fs.promises.mkdir(builtin('node:path').dirname(toPath(to)), { recursive: true });
      await fs.promises.rename(toPath(from), toPath(to));
    },
    uriOf: (path) => builtin('node:url').pathToFileURL(builtin('node:path').resolve(toPath(path))).href,
    checkpointStore(location) {
      if (typeof location !== 'string' || isUrl(location)) throw noCheckpointThere(location);
      const folder = builtin('node:path').resolve(toPath(location));
      return folderStore(nodeDurableFiles(), folder, () => lockFolder(folder));
    },
    createWorker: createNodeWorker,
    loadKernels: (asset) => compileKernels(asset, ownKernels, compileFile),
    macrotask: () => new Promise((resolve) => setImmediate(resolve)),
  };
}
