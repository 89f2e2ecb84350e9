// A static server for a built folder, under any sub-path: what `caudal playground`, `npm start` and the page's tests stand on.
// No special headers, ranges answered, nothing outside the folder, on this machine only.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { UsageError } from './exit-code.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.csv': 'text/csv; charset=utf-8',
};
export interface StaticServer {
  readonly url: string;
  close(): void;
}
export async function serveFolder(
  folder: string,
  options: { readonly port?: number; readonly path?: string } = {},
): Promise<StaticServer> {
  const prefix = options.path ?? '/';
  const server = createServer((request, response) => answer(folder, prefix, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, options.port ?? 0)));
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}${prefix}`, close };
}
function cannotListen(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new UsageError(`Port ${port} is in use: choose another with --port, or 0 for a free one.`);
  if (error.code === 'EACCES')
    return new UsageError(`Port ${port} may not be used by this user: choose one from 1024 with --port.`);
  return error;
}
function answer(folder: string, prefix: string, request: IncomingMessage, response: ServerResponse): void {
  const file = fileOf(folder, prefix, request.url ?? '/');
  const size = file === undefined ? undefined : sizeOf(file);
  if (file === undefined || size === undefined) {
    response.writeHead(404).end('not found');
    return;
  }
  const headers = { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'accept-ranges': 'bytes' };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const from = range ? Number(range[1]) : 0;
  const to = Math.min(size - 1, range?.[2] ? Number(range[2]) : size - 1);
  if (range && from > to) {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    return;
  }
  const part = range ? { 'content-range': `bytes ${from}-${to}/${size}` } : {};
  response.writeHead(range ? 206 : 200, { ...headers, ...part, 'content-length': to - from + 1 });
  if (request.method === 'HEAD' || size === 0) response.end();
  else createReadStream(file, { start: from, end: to }).pipe(response);
}
/** The file a request means; undefined outside the folder or for a path that is none. */
function fileOf(folder: string, prefix: string, url: string): string | undefined {
  const path = pathOf(url);
  if (!path?.startsWith(prefix)) return undefined;
  const file = normalize(join(folder, path.slice(prefix.length) || 'index.html'));
  return file.startsWith(folder + sep) ? file : undefined;
}
function pathOf(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch (error) {
    if (error instanceof URIError || error instanceof TypeError) return undefined;
    throw error;
  }
}
function sizeOf(file: string): number | undefined {
  try {
    const stats = statSync(file);
    return stats.isFile() ? stats.size : undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ERR_INVALID_ARG_VALUE') return undefined;
    throw error;
  }
}
