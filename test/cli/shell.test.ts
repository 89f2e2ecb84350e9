// caudal shell, its lines coming through a pipe; the parts of it that a terminal needs, as functions; the playground's server.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { complete } from '../../src/cli/completion.ts';
import { isComplete } from '../../src/cli/statement-buffer.ts';
import { serveFolder } from '../../src/cli/static-server.ts';
import { Session } from '../../src/index.ts';
import { caudal } from './run-cli.ts';

describe('shell', () => {
  it('runs statements over several lines, dot commands, and goes on after errors', async () => {
    const input =
      'SELECT\n 1 AS one;\nSELECT nope;\n.format json\nCREATE TEMP VIEW v AS SELECT 2 AS two;\n.tables\nSELECT * FROM v;\n.bogus\n.exit\nSELECT 3;';
    const { code, stdout, stderr } = await caudal(['shell', '--workers', '0'], { input });
    expect(stdout).toBe('one\n1\nv\n[\n{"two":2}\n]\nThere is no command .bogus; .help lists them.\n');
    expect(stderr).toContain('UNRESOLVED_COLUMN');
    expect(code).toBe(1);
  });
  it('knows when a statement is complete', () => {
    for (const text of ['SELECT 1;', "SELECT ';';", 'SELECT 1; -- done', 'SELECT "a;";'])
      expect([text, isComplete(text)]).toEqual([text, true]);
    for (const text of ['', 'SELECT 1', "SELECT ';", 'SELECT 1 -- ;', 'SELECT /* ; ', '/* ; */'])
      expect([text, isComplete(text)]).toEqual([text, false]);
  });
  it('completes keywords in the case typed, functions, tables, columns and dot commands', async () => {
    const session = await Session.create({ workers: 0 });
    session.createDataFrame([{ delay: 1 }]).createOrReplaceTempView('flights');
    expect((await complete(session, 'SEL'))[0]).toEqual(['SELECT']);
    expect((await complete(session, 'select regexp_c'))[0]).toEqual(['regexp_count(']);
    expect((await complete(session, 'select del'))[0]).toEqual(['delay']);
    expect((await complete(session, 'select * from fli'))[0]).toEqual(['flights']);
    expect((await complete(session, '.t'))[0]).toEqual(['.tables', '.timing']);
    expect((await complete(session, "SELECT * FROM 'package.j"))[0]).toEqual(['package.json']);
    await session.close();
  });
});

describe('playground', () => {
  const folder = mkdtempSync(join(tmpdir(), 'caudal-page-'));
  const page = join(folder, 'page');
  mkdirSync(page);
  writeFileSync(join(page, 'index.html'), '<p>page</p>');
  writeFileSync(join(page, 'kernels.wasm'), '0123456789');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  afterAll(() => rmSync(folder, { recursive: true }));
  it.each(['/', '/deep/down/'])('serves the page and ranges of its files under %s, and nothing beside it', async (path) => {
    const server = await serveFolder(page, { path });
    const get = (file: string, range?: string) => fetch(server.url + file, range ? { headers: { Range: range } } : {});
    expect(await (await get('')).text()).toBe('<p>page</p>');
    const part = await get('kernels.wasm', 'bytes=2-4');
    expect([part.status, await part.text()]).toEqual([206, '234']);
    expect([part.headers.get('content-type'), part.headers.get('content-range')]).toEqual(['application/wasm', 'bytes 2-4/10']);
    for (const file of ['absent', '%2e%2e/secret.txt', '..%2fsecret.txt', '%zz', '%00', 'index.html/x'])
      expect([file, (await get(file)).status]).toEqual([file, 404]);
    expect((await get('kernels.wasm', 'bytes=20-30')).status).toBe(416);
    server.close();
  });
});
