// node-durable.ts: the durable files of Node: write, fdatasync, and fsync of the folder for a new name.
import { builtin } from './builtin.ts';
import type { DurableFile, DurableFiles } from './durable-files.ts';

type FileHandle = import('node:fs').promises.FileHandle;
const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

const durableFile = (handle: FileHandle): DurableFile => ({
  async write(bytes) {
    for (let done = 0; done < bytes.length;) done += (await handle.write(bytes, done)).bytesWritten;
  },
  truncate: (length) => handle.truncate(length),
  sync: () => handle.datasync(),
  close: () => handle.close(),
});

/** Names in the folder are durable when it resolves. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders; its file systems log names on their own.
  if (process.platform === 'win32') return;
  const handle = await builtin('node:fs').promises.open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function nodeDurableFiles(): DurableFiles {
  const fs = builtin('node:fs').promises;
  const { dirname } = builtin('node:path');
  return {
    open: async (path, mode) => durableFile(await fs.open(path, mode)),
    async makeFolder(path) {
      const first = await fs.mkdir(path, { recursive: true });
      if (first === undefined) return [];
      const changed: string[] = [];
      for (let folder = path; folder.length >= first.length; folder = dirname(folder)) changed.push(dirname(folder));
      return changed;
    },
    syncFolder,
    async read(path) {
      try {
        return await fs.readFile(path);
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async list(path) {
      try {
        const entries = await fs.readdir(path, { recursive: true, withFileTypes: true });
        const files = entries.filter((entry) => entry.isFile());
        const below = files.map((entry) => `${entry.parentPath}/${entry.name}`.slice(path.length + 1).replaceAll('\\', '/'));
        return below.sort();
      } catch (error) {
        if (isAbsent(error)) return [];
        throw error;
      }
    },
    remove: (path) => fs.rm(path, { force: true }),
  };
}
