// `caudal playground`: a static server of the built page, on this machine only, and the browser opened on it.
import { spawn } from 'node:child_process';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT, UsageError } from './exit-code.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.csv': 'text/csv',
  '.arrow': 'application/vnd.apache.arrow.file',
  '.parquet': 'application/vnd.apache.parquet',
  '.ico': 'image/x-icon',
};
const pageFolder = (): string => fileURLToPath(new URL('./playground/', import.meta.url));

/** The file a request means, or undefined outside the folder. */
function fileOf(folder: string, url: string): string | undefined {
  const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  const file = resolve(join(folder, path.endsWith('/') ? `${path}index.html` : path));
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) && existsSync(file) && statSync(file).isFile()
    ? file
    : undefined;
}
/** Byte ranges, so that sample files are read in parts. */
function serveFile(file: string, request: IncomingMessage, response: ServerResponse): void {
  const size = statSync(file).size;
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = Math.min(range && range[2] !== '' ? Number(range[2]) : size - 1, size - 1);
  const headers = {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-cache',
  };
  if (range && start > end) return void response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end();
  response.writeHead(range ? 206 : 200, {
    ...headers,
    'Content-Length': size === 0 ? 0 : end - start + 1,
    ...(range ? { 'Content-Range': `bytes ${start}-${end}/${size}` } : {}),
  });
  if (request.method === 'HEAD' || size === 0) return void response.end();
  createReadStream(file, { start, end }).pipe(response);
}
export function staticServer(folder: string): Server {
  return createServer((request, response) => {
    let file: string | undefined;
    try {
      file = fileOf(folder, request.url ?? '/');
    } catch (error) {
      if (!(error instanceof URIError) && !(error instanceof TypeError)) throw error;
    }
    if (file === undefined) response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found\n');
    else serveFile(file, request, response);
  });
}
/** Best effort: the address has been printed. */
function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  spawn(command!, args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

export async function startPlayground({ port, open }: { readonly port: number; readonly open: boolean }): Promise<number> {
  const folder = pageFolder();
  if (!existsSync(folder)) throw new UsageError('This installation has no page; `npm run build` makes it.');
  const server = staticServer(folder);
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(port, '127.0.0.1', listening));
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  process.stdout.write(`${url}\n`);
  if (open && !process.env['CI']) openBrowser(url);
  await new Promise<void>((interrupted) => process.once('SIGINT', interrupted));
  server.closeAllConnections();
  server.close();
  return EXIT.interrupted;
}
