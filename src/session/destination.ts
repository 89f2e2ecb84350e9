// Where a write goes: a path, a directory or file handle, a stream. Nothing old is touched before `commit`; `abort` leaves no trace.
import type { WriteRequest } from '../dataframe/host.ts';
import type { AtomicFile, Platform } from '../platform/platform.ts';
import { CaudalError } from '../types/error.ts';
import { formatOfName } from './source-opener.ts';

export type Chunks = AsyncGenerator<Uint8Array, void, undefined>;
export interface WriteTarget {
  /** One file; in a folder under this name, which may have folders of its own. */
  writeFile(chunks: AsyncIterable<Uint8Array>, name?: string): Promise<void>;
  commit(): Promise<void>;
  abort(): Promise<void>;
}
interface Writer {
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
  abort(reason?: unknown): Promise<void>;
}
interface FileHandle {
  createWritable(): Promise<{ getWriter(): Writer }>;
}
interface DirectoryHandle {
  getFileHandle(name: string, options?: { create?: boolean }): Promise<FileHandle>;
  getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<DirectoryHandle>;
  removeEntry(name: string, options?: { recursive?: boolean }): Promise<void>;
}

/** 'keep': something is there already and the mode is `ignore`. */
export async function openTarget(destination: unknown, request: WriteRequest, platform: Platform): Promise<WriteTarget | 'keep'> {
  if (typeof destination === 'string') return pathTarget(destination, request, platform);
  if (destination instanceof URL && destination.protocol === 'file:') return pathTarget(destination.href, request, platform);
  if (typeof destination === 'object' && destination !== null) {
    // A stream's sink names and commits its files itself.
    if ('writeFile' in destination) return destination as WriteTarget;
    if ('getWriter' in destination) return streamTarget((destination as { getWriter(): Writer }).getWriter(), request);
    if ('createWritable' in destination)
      return streamTarget((await (destination as FileHandle).createWritable()).getWriter(), request);
    if ('getDirectoryHandle' in destination) return directoryTarget(destination as DirectoryHandle, request);
  }
  throw new CaudalError('INVALID_DESTINATION', `Nothing can be written to ${String(destination)}.`, {
    hint: 'Give a path, opfs:/…, a directory or file handle, or a WritableStream.',
  });
}

let serial = 0;
/** Part files of one write share an id, as Spark's do. */
const writeId = (): string =>
  `${Date.now().toString(36)}-${(++serial).toString(36)}-${Math.floor(Math.random() * 2 ** 48).toString(36)}`;
export const partName = (id: string, index: number, format: string): string =>
  `part-${String(index).padStart(5, '0')}-${id}.${format}`;

async function pathTarget(path: string, request: WriteRequest, platform: Platform): Promise<WriteTarget | 'keep'> {
  const exists = await platform.exists(path);
  if (exists && request.mode === 'ignore') return 'keep';
  if (exists && (request.mode === 'error' || request.mode === 'errorifexists'))
    throw new CaudalError('PATH_ALREADY_EXISTS', `There is something at ${path} already.`, {
      hint: "Use mode('overwrite'), mode('append') or mode('ignore').",
      params: { outputPath: path },
    });
  const isFile = request.partitionBy.length === 0 && request.mode !== 'append' && formatOfName(path) === request.format;
  return isFile ? fileTarget(path, platform) : folderTarget(path.replace(/\/+$/, ''), exists, request, platform);
}

function fileTarget(path: string, platform: Platform): WriteTarget {
  let file: AtomicFile | undefined;
  return {
    async writeFile(chunks) {
      file = await platform.createFile(path);
      for await (const chunk of chunks) await file.write(chunk);
    },
    commit: async () => file?.commit(),
    abort: async () => file?.abort(),
  };
}

/** Written beside the target, then put in its place by renaming; appended files are moved in one by one. */
function folderTarget(path: string, exists: boolean, request: WriteRequest, platform: Platform): WriteTarget {
  const id = writeId();
  const staging = exists && request.mode === 'append' ? path : `${path}._temporary-${id}`;
  const files: AtomicFile[] = [];
  let parts = 0;
  return {
    async writeFile(chunks, name = partName(id, parts, request.format)) {
      parts++;
      const file = await platform.createFile(`${staging}/${name}`);
      files.push(file);
      for await (const chunk of chunks) await file.write(chunk);
    },
    async commit() {
      const success = await platform.createFile(`${staging}/_SUCCESS`);
      for (const file of [...files, success]) await file.commit();
      if (staging === path) return;
      const old = `${path}._old-${id}`;
      if (exists) await platform.rename(path, old);
      await platform.rename(staging, path);
      if (exists) await platform.remove(old);
    },
    async abort() {
      for (const file of files) await file.abort();
      if (staging !== path) await platform.remove(staging);
    },
  };
}

function streamTarget(writer: Writer, request: WriteRequest): WriteTarget {
  if (request.partitionBy.length > 0)
    throw new CaudalError('UNSUPPORTED_FEATURE', 'partitionBy() writes folders; a stream or file handle is one file.');
  return {
    async writeFile(chunks) {
      for await (const chunk of chunks) await writer.write(chunk);
    },
    commit: () => writer.close(),
    abort: () => writer.abort(new Error('the write failed')),
  };
}

/** Files of a directory handle become visible when they are closed: after all have been written. */
function directoryTarget(directory: DirectoryHandle, request: WriteRequest): WriteTarget {
  const id = writeId();
  const writers: Writer[] = [];
  const created: string[] = [];
  const open = async (name: string): Promise<Writer> => {
    const folders = name.split('/');
    const file = folders.pop()!;
    let folder = directory;
    for (const part of folders) folder = await folder.getDirectoryHandle(part, { create: true });
    created.push(name);
    return (await (await folder.getFileHandle(file, { create: true })).createWritable()).getWriter();
  };
  return {
    async writeFile(chunks, name = partName(id, writers.length, request.format)) {
      const writer = await open(name);
      writers.push(writer);
      for await (const chunk of chunks) await writer.write(chunk);
    },
    commit: async () => void (await Promise.all(writers.map((writer) => writer.close()))),
    async abort() {
      await Promise.allSettled(writers.map((writer) => writer.abort()));
      for (const name of created) if (!name.includes('/')) await directory.removeEntry(name);
    },
  };
}
