// node-files.ts: Node's files as byte sources, listings and atomic writes. Reads are synchronous, straight into the caller's view.
import { CaudalError } from '../types/error.ts';
import { builtin } from './builtin.ts';
import { checkRange, fileChanged, pathNotFound } from './byte-sources.ts';
import { byName, globToRegExp, hasGlob, hivePartitions, isHidden, splitGlob } from './glob.ts';
import { syncFolder } from './node-durable.ts';
import type { AtomicFile, ByteSource, FoundFile } from './platform.ts';

type Stats = import('node:fs').Stats;
const versionOf = (stats: Stats): string => `${stats.size}-${stats.mtimeMs}-${stats.ino}`;

/** A file:// URL or a path as a path. */
export const toPath = (path: string): string => (path.startsWith('file://') ? builtin('node:url').fileURLToPath(path) : path);

export function pathSource(path: string): ByteSource {
  const fs = builtin('node:fs');
  const fd = openFile(path);
  const stats = fs.fstatSync(fd);
  const version = versionOf(stats);
  let isOpen = true;
  const readIntoSync = (offset: number, target: Uint8Array): void => {
    checkRange(path, stats.size, offset, target.length);
    for (let done = 0; done < target.length;) {
      const count = fs.readSync(fd, target, done, target.length - done, offset + done);
      if (count === 0) throw fileChanged(path);
      done += count;
    }
    if (versionOf(fs.fstatSync(fd)) !== version) throw fileChanged(path);
  };
  return {
    label: path,
    size: stats.size,
    version,
    readIntoSync,
    async read(offset, length) {
      checkRange(path, stats.size, offset, length);
      const bytes = new Uint8Array(length);
      readIntoSync(offset, bytes);
      return bytes;
    },
    close() {
      if (isOpen) fs.closeSync(fd);
      isOpen = false;
    },
  };
}

function openFile(path: string): number {
  const fs = builtin('node:fs');
  try {
    if (fs.statSync(path).isDirectory())
      throw new CaudalError('PATH_NOT_FOUND', `${path} is a folder, not a file.`, { params: { path } });
    return fs.openSync(path, 'r');
  } catch (error) {
    if (error instanceof CaudalError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw pathNotFound(path, error);
    throw new CaudalError('PATH_NOT_FOUND', `${path} cannot be opened: ${(error as Error).message}`, {
      params: { path },
      cause: error,
    });
  }
}

/** A file, every visible file below a folder, or what a glob matches; a path that exists is never taken for a pattern. */
export function listFiles(pattern: string): readonly FoundFile[] {
  const fs = builtin('node:fs');
  const stats = fs.statSync(pattern, { throwIfNoEntry: false });
  if (stats?.isFile()) return [found(pattern, stats, '')];
  const files: FoundFile[] = [];
  if (stats?.isDirectory()) walk(pattern.replace(/(?<=.)\/+$/, ''), '', (relative) => isVisible(relative), files);
  else if (hasGlob(pattern)) {
    const { base, rest } = splitGlob(pattern.replaceAll('\\', '/'));
    const matcher = globToRegExp(rest);
    walk(
      base || (pattern.startsWith('/') ? '/' : '.'),
      '',
      (relative) => matcher.test(relative),
      files,
      rest.includes('**') ? Infinity : rest.split('/').length,
    );
  }
  return files.sort(byName);
}
const isVisible = (relative: string): boolean => !relative.split('/').some(isHidden);
const found = (path: string, { size, mtimeMs }: Stats, relative: string): FoundFile => ({
  handle: { kind: 'path', path },
  label: path,
  size,
  modifiedMs: Math.floor(mtimeMs),
  partitions: hivePartitions(relative),
});

function walk(
  root: string,
  relative: string,
  accepts: (relative: string) => boolean,
  files: FoundFile[],
  depth = Infinity,
): void {
  const fs = builtin('node:fs');
  const folder = relative ? `${root}/${relative}` : root;
  if (depth <= 0 || !fs.existsSync(folder)) return;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (isHidden(entry.name)) continue;
    const below = relative ? `${relative}/${entry.name}` : entry.name;
    const path = root === '.' ? below : `${root === '/' ? '' : root}/${below}`;
    const stats = entry.isSymbolicLink() ? fs.statSync(path, { throwIfNoEntry: false }) : entry;
    if (stats?.isDirectory()) walk(root, below, accepts, files, depth - 1);
    else if (stats?.isFile() && accepts(below)) files.push(found(path, fs.statSync(path), below));
  }
}

/** Writes `.name.<random>.tmp` beside the target; `commit` flushes it to disk, renames, and flushes the name. */
export async function createAtomicFile(path: string): Promise<AtomicFile> {
  const host = builtin('node:path');
  const fs = builtin('node:fs').promises;
  await fs.mkdir(host.dirname(path), { recursive: true });
  const temporary = host.join(host.dirname(path), `.${host.basename(path)}.${crypto.randomUUID()}.tmp`);
  const file = await fs.open(temporary, 'wx');
  return {
    async write(chunk) {
      for (let done = 0; done < chunk.length;) done += (await file.write(chunk, done)).bytesWritten;
    },
    async commit() {
      await file.sync();
      await file.close();
      await fs.rename(temporary, path);
      await syncFolder(host.dirname(path));
    },
    async abort() {
      await file.close();
      await fs.rm(temporary, { force: true });
    },
  };
}
