// A plain file host for the page, with or without the headers that isolate it.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const ISOLATION = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export interface Site {
  readonly url: string;
  close(): void;
}
/** Folders by path prefix, the longest prefix first; a file is looked for in every folder of its prefix. */
export async function serve(folders: Readonly<Record<string, readonly string[]>>, isIsolated: boolean): Promise<Site> {
  const prefixes = Object.keys(folders).sort((a, b) => b.length - a.length);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const prefix = prefixes.find((p) => pathname.startsWith(p))!;
    const name = normalize(`/${pathname.slice(prefix.length) || 'index.html'}`);
    const path = folders[prefix]!.map((folder) => join(folder, name)).find((p) =>
      statSync(p, { throwIfNoEntry: false })?.isFile(),
    );
    if (path === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
      'Content-Length': statSync(path).size,
      ...(isIsolated ? ISOLATION : {}),
    });
    createReadStream(path).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
