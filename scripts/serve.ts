// serve.ts: a static server for a built folder, under any sub-path: what `npm start`, the CLI and the page's tests stand on.
// No special headers, ranges answered, nothing outside the folder. Returns the address and how to stop.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import type { AddressInfo } from 'node:net';

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
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${prefix}`, close: () => void server.close() };
}
function answer(folder: string, prefix: string, request: IncomingMessage, response: ServerResponse): void {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  const relative = path.startsWith(prefix) ? path.slice(prefix.length) || 'index.html' : '';
  const file = normalize(join(folder, relative));
  const size = relative !== '' && file.startsWith(folder + sep) ? sizeOf(file) : undefined;
  if (size === undefined) {
    response.writeHead(404).end('not found');
    return;
  }
  const headers = { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'accept-ranges': 'bytes' };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  if (!range) {
    response.writeHead(200, { ...headers, 'content-length': size });
    createReadStream(file).pipe(response);
    return;
  }
  const from = Number(range[1]),
    to = Math.min(size - 1, range[2] ? Number(range[2]) : size - 1);
  response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${to}/${size}`, 'content-length': to - from + 1 });
  createReadStream(file, { start: from, end: to }).pipe(response);
}
function sizeOf(file: string): number | undefined {
  try {
    const stats = statSync(file);
    return stats.isFile() ? stats.size : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
