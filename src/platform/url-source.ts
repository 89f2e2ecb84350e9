// url-source.ts: a file behind HTTP. Ranged reads where the server has them, else one whole download kept in memory.
// Cost: one request to open (its first byte tells size and version), one per read; network errors and 5xx are tried three times.
import { CaudalError } from '../types/error.ts';
import { bytesSource, checkRange, fileChanged, pathNotFound } from './byte-sources.ts';
import type { ByteSource } from './platform.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;
const ATTEMPTS = 3;

async function request(url: string, init: RequestInit, doFetch: Fetch): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await doFetch(url, init);
      if (response.status < 500 || attempt === ATTEMPTS) return response;
      await response.body?.cancel();
    } catch (cause) {
      if (init.signal?.aborted) throw new CaudalError('CANCELLED', `Reading ${url} was cancelled.`, { cause });
      if (attempt === ATTEMPTS)
        throw new CaudalError('PATH_NOT_FOUND', `${url} cannot be reached.`, { params: { path: url }, cause });
    }
  }
}

function refuse(url: string, status: number): never {
  if (status === 404 || status === 410) throw pathNotFound(url);
  throw new CaudalError('PATH_NOT_FOUND', `${url} answered with HTTP status ${status}.`, {
    params: { path: url, status: String(status) },
  });
}
/** What tells one state of a file from the next; '' where the server (or CORS) hides both headers. */
const versionOf = (r: Response): string => r.headers.get('etag') ?? r.headers.get('last-modified') ?? '';
const totalOf = (r: Response): number => {
  const match = /^bytes \d+-\d+\/(\d+)$/.exec(r.headers.get('content-range') ?? '');
  return match ? Number(match[1]) : NaN;
};

/** CORS may hide Content-Range; Content-Length of a HEAD is always readable. */
async function sizeByHead(url: string, headers: Readonly<Record<string, string>>, doFetch: Fetch): Promise<number> {
  const head = await request(url, { method: 'HEAD', headers: { ...headers } }, doFetch);
  const length = head.headers.get('content-length');
  return head.ok && length !== null && !head.headers.get('content-encoding') ? Number(length) : NaN;
}

export async function urlSource(
  url: string,
  headers: Readonly<Record<string, string>>,
  doFetch: Fetch = (u, i) => fetch(u, i),
): Promise<ByteSource> {
  const first = await request(url, { headers: { ...headers, Range: 'bytes=0-0' } }, doFetch);
  if (first.status === 416) return bytesSource(new Uint8Array(0), url);
  if (!first.ok) refuse(url, first.status);
  if (first.status !== 206) return bytesSource(new Uint8Array(await first.arrayBuffer()), url);
  await first.arrayBuffer();
  let size = totalOf(first);
  if (Number.isNaN(size)) size = await sizeByHead(url, headers, doFetch);
  if (Number.isNaN(size)) {
    const whole = await request(url, { headers: { ...headers } }, doFetch);
    if (!whole.ok) refuse(url, whole.status);
    return bytesSource(new Uint8Array(await whole.arrayBuffer()), url);
  }
  return rangedSource(url, size, versionOf(first), headers, doFetch);
}

function rangedSource(
  url: string,
  size: number,
  tag: string,
  headers: Readonly<Record<string, string>>,
  doFetch: Fetch,
): ByteSource {
  return {
    label: url,
    size,
    version: `${size}-${tag}`,
    async read(offset, length, signal) {
      checkRange(url, size, offset, length);
      if (length === 0) return new Uint8Array(0);
      const init: RequestInit = { headers: { ...headers, Range: `bytes=${offset}-${offset + length - 1}` } };
      if (signal) init.signal = signal;
      const response = await request(url, init, doFetch);
      const total = totalOf(response);
      if (response.status === 416 || versionOf(response) !== tag || (!Number.isNaN(total) && total !== size)) {
        await response.body?.cancel();
        throw fileChanged(url);
      }
      if (!response.ok) refuse(url, response.status);
      const body = new Uint8Array(await response.arrayBuffer());
      const bytes = response.status === 200 ? body.slice(offset, offset + length) : body;
      if (bytes.length !== length) throw fileChanged(url);
      return bytes;
    },
    close() {},
  };
}
