// sink-log.ts: `_spark_metadata`, the list of files that a stream has committed to a folder: one file per epoch, its name the epoch;
// every tenth, `<epoch>.compact`, lists all before it too. Text: `v1`, then a JSON object per line. As Spark writes and reads it, so
// either can read what the other's stream wrote. A folder that has one is read through it: other files there do not count yet.
import type { FoundFile, Platform } from '../platform/platform.ts';
import { CaudalError } from '../types/error.ts';

export interface SinkEntry {
  /** A URI, or a path of OPFS. */
  readonly path: string;
  readonly size: number;
  readonly modificationTime: number;
}
interface Line extends SinkEntry {
  readonly action: 'add' | 'delete';
}
const COMPACT_EVERY = 10;
const VERSION = 'v1';
/** What Spark reads besides. */
const FIXED = { isDir: false, blockReplication: 1, blockSize: 33554432 } as const;

export const sinkLogFolder = (folder: string): string => `${folder.replace(/(?<=.)\/+$/, '')}/_spark_metadata`;
export const isCompact = (epoch: number): boolean => (epoch + 1) % COMPACT_EVERY === 0;
export const sinkLogName = (epoch: number): string => (isCompact(epoch) ? `${epoch}.compact` : String(epoch));
export const encodeSinkLog = (entries: readonly SinkEntry[]): Uint8Array =>
  new TextEncoder().encode([VERSION, ...entries.map((e) => JSON.stringify({ ...e, ...FIXED, action: 'add' }))].join('\n'));

/** undefined: the folder has no such log, all its files count. Of a folder that was moved, files are known by the end of their path. */
export async function committedFiles(path: string, platform: Platform): Promise<readonly FoundFile[] | undefined> {
  const folder = path.startsWith('file://') ? decodeURIComponent(new URL(path).pathname) : path;
  if (!(await platform.exists(sinkLogFolder(folder)))) return undefined;
  const entries = await readSinkLog(folder, platform);
  const byName = new Map<string, FoundFile[]>();
  for (const file of await platform.list(folder)) {
    const name = baseName(file.label);
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  const root = folder.replace(/\/+$/, '').length;
  const committed = entries.map(({ path }) => {
    const text = decoded(path);
    const file = (byName.get(baseName(text)) ?? []).find(({ label }) => text.endsWith(label.slice(root)));
    if (file) return file;
    throw new CaudalError('PATH_NOT_FOUND', `${folder} lists a committed file that is gone: ${path}.`, { params: { path } });
  });
  return committed.sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** All entries that count, oldest first; [] for a log without an epoch. */
export async function readSinkLog(folder: string, platform: Platform): Promise<readonly SinkEntry[]> {
  const names = await sinkEpochs(folder, platform);
  const latest = names.at(-1);
  if (!latest) return [];
  const start = names.filter((name) => name.isCompact).at(-1)?.epoch ?? 0;
  const live = names.filter((name) => name.epoch >= start);
  if (live.length !== latest.epoch - start + 1) throw corrupt(folder, `epochs are missing between ${start} and ${latest.epoch}`);
  const entries = new Map<string, SinkEntry>();
  for (const { file } of live)
    for (const { action, path, size, modificationTime } of await readLines(file, folder, platform))
      if (action === 'delete') entries.delete(path);
      else entries.set(path, { path, size, modificationTime });
  return [...entries.values()];
}
interface EpochFile {
  readonly epoch: number;
  readonly isCompact: boolean;
  readonly file: FoundFile;
}
export const committedEpochs = async (folder: string, platform: Platform): Promise<ReadonlySet<number>> =>
  new Set((await sinkEpochs(folder, platform)).map(({ epoch }) => epoch));
/** Ascending; of an epoch that stands twice, the compact one. */
async function sinkEpochs(folder: string, platform: Platform): Promise<readonly EpochFile[]> {
  const byEpoch = new Map<number, EpochFile>();
  for (const file of await platform.list(sinkLogFolder(folder))) {
    const parts = /^(\d+)(\.compact)?$/.exec(baseName(file.label));
    if (!parts) continue;
    const epoch = Number(parts[1]);
    if (parts[2] || !byEpoch.has(epoch)) byEpoch.set(epoch, { epoch, isCompact: parts[2] !== undefined, file });
  }
  return [...byEpoch.values()].sort((a, b) => a.epoch - b.epoch);
}
async function readLines(file: FoundFile, folder: string, platform: Platform): Promise<readonly Line[]> {
  const source = await platform.open(file.handle);
  try {
    const [version, ...lines] = new TextDecoder()
      .decode(await source.read(0, source.size))
      .trimEnd()
      .split('\n');
    if (version !== VERSION) throw corrupt(folder, `${file.label} is of version ${version?.slice(0, 20)}, not ${VERSION}`);
    return lines.map((line) => parseLine(line, file, folder));
  } finally {
    source.close();
  }
}
function parseLine(text: string, file: FoundFile, folder: string): Line {
  try {
    const line = JSON.parse(text) as Line;
    if (typeof line.path === 'string' && (line.action === 'add' || line.action === 'delete')) return line;
  } catch {
    // The error below says where.
  }
  throw corrupt(folder, `${file.label} has a line that is no entry`);
}
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const decoded = (uri: string): string => {
  try {
    return uri.startsWith('opfs:') ? uri : decodeURIComponent(uri);
  } catch {
    return uri;
  }
};
const corrupt = (folder: string, what: string): CaudalError =>
  new CaudalError('CORRUPT_FILE', `The list of committed files in ${folder} is damaged: ${what}.`, { params: { path: folder } });
