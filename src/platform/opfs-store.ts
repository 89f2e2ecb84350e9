// opfs-store.ts: a checkpoint store over an OPFS folder. In a worker a sync handle writes in place and flushes; a page has none, there
// createWritable writes a copy and swaps it in, which costs the file's size per append. A Web Lock keeps other tabs and workers out.
import { CaudalError } from '../types/error.ts';
import type { CheckpointLock, CheckpointStore } from './checkpoint-store.ts';

interface SyncHandle {
  write(bytes: Uint8Array, options: { at: number }): number;
  truncate(length: number): void;
  getSize(): number;
  flush(): void;
  close(): void;
}
type File = FileSystemFileHandle & { createSyncAccessHandle?(): Promise<SyncHandle> };
type Folder = FileSystemDirectoryHandle & { entries(): AsyncIterable<[string, FileSystemHandle]> };

const isMissing = (error: unknown): boolean => error instanceof DOMException && error.name === 'NotFoundError';

export function opfsStore(open: (create: boolean) => Promise<FileSystemDirectoryHandle>): CheckpointStore {
  const find = async (name: string, create: boolean): Promise<{ folder: Folder; leaf: string } | undefined> => {
    const parts = name.split('/');
    const leaf = parts.pop()!;
    try {
      let folder = await open(create);
      for (const part of parts) folder = await folder.getDirectoryHandle(part, { create });
      return { folder: folder as Folder, leaf };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  const fileOf = async (name: string, create: boolean): Promise<File | undefined> => {
    const place = await find(name, create);
    try {
      return await place?.folder.getFileHandle(place.leaf, { create });
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  };
  return {
    append: async (name, bytes) => change((await fileOf(name, true))!, (size) => ({ length: size, bytes })),
    write: async (name, bytes) => change((await fileOf(name, true))!, () => ({ length: 0, bytes })),
    async truncate(name, length) {
      const file = await fileOf(name, false);
      if (file) await change(file, () => ({ length, bytes: new Uint8Array() }));
    },
    async read(name) {
      const file = await (await fileOf(name, false))?.getFile();
      return file && new Uint8Array(await file.arrayBuffer());
    },
    async list(prefix) {
      const place = await find('.', false);
      return place ? (await namesIn(place.folder)).filter((name) => name.startsWith(prefix)).sort() : [];
    },
    async delete(name) {
      const place = await find(name, false);
      await place?.folder.removeEntry(place.leaf).catch((error: unknown) => {
        if (!isMissing(error)) throw error;
      });
    },
    lock: async () => webLock(await labelOf(await open(true))),
  };
}

/** Cuts the file to `length` and puts `bytes` behind it. */
async function change(file: File, to: (size: number) => { length: number; bytes: Uint8Array }): Promise<void> {
  if (file.createSyncAccessHandle) {
    const handle = await file.createSyncAccessHandle();
    try {
      const { length, bytes } = to(handle.getSize());
      handle.truncate(length);
      for (let done = 0; done < bytes.length;) done += handle.write(bytes.subarray(done), { at: length + done });
      handle.flush();
    } finally {
      handle.close();
    }
    return;
  }
  const { length, bytes } = to((await file.getFile()).size);
  const stream = await file.createWritable({ keepExistingData: length > 0 });
  await stream.truncate(length);
  await stream.write({ type: 'write', position: length, data: bytes as Uint8Array<ArrayBuffer> });
  await stream.close();
}

async function namesIn(folder: Folder, above = ''): Promise<string[]> {
  const names: string[] = [];
  for await (const [name, entry] of folder.entries()) {
    if (entry.kind === 'directory') names.push(...(await namesIn(entry as Folder, `${above}${name}/`)));
    else names.push(above + name);
  }
  return names;
}

/** However a folder was named, its lock has one name; a picked folder outside OPFS has only its own. */
async function labelOf(folder: FileSystemDirectoryHandle): Promise<string> {
  const path = await (await navigator.storage.getDirectory()).resolve(folder);
  return path ? `opfs:/${path.join('/')}` : folder.name;
}
/** Released by the browser when the tab or worker that holds it goes. */
function webLock(label: string): Promise<CheckpointLock> {
  return new Promise((resolve, reject) => {
    const held = (lock: Lock | null): Promise<void> | undefined => {
      if (lock) return new Promise((release) => resolve({ release: async () => release() }));
      reject(
        new CaudalError('CHECKPOINT_IN_USE', `${label} is in use by another query, tab or worker.`, {
          params: { path: label },
          hint: 'Stop that query first, or give this one a checkpoint of its own.',
        }),
      );
      return undefined;
    };
    navigator.locks.request(`caudal checkpoint ${label}`, { ifAvailable: true }, held).catch(reject);
  });
}
