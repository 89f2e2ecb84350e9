// What users may read (paths, URLs, files, handles, bytes) as requests to a connector. Names given in `session.files` come first,
// then URLs (relative ones by baseUrl), then paths.
import type { ReadRequest } from '../connectors/connector.ts';
import { registerDriverSource } from '../platform/byte-sources.ts';
import { globToRegExp, hasGlob } from '../platform/glob.ts';
import type { SourceHandle } from '../platform/platform.ts';
import { urlSource } from '../platform/url-source.ts';
import type { Fetch } from '../platform/url-source.ts';
import { CaudalError } from '../types/error.ts';

export interface SourceContext {
  readonly baseUrl: string | undefined;
  /** `session.files`. */
  readonly named: ReadonlyMap<string, unknown>;
}
type Resolved = Pick<ReadRequest, 'paths' | 'handles'>;
/** Bytes beyond this cross to workers as a Blob, which clones without a copy. */
const MAX_CLONED_BYTES = 1 << 16;

/** Paths unexpanded, everything else as handles. */
export async function resolveSources(source: unknown, context: SourceContext): Promise<Resolved> {
  const paths: string[] = [];
  const handles: SourceHandle[] = [];
  for (const one of Array.isArray(source) ? (source as unknown[]) : [source]) {
    const resolved = await resolveOne(one, context);
    if (typeof resolved === 'string') paths.push(resolved);
    else handles.push(...resolved);
  }
  return { paths, handles };
}

async function resolveOne(source: unknown, context: SourceContext): Promise<string | readonly SourceHandle[]> {
  if (typeof source === 'string') return resolveText(source, context);
  if (source instanceof URL) return source.href;
  if (source instanceof Blob) return [blobHandle(source)];
  if (source instanceof ArrayBuffer || (typeof SharedArrayBuffer !== 'undefined' && source instanceof SharedArrayBuffer))
    return [bytesHandle(new Uint8Array(source))];
  if (ArrayBuffer.isView(source)) return [bytesHandle(new Uint8Array(source.buffer, source.byteOffset, source.byteLength))];
  if (typeof source === 'object' && source !== null) return resolveObject(source);
  throw notReadable(source);
}
const notReadable = (source: unknown): CaudalError =>
  new CaudalError('INVALID_SOURCE', `A ${source === null ? 'null' : typeof source} cannot be read.`, {
    hint: 'Give a path, URL, File, Blob, handle, bytes, { url, headers, fetch }, or an array of these.',
  });

function resolveText(text: string, context: SourceContext): string | Promise<string | readonly SourceHandle[]> {
  const { named, baseUrl } = context;
  if (named.has(text)) return resolveOne(named.get(text), { ...context, named: new Map() });
  if (hasGlob(text)) {
    const pattern = globToRegExp(text);
    const matching = [...named].filter(([name]) => pattern.test(name)).sort(([a], [b]) => (a < b ? -1 : 1));
    if (matching.length > 0)
      return resolveAll(
        matching.map(([, source]) => source),
        context,
      );
  }
  const isPlain = !/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[a-z]:[\\/]/i.test(text);
  return baseUrl !== undefined && isPlain ? new URL(text, baseUrl).href : text;
}
async function resolveAll(sources: readonly unknown[], context: SourceContext): Promise<readonly SourceHandle[]> {
  const each = await resolveSources(sources, { ...context, named: new Map() });
  return [
    ...each.handles,
    ...each.paths.map((path): SourceHandle => (/^https?:/i.test(path) ? urlHandle(path, {}) : { kind: 'path', path })),
  ];
}
const urlHandle = (url: string, headers: Readonly<Record<string, string>>): SourceHandle => ({ kind: 'url', url, headers });

let unnamed = 0;
const blobHandle = (blob: Blob): SourceHandle => ({
  kind: 'blob',
  blob,
  name: (blob as Partial<File>).name ?? `blob ${++unnamed}`,
});
function bytesHandle(bytes: Uint8Array): SourceHandle {
  const name = `bytes ${++unnamed}`;
  return bytes.length > MAX_CLONED_BYTES
    ? { kind: 'blob', blob: new Blob([bytes as Uint8Array<ArrayBuffer>]), name }
    : { kind: 'bytes', bytes: bytes.slice(), name };
}

interface FileHandle {
  readonly kind: 'file';
  getFile(): Promise<Blob>;
}
interface DirectoryHandle {
  readonly kind: 'directory';
  values(): AsyncIterable<FileHandle | DirectoryHandle>;
}
interface UrlWithOptions {
  readonly url: string | { readonly href: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: Fetch;
}
async function resolveObject(source: object): Promise<string | readonly SourceHandle[]> {
  if ('url' in source) return [await resolveUrl(source as UrlWithOptions)];
  if ('kind' in source && source.kind === 'file') return [blobHandle(await (source as FileHandle).getFile())];
  if ('kind' in source && source.kind === 'directory') return listDirectory(source as DirectoryHandle);
  if ('href' in source && typeof source.href === 'string') return source.href;
  throw notReadable(source);
}
async function resolveUrl({ url, headers = {}, fetch: own }: UrlWithOptions): Promise<SourceHandle> {
  const href = typeof url === 'string' ? url : url.href;
  return own ? registerDriverSource(await urlSource(href, headers, own)) : urlHandle(href, headers);
}
/** All files below a directory, in name order. */
async function listDirectory(directory: DirectoryHandle): Promise<readonly SourceHandle[]> {
  const files: { readonly name: string; readonly handle: SourceHandle }[] = [];
  const walk = async (folder: DirectoryHandle, prefix: string): Promise<void> => {
    for await (const entry of folder.values()) {
      const name = `${prefix}${(entry as { name?: string }).name ?? ''}`;
      if (entry.kind === 'directory') await walk(entry, `${name}/`);
      else if (!/(^|\/)[._]/.test(name)) files.push({ name, handle: { kind: 'blob', blob: await entry.getFile(), name } });
    }
  };
  await walk(directory, '');
  return files.sort((a, b) => (a.name < b.name ? -1 : 1)).map((f) => f.handle);
}
