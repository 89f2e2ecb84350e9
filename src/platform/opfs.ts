// opfs.ts: the origin's private file system: byte sources with sync handles on workers, listings, atomic writes.
// Paths are `opfs:/a/b.parquet`; createWritable writes to a shadow file and swaps it in on close, which is what atomic means here.
import { CaudalError } from '../types/error.ts';
import { blobSource, checkRange, pathNotFound } from './byte-sources.ts';
import { byName, globToRegExp, hasGlob, hivePartitions, isHidden, splitGlob } from './glob.ts';
import type { AtomicFile, ByteSource, FoundFile } from './platform.ts';

interface SyncHandle {
  read(target: Uint8Array, options: { at: number }): number;
  getSize(): number;
  close(): void;
}
type SyncFile = FileSystemFileHandle & { createSyncAccessHandle?(options?: { mode: 'read-only' }): Promise<SyncHandle> };
type Folder = FileSystemDirectoryHandle & { entries(): AsyncIterable<[string, FileSystemHandle]> };

const SCHEME = /^opfs:\/*/;
export const isOpfs = (path: string): boolean => path.startsWith('opfs:');
const segmentsOf = (path: string): string[] =>
  path
    .replace(SCHEME, '')
    .split('/')
    .filter((s) => s !== '');
const root = async (): Promise<Folder> => await navigator.storage.getDirectory();
const isMissing = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'TypeMismatchError');

async function folderOf(segments: readonly string[], create: boolean): Promise<Folder> {
  let folder = await root();
  for (const name of segments) folder = await folder.getDirectoryHandle(name, { create });
  return folder;
}
export const opfsFolder = (path: string, create: boolean): Promise<FileSystemDirectoryHandle> =>
  folderOf(segmentsOf(path), create);
async function orNull<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}
async function fileAt(path: string, create = false): Promise<SyncFile | null> {
  const segments = segmentsOf(path);
  const name = segments.pop();
  if (name === undefined) return null;
  const folder = await orNull(folderOf(segments, create));
  return folder && orNull(folder.getFileHandle(name, { create }));
}

export async function opfsSource(path: string): Promise<ByteSource> {
  const handle = await fileAt(path);
  if (!handle) throw pathNotFound(path);
  const file = await handle.getFile();
  const shared = blobSource(file, path);
  // Sync handles exist on workers only, and lock unless the browser knows `read-only`; without one the file is read as a blob.
  const sync = await handle.createSyncAccessHandle?.({ mode: 'read-only' }).catch(() => undefined);
  if (!sync) return shared;
  const readIntoSync = (offset: number, target: Uint8Array): void => {
    checkRange(path, file.size, offset, target.length);
    if (sync.read(target, { at: offset }) !== target.length)
      throw new CaudalError('FILE_CHANGED', `${path} changed while it was being read.`, { params: { file: path } });
  };
  return { ...shared, readIntoSync, close: () => sync.close() };
}

export async function listOpfs(pattern: string): Promise<readonly FoundFile[]> {
  const single = await fileAt(pattern);
  if (single) return [found(pattern, await single.getFile(), '')];
  const { base, rest } = hasGlob(pattern) ? splitGlob(pattern) : { base: pattern, rest: '**' };
  const folder = await orNull(folderOf(segmentsOf(base), false));
  const files: FoundFile[] = [];
  if (folder) await walk(folder, `opfs:/${segmentsOf(base).join('/')}`, '', globToRegExp(rest), files);
  return files.sort(byName);
}
const found = (path: string, { size, lastModified }: File, relative: string): FoundFile => ({
  handle: { kind: 'opfs', path },
  label: path,
  size,
  modifiedMs: lastModified,
  partitions: hivePartitions(relative),
});

async function walk(folder: Folder, base: string, relative: string, matcher: RegExp, files: FoundFile[]): Promise<void> {
  for await (const [name, entry] of folder.entries()) {
    if (isHidden(name)) continue;
    const below = relative ? `${relative}/${name}` : name;
    if (entry.kind === 'directory') await walk(entry, base, below, matcher, files);
    else if (matcher.test(below)) files.push(found(`${base.replace(/\/$/, '')}/${below}`, await entry.getFile(), below));
  }
}

export async function createOpfsFile(path: string): Promise<AtomicFile> {
  const existed = (await fileAt(path)) !== null;
  const handle = await fileAt(path, true);
  if (!handle) throw pathNotFound(path);
  const stream = await handle.createWritable();
  return {
    write: (chunk) => stream.write(chunk as Uint8Array<ArrayBuffer>),
    commit: () => stream.close(),
    async abort() {
      await stream.abort();
      if (!existed) await removeOpfs(path);
    },
  };
}
export async function opfsExists(path: string): Promise<boolean> {
  return (await fileAt(path)) !== null || (await orNull(folderOf(segmentsOf(path), false))) !== null;
}
export async function removeOpfs(path: string): Promise<void> {
  const segments = segmentsOf(path);
  const name = segments.pop();
  const folder = name === undefined ? null : await orNull(folderOf(segments, false));
  if (folder && name !== undefined) await orNull(folder.removeEntry(name, { recursive: true }));
}
/** OPFS has no rename of folders: files are copied, then the old name goes. */
export async function renameOpfs(from: string, to: string): Promise<void> {
  for (const file of await listOpfs(from)) {
    const target = await createOpfsFile(to + file.label.slice(`opfs:/${segmentsOf(from).join('/')}`.length));
    const source = await fileAt(file.label);
    if (!source) throw pathNotFound(file.label);
    const reader = (await source.getFile()).stream().getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) await target.write(chunk.value);
    await target.commit();
  }
  await removeOpfs(from);
}
