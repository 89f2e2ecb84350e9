// browser.ts: the platform of pages and of workers on them: Blob, URL, OPFS, Web Workers.
import { CaudalError } from '../types/error.ts';
import { blobSource, bytesSource, openDriverSource } from './byte-sources.ts';
import { noCheckpointThere } from './checkpoint-store.ts';
import { createOpfsFile, isOpfs, listOpfs, opfsExists, opfsFolder, opfsSource, removeOpfs, renameOpfs } from './opfs.ts';
import { opfsStore } from './opfs-store.ts';
import type { ByteSource, FoundFile, Platform, SourceHandle, WorkerHandle } from './platform.ts';
import { urlSource } from './url-source.ts';
import { compileFromFetch, compileKernels } from './wasm-module.ts';

/** Pages do not say how much memory they may use: deviceMemory (GB, at most 8) where it exists, else 4 GB. */
const knownMemory = (): number => ((navigator as { deviceMemory?: number }).deviceMemory ?? 4) * 2 ** 30;
const needsOpfs = (path: string): CaudalError =>
  new CaudalError('PATH_NOT_FOUND', `A page cannot write to ${path}.`, {
    params: { path },
    hint: "Write to 'opfs:/…', a file handle or a stream, or use toFile().",
  });

/** A path on a page is a URL relative to `baseUrl`. */
async function listUrl(path: string, baseUrl: string): Promise<readonly FoundFile[]> {
  const url = new URL(path, baseUrl).href;
  const source = await urlSource(url, {});
  return [{ handle: { kind: 'url', url, headers: {} }, label: path, size: source.size, modifiedMs: 0, partitions: [] }];
}

/** The package's own worker.js, in the form bundlers understand; when the package lies on another origin, in one they leave alone. */
function ownWorker(): Worker {
  const self = import.meta.url;
  const isElsewhere = /^https?:/.test(self) && new URL(self).origin !== globalThis.location.origin;
  if (isElsewhere) return startWorker(new URL('./worker.js', self).href);
  return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
}
/** A worker's script must be of the page's origin, but a module may import from anywhere: a local line imports the other origin's. */
function startWorker(url: string): Worker {
  const target = new URL(url, globalThis.location.href);
  if (target.origin === globalThis.location.origin) return new Worker(target, { type: 'module' });
  const script = URL.createObjectURL(new Blob([`import ${JSON.stringify(target.href)};`], { type: 'text/javascript' }));
  const worker = new Worker(script, { type: 'module' });
  // The script is read when the worker has started; it says so with its first message or an error.
  for (const event of ['message', 'error']) worker.addEventListener(event, () => URL.revokeObjectURL(script), { once: true });
  return worker;
}

function createWebWorker(asset?: { url?: string; make?: () => unknown }): WorkerHandle {
  const worker = asset?.make ? (asset.make() as Worker) : asset?.url ? startWorker(asset.url) : ownWorker();
  return {
    postMessage: (message, transfer) => worker.postMessage(message, [...(transfer ?? [])]),
    onMessage: (listener) => worker.addEventListener('message', (event) => listener(event.data)),
    onFailure(listener) {
      worker.addEventListener('error', (event) => listener(new Error(event.message || 'the worker script could not be loaded')));
      worker.addEventListener('messageerror', () => listener(new Error('a message of the worker could not be read')));
    },
    terminate: () => worker.terminate(),
    setReferenced() {},
  };
}

/** A task of its own, after messages and I/O that wait: a MessageChannel is not throttled as timers are. */
function channelMacrotask(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(0);
    });
}

export function browserPlatform(options: { readonly baseUrl?: string } = {}): Platform {
  const baseUrl = options.baseUrl ?? globalThis.document?.baseURI ?? globalThis.location?.href ?? '';
  const open = async (handle: SourceHandle): Promise<ByteSource> => {
    switch (handle.kind) {
      case 'path':
        return urlSource(new URL(handle.path, baseUrl).href, {});
      case 'opfs':
        return opfsSource(handle.path);
      case 'url':
        return urlSource(new URL(handle.url, baseUrl).href, handle.headers);
      case 'blob':
        return blobSource(handle.blob, handle.name);
      case 'bytes':
        return bytesSource(handle.bytes, handle.name);
      case 'driver':
        return openDriverSource(handle.id);
    }
  };
  return {
    name: 'browser',
    cores: navigator.hardwareConcurrency || 1,
    memoryBytes: knownMemory(),
    open,
    list: (pattern) => (isOpfs(pattern) ? listOpfs(pattern) : listUrl(pattern, baseUrl)),
    async createFile(path) {
      if (!isOpfs(path)) throw needsOpfs(path);
      return createOpfsFile(path);
    },
    exists: async (path) => isOpfs(path) && opfsExists(path),
    async remove(path) {
      if (!isOpfs(path)) throw needsOpfs(path);
      await removeOpfs(path);
    },
    async rename(from, to) {
      if (!isOpfs(from) || !isOpfs(to)) throw needsOpfs(to);
      await renameOpfs(from, to);
    },
    uriOf: (path) => path,
    checkpointStore(location) {
      if (location instanceof FileSystemDirectoryHandle) return opfsStore(async () => location);
      if (typeof location !== 'string' || !isOpfs(location)) throw noCheckpointThere(location);
      return opfsStore((create) => opfsFolder(location, create));
    },
    createWorker: createWebWorker,
    loadKernels: (asset) =>
      compileKernels(asset, () => compileFromFetch(new URL('./kernels.wasm', import.meta.url).href), compileFromFetch),
    macrotask: channelMacrotask(),
  };
}
