// caudal "SQL": formats, parameters, files, pipes, errors and exit codes.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, describe, expect, it } from 'vitest';
import { spawn } from 'node:child_process';
import { ROOT, caudal } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'caudal-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));
const SQL =
  "SELECT id, CASE WHEN id = 1 THEN NULL ELSE 'a|b,c' END AS s, 12345678901234567 AS big, CAST(id AS DECIMAL(30,2)) AS d FROM range(3)";
const inline = (...args: string[]): string[] => ['--workers', '0', ...args];

describe('formats', () => {
  it('writes CSV in a pipe', async () => {
    const { code, stdout } = await caudal(inline(SQL));
    expect([code, stdout]).toEqual([
      0,
      'id,s,big,d\n0,"a|b,c",12345678901234567,0.00\n1,,12345678901234567,1.00\n2,"a|b,c",12345678901234567,2.00\n',
    ]);
  });
  it('writes JSON with every digit, as an array and as lines', async () => {
    const [array, lines, none] = await Promise.all([
      caudal(inline(SQL, '--format', 'json')),
      caudal(inline(SQL, '--format', 'jsonl')),
      caudal(inline('SELECT id FROM range(0)', '--format', 'json')),
    ]);
    const row = '{"id":1,"s":null,"big":12345678901234567,"d":1.00}';
    expect(array.stdout.split('\n')[2]).toBe(`${row},`);
    expect(JSON.parse(array.stdout)).toHaveLength(3);
    expect(lines.stdout.split('\n')[1]).toBe(row);
    expect(none.stdout).toBe('[]\n');
  });
  it('writes tables and Markdown, with other words for NULL and without names', async () => {
    const [table, markdown, bare] = await Promise.all([
      caudal(inline(SQL, '--format', 'table', '--null', '-')),
      caudal(inline(SQL, '--format', 'markdown')),
      caudal(inline('SELECT id FROM range(41)', '--format', 'table', '--no-header')),
    ]);
    expect(table.stdout).toBe(
      [
        '┌────┬───────┬───────────────────┬──────┐',
        '│ id │ s     │               big │    d │',
        '├────┼───────┼───────────────────┼──────┤',
        '│  0 │ a|b,c │ 12345678901234567 │ 0.00 │',
        '│  1 │ -     │ 12345678901234567 │ 1.00 │',
        '│  2 │ a|b,c │ 12345678901234567 │ 2.00 │',
        '└────┴───────┴───────────────────┴──────┘',
        '3 rows',
        '',
      ].join('\n'),
    );
    expect(markdown.stdout.split('\n').slice(0, 3)).toEqual([
      '| id | s | big | d |',
      '| ---: | --- | ---: | ---: |',
      '| 0 | a\\|b,c | 12345678901234567 | 0.00 |',
    ]);
    expect(bare.stdout).toMatch(/^┌────┐\n│  0 │\n/);
    expect(bare.stdout).toMatch(/41 rows \(40 shown\)\n$/);
  });
  it('writes files whole or not at all', async () => {
    const [arrow, parquet, bad] = [join(folder, 'x.arrow'), join(folder, 'x.parquet'), join(folder, 'kept.csv')];
    writeFileSync(bad, 'old');
    const failing = 'SELECT 10 / (id - 50000) AS x FROM range(100000)';
    const outcomes = await Promise.all([
      caudal(inline(SQL, '-o', arrow)),
      caudal(inline(SQL, '-o', parquet)),
      caudal(inline(failing, '-o', bad)),
    ]);
    expect(outcomes.map((o) => o.code)).toEqual([0, 0, 1]);
    expect(tableFromIPC(readFileSync(arrow)).numRows).toBe(3);
    expect(readFileSync(parquet).subarray(0, 4).toString()).toBe('PAR1');
    expect(readFileSync(bad, 'utf8')).toBe('old');
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    const looked = await caudal(inline(parquet));
    expect(looked.stdout).toContain(' |-- big: long');
    expect(looked.stdout).toContain('3 rows');
  });
});

describe('input', () => {
  it('takes parameters of every kind', async () => {
    const { stdout } = await caudal(
      inline(
        'SELECT :a + 1 AS a, :b AS b, :c IS NULL AS c, :d AS d',
        '--param',
        'a=41',
        '--param',
        'b=x=y',
        '--param',
        'c=null',
        '--param',
        'd=9007199254740993',
      ),
    );
    expect(stdout).toBe('a,b,c,d\n42,x=y,true,9007199254740993\n');
  });
  it('reads data and statements from a pipe, and scripts', async () => {
    const script = join(folder, 's.sql');
    writeFileSync(script, "CREATE TEMP VIEW v AS SELECT 2 AS two; -- one;\nSELECT two * 2 AS four, ';' AS s FROM v;");
    const [csv, json, statements, file] = await Promise.all([
      caudal(inline('SELECT sum(a) AS t FROM stdin'), { input: 'a,b\n1,x\n2,y\n' }),
      caudal(inline('SELECT max(a) AS t FROM stdin'), { input: '{"a":1}\n{"a":7}\n' }),
      caudal(inline(), { input: 'SELECT 1 AS one' }),
      caudal(inline('-f', script)),
    ]);
    expect([csv, json, statements, file].map((o) => o.stdout)).toEqual(['t\n3\n', 't\n7\n', 'one\n1\n', 'four,s\n4,;\n']);
  });
  it('explains, and times to stderr', async () => {
    const { stdout, stderr } = await caudal(inline('SELECT id FROM range(10) WHERE id > 3', '--explain', '--timing'));
    expect(stdout).toContain('Filter (id > 3)');
    expect(stderr).toMatch(/^Time: [\d.]+ ms\n$/);
  });
  it('gives the same on workers', async () => {
    const sql = 'SELECT id % 7 AS k, count(*) AS n FROM range(100000) GROUP BY id % 7 ORDER BY k';
    const [two, none] = await Promise.all([caudal(['--workers', '2', sql]), caudal(inline(sql))]);
    expect(two).toEqual(none);
  });
});

describe('ends', () => {
  it('shows where a query is wrong and exits with 1', async () => {
    const { code, stdout, stderr } = await caudal(inline('SELECT 1 AS a,\n  nope FROM range(1)'));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('[UNRESOLVED_COLUMN');
    expect(stderr).toContain('\n2 |   nope FROM range(1)\n      ^\n');
  });
  it('exits with 2 for arguments that make no sense', async () => {
    const wrong = [
      ['--format', 'xml', 'SELECT 1'],
      ['--workers', '-1', 'SELECT 1'],
      ['--memory', 'lots', 'SELECT 1'],
      ['-o', 'x.what', 'SELECT 1'],
      ['-f', 'absent.sql'],
      ['--what'],
      ['--param', 'x', 'SELECT 1'],
    ];
    const outcomes = await Promise.all(wrong.map((args) => caudal(args)));
    expect(outcomes.map((o) => o.code)).toEqual(wrong.map(() => 2));
    expect(outcomes.every((o) => o.stdout === '' && o.stderr !== '')).toBe(true);
  });
  it('exits with 0 for help and version', async () => {
    const [help, version] = await Promise.all([caudal(['--help']), caudal(['--version'])]);
    expect([help.code, version.code]).toEqual([0, 0]);
    expect(help.stdout).toContain('playground');
    expect(version.stdout.trim()).toBe((JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { version: string }).version);
  });
  it('ends quietly when its reader goes away', async () => {
    const sql = 'SELECT id, repeat(string(id), 20) AS s FROM range(1000000)';
    const command = `"${process.execPath}" --import "${import.meta.resolve('tsx')}" src/cli/main.ts --workers 0 "${sql}" | head -2; echo "\${PIPESTATUS[0]}"`;
    const shell = spawn('bash', ['-c', command], { cwd: ROOT, env: { ...process.env, NODE_NO_WARNINGS: '1' } });
    const [out, err]: [string[], string[]] = [[], []];
    shell.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()));
    shell.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()));
    await new Promise((closed) => shell.once('close', closed));
    expect(err.join('')).toBe('');
    expect(out.join('').split('\n').slice(0, 3)).toEqual(['id,s', '0,00000000000000000000', '0']);
  });
  it('exits with 130 when interrupted', async () => {
    const { code, stdout, stderr } = await caudal(inline('SELECT id FROM range(16000000)'), { interruptAfter: 'id\n0\n' });
    expect([code, stderr]).toEqual([130, '']);
    expect(stdout.startsWith('id\n0\n1\n')).toBe(true);
  });
});
