// page.ts: serves folders like a plain file host (ranges, chosen headers) and opens them in the real browser.

import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { chromium, type Page } from 'playwright';
import { installedBrowser } from '../../../scripts/find-browser.ts';
import { CONSUMER } from './consumer.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
  '.css': 'text/css',
};

const ANSWER_LIMIT_MS = 60_000;

export interface Site {
  readonly url: string;
  close(): Promise<void>;
}

/** A folder under a path prefix; `/data.parquet` is there too. Headers go with every answer. */
export async function serve(folder: string, prefix = '/', headers: Readonly<Record<string, string>> = {}): Promise<Site> {
  const server = createServer((request, response) => answer(request, response, folder, prefix, headers));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}${prefix}`, close: () => closeServer(server) };
}

/** What fixtures/page/main.js left: the rows, or the error as text. Also the number of workers the page had. */
export async function answerOf(url: string): Promise<{ rows?: unknown; error?: string; workers: number }> {
  const executablePath = installedBrowser();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  try {
    const page = await browser.newPage();
    const said = listen(page);
    let workers = 0;
    page.on('worker', () => workers++);
    await page.goto(url);
    const answer = await waitForAnswer(page);
    if (answer === undefined) throw new Error(`no answer from ${url}\n${said.join('\n')}`);
    return { ...answer, workers };
  } finally {
    await browser.close();
  }
}

interface Answer {
  readonly rows?: unknown;
  readonly error?: string;
}

/** By asking again and again: to wait inside the page, playwright evaluates text there, which a strict policy forbids. */
async function waitForAnswer(page: Page): Promise<Answer | undefined> {
  for (const end = Date.now() + ANSWER_LIMIT_MS; Date.now() < end;) {
    const answer = await page.evaluate<Answer | undefined>('globalThis.answer');
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
}

function listen(page: Page): string[] {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('requestfailed', (request) => said.push(`failed: ${request.url()}`));
  return said;
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  folder: string,
  prefix: string,
  headers: Readonly<Record<string, string>>,
): void {
  const { pathname } = new URL(request.url ?? '/', 'http://host');
  const inside = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : undefined;
  const path = pathname.endsWith('/data.parquet')
    ? join(CONSUMER, 'data.parquet')
    : join(folder, normalize(inside === '' ? 'index.html' : (inside ?? '..none')));
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) {
    response.writeHead(404).end();
    return;
  }
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const [start, end] =
    range === null ? [0, size - 1] : [Number(range[1]), range[2] === '' ? size - 1 : Math.min(Number(range[2]), size - 1)];
  response.writeHead(range === null ? 200 : 206, {
    'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
    'Content-Length': end - start + 1,
    'Accept-Ranges': 'bytes',
    ...(range === null ? {} : { 'Content-Range': `bytes ${start}-${end}/${size}` }),
    ...headers,
  });
  if (request.method === 'HEAD' || size === 0) response.end();
  else createReadStream(path, { start, end }).pipe(response);
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
