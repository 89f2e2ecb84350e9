// platform.test.ts: byte sources, listings, atomic files and HTTP ranges as connectors rely on them.
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globToRegExp } from '../../src/platform/glob.ts';
import { nodePlatform } from '../../src/platform/node.ts';

const platform = nodePlatform();
let folder = '';
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'caudal-platform-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('globs', () => {
  test.each([
    ['*.csv', 'a.csv', true], ['*.csv', 'x/a.csv', false], ['**/*.csv', 'a.csv', true], ['**/*.csv', 'x/y/a.csv', true],
    ['a?c', 'abc', true], ['a?c', 'a/c', false], ['[a-c]1', 'b1', true], ['[!a-c]1', 'b1', false], ['[!a-c]1', 'd1', true],
    ['x{1,22}.csv', 'x22.csv', true], ['x{1,22}.csv', 'x2.csv', false], ['a.b', 'axb', false], ['a\\*b', 'a*b', true], ['(a)+', '(a)+', true],
  ])('%s on %s: %s', (glob, name, matches) => expect(globToRegExp(glob).test(name)).toBe(matches));
});

describe('listing', () => {
  test('folders give Hive partitions; hidden and bookkeeping files are left out', async () => {
    for (const name of ['t/y=1/m=02/b.csv', 't/y=1/m=02/a.csv', 't/y=1/_SUCCESS', 't/.x/c.csv', 't/_d=1/e.csv']) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), 'x');
    }
    const all = await platform.list(join(folder, 't'));
    expect(all.map((f) => f.label.slice(folder.length))).toEqual(['/t/_d=1/e.csv', '/t/y=1/m=02/a.csv', '/t/y=1/m=02/b.csv']);
    expect(all[1]!.partitions).toEqual([['y', '1'], ['m', '02']]);
    const some = await platform.list(join(folder, 't/*/*/[b-z].csv'));
    expect(some.map((f) => f.partitions)).toEqual([[['y', '1'], ['m', '02']]]);
    expect(await platform.list(join(folder, 'absent*'))).toEqual([]);
  });
  test('a file whose name looks like a pattern is that file', async () => {
    writeFileSync(join(folder, 'a[1].csv'), 'x');
    expect(await platform.list(join(folder, 'a[1].csv'))).toHaveLength(1);
  });
});

describe('files', () => {
  test('reads ranges, refuses ranges outside, sees changes', async () => {
    const path = join(folder, 'data.bin');
    writeFileSync(path, 'hello world');
    const source = await platform.open({ kind: 'path', path });
    const target = new Uint8Array(5);
    source.readIntoSync!(6, target);
    expect(Buffer.from(target).toString()).toBe('world');
    await expect(source.read(8, 9)).rejects.toThrow(/CORRUPT_FILE/);
    appendFileSync(path, '!');
    await expect(source.read(0, 5)).rejects.toThrow(/FILE_CHANGED/);
    source.close();
    await expect(platform.open({ kind: 'path', path: join(folder, 'none') })).rejects.toThrow(/PATH_NOT_FOUND/);
  });
  test('an atomic file appears on commit and leaves nothing on abort', async () => {
    const path = join(folder, 'new/out.csv');
    const kept = await platform.createFile(path);
    await kept.write(new TextEncoder().encode('a\n1\n'));
    expect(existsSync(path)).toBe(false);
    await kept.commit();
    expect(readFileSync(path, 'utf8')).toBe('a\n1\n');
    const dropped = await platform.createFile(path);
    await dropped.write(new TextEncoder().encode('b'));
    await dropped.abort();
    expect(readdirSync(join(folder, 'new'))).toEqual(['out.csv']);
    expect(readFileSync(path, 'utf8')).toBe('a\n1\n');
  });
});

describe('HTTP', () => {
  const body = Buffer.from('0123456789');
  let version = '"1"';
  const respond = (request: IncomingMessage, response: ServerResponse): void => {
    const match = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '');
    response.setHeader('ETag', version);
    if (request.url === '/none') response.writeHead(404).end();
    else if (!match || request.url === '/whole') response.end(body);
    else {
      const [from, to] = [Number(match[1]), Number(match[2])];
      response.writeHead(206, { 'Content-Range': `bytes ${from}-${to}/${body.length}` }).end(body.subarray(from, to + 1));
    }
  };
  const server = createServer(respond);
  let base = '';
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  test.each(['/ranged', '/whole'])('%s gives the same bytes', async (path) => {
    const source = await platform.open({ kind: 'url', url: base + path, headers: {} });
    expect(source.size).toBe(10);
    expect(Buffer.from(await source.read(3, 4)).toString()).toBe('3456');
  });
  test('a changed file and a missing one are errors', async () => {
    const source = await platform.open({ kind: 'url', url: `${base}/ranged`, headers: {} });
    version = '"2"';
    await expect(source.read(0, 2)).rejects.toThrow(/FILE_CHANGED/);
    await expect(platform.open({ kind: 'url', url: `${base}/none`, headers: {} })).rejects.toThrow(/PATH_NOT_FOUND/);
  });
});
