// files.ts: the files a read asks for, found and opened once on the session's thread, so that tasks know size and version.
import type { ByteSource, FoundFile, Platform, SourceHandle } from '../platform/platform.ts';
import { CaudalError } from '../types/error.ts';
import type { Compression } from './byte-stream.ts';
import type { ConnectorContext, ReadRequest } from './connector.ts';
import { committedFiles } from './sink-log.ts';

/** A file of a scan as data; `partitions`: Hive folders above it, text as in the path. */
export interface SourceFile {
  readonly handle: SourceHandle;
  readonly label: string;
  readonly size: number;
  readonly version: string;
  readonly compression?: Compression | undefined;
  readonly partitions: readonly (readonly [string, string])[];
}

const HANDLE_LABEL: { readonly [K in SourceHandle['kind']]: (handle: Extract<SourceHandle, { kind: K }>) => string } = {
  path: (h) => h.path,
  opfs: (h) => h.path,
  url: (h) => h.url,
  blob: (h) => h.name,
  bytes: (h) => h.name,
  driver: (h) => h.name,
};
const labelOf = <K extends SourceHandle['kind']>(handle: Extract<SourceHandle, { kind: K }>): string =>
  (HANDLE_LABEL[handle.kind as K] as (h: typeof handle) => string)(handle);

/** All files in the order asked for; each is opened to learn size and version. */
export async function findFiles(request: ReadRequest, { platform }: ConnectorContext): Promise<readonly SourceFile[]> {
  const found: FoundFile[] = [...(request.found ?? [])];
  for (const path of request.paths) {
    const files = (await committedFiles(path, platform)) ?? (await platform.list(path));
    if (files.length === 0) throw new CaudalError('PATH_NOT_FOUND', `There is no file at ${path}.`, { params: { path } });
    found.push(...files);
  }
  for (const handle of request.handles) found.push({ handle, label: labelOf(handle), size: 0, modifiedMs: 0, partitions: [] });
  if (found.length === 0) throw new CaudalError('PATH_NOT_FOUND', 'There is nothing to read: no path was given.');
  const files: SourceFile[] = [];
  for (const { handle, label, partitions } of found) {
    const source = await platform.open(handle);
    files.push({
      handle,
      label,
      size: source.size,
      version: source.version,
      partitions,
      compression: await compressionOf(source, handle, label),
    });
    source.close();
  }
  return files;
}

/** Opens a file where its task runs; FILE_CHANGED when it is no longer the one that was found. */
export async function openFile(platform: Platform, file: SourceFile): Promise<ByteSource> {
  const source = await platform.open(file.handle);
  if (source.version === file.version && source.size === file.size) return source;
  source.close();
  throw new CaudalError('FILE_CHANGED', `${file.label} changed since the query was planned.`, {
    params: { file: file.label },
    hint: 'Run the query again.',
  });
}
/** What EXPLAIN calls the files. */
export const labelFiles = (files: readonly SourceFile[]): string =>
  files.length === 1 ? files[0]!.label : `${files[0]!.label} and ${files.length - 1} more`;

/** By the name; bytes and blobs, whose names say nothing, by how they begin. */
async function compressionOf(source: ByteSource, handle: SourceHandle, label: string): Promise<Compression | undefined> {
  const path = label.split(/[?#]/, 1)[0]!.toLowerCase();
  if (path.endsWith('.gz')) return 'gzip';
  if (/\.zst(d)?$/.test(path)) return 'zstd';
  if ((handle.kind !== 'bytes' && handle.kind !== 'blob') || source.size < 4) return undefined;
  const [a, b, c, d] = await source.read(0, 4);
  if (a === 0x1f && b === 0x8b) return 'gzip';
  return a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd ? 'zstd' : undefined;
}
