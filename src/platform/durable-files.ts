// durable-files.ts: a checkpoint store over a file system where only what was synced survives a crash: data by fdatasync, a new
// name by syncing its folder. No renames. The file system is an interface of five calls, so that tests can crash it at each.
import type { CheckpointLock, CheckpointStore } from './checkpoint-store.ts';

export interface DurableFile {
  write(bytes: Uint8Array): Promise<void>;
  truncate(length: number): Promise<void>;
  /** Data and size are durable when it resolves; the name is not. */
  sync(): Promise<void>;
  close(): Promise<void>;
}
/** Paths are the host's. Reads see what was written, synced or not. */
export interface DurableFiles {
  /** `a` appends, `w` empties, both make the file; `r+` needs one. */
  open(path: string, mode: 'a' | 'w' | 'r+'): Promise<DurableFile>;
  /** Makes the folder and those above it; gives back the folders whose entries changed. */
  makeFolder(path: string): Promise<readonly string[]>;
  /** The names in a folder are durable when it resolves. */
  syncFolder(path: string): Promise<void>;
  read(path: string): Promise<Uint8Array | undefined>;
  /** Files below the folder, relative, in name order; [] if there is no folder. */
  list(path: string): Promise<readonly string[]>;
  remove(path: string): Promise<void>;
}

export function folderStore(files: DurableFiles, root: string, lock: () => Promise<CheckpointLock>): CheckpointStore {
  const pathOf = (name: string): string => `${root}/${name}`;
  const folderOf = (name: string): string => pathOf(name).replace(/\/[^/]*$/, '');
  /** Names this store has made durable; folders it has made. */
  const named = new Set<string>();
  const made = new Set<string>();

  const put = async (name: string, bytes: Uint8Array, mode: 'a' | 'w'): Promise<void> => {
    const folder = folderOf(name);
    if (!made.has(folder)) for (const changed of await files.makeFolder(folder)) await files.syncFolder(changed);
    made.add(folder);
    const file = await files.open(pathOf(name), mode);
    try {
      await file.write(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!named.has(name)) await files.syncFolder(folder);
    named.add(name);
  };
  return {
    append: (name, bytes) => put(name, bytes, 'a'),
    write: (name, bytes) => put(name, bytes, 'w'),
    read: (name) => files.read(pathOf(name)),
    async truncate(name, length) {
      const file = await files.open(pathOf(name), 'r+');
      try {
        await file.truncate(length);
        await file.sync();
      } finally {
        await file.close();
      }
    },
    list: async (prefix) => (await files.list(root)).filter((name) => name.startsWith(prefix)),
    async delete(name) {
      named.delete(name);
      await files.remove(pathOf(name));
    },
    lock,
  };
}
