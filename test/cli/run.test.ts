// caudal run: scripts and modules; what a Ctrl-C leaves behind, and what a restart makes of it.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { caudal } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'caudal-run-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** A file to run; `folder` is known to it. */
function job(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, `const folder = ${JSON.stringify(folder)};\n${text}`);
  return path;
}
const run = (path: string, interruptAfter?: string): ReturnType<typeof caudal> =>
  caudal(['run', path, '--workers', '0'], interruptAfter === undefined ? {} : { interruptAfter });

/** Copies a folder's lines into another; its epochs take a while and say so. */
const COPY = `export default async ({ session, signal }) => {
  await session.readStream.schema('n int').json(folder + '/in')
    .writeStream.option('checkpointLocation', folder + '/checkpoint')
    .foreachBatch(async (batch, id) => {
      console.log('begin ' + id);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await batch.write.mode('overwrite').json(folder + '/out/' + id);
      console.log('end ' + id);
    })
    .start();
  signal.addEventListener('abort', () => console.log('aborted'));
  console.log('returns');
};`;
const copied = (epoch: number): string[] =>
  readdirSync(join(folder, 'out', String(epoch)))
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) =>
      readFileSync(join(folder, 'out', String(epoch), name), 'utf8')
        .trim()
        .split('\n'),
    );

describe('streams', () => {
  it('run until Ctrl-C, which commits the epoch that runs; a restart goes on behind it', async () => {
    mkdirSync(join(folder, 'in'));
    const path = job('copy.mjs', COPY);
    writeFileSync(join(folder, 'in', 'a.json'), '{"n":1}\n{"n":2}\n');
    expect(await run(path, 'begin 0')).toEqual({ code: 0, stdout: 'returns\nbegin 0\naborted\nend 0\n', stderr: '' });
    expect(copied(0)).toEqual(['{"n":1}', '{"n":2}']);

    writeFileSync(join(folder, 'in', 'b.json'), '{"n":3}\n');
    expect(await run(path, 'end 1')).toMatchObject({ code: 0, stdout: 'returns\nbegin 1\nend 1\naborted\n', stderr: '' });
    expect(copied(1)).toEqual(['{"n":3}']);
  });
  it('are started by SQL too, and go on at the next run', async () => {
    const [input, checkpoint] = [join(folder, 'sql-in'), join(folder, 'sql-checkpoint')];
    mkdirSync(input);
    const script = join(folder, 'stream.sql');
    writeFileSync(
      script,
      `CREATE TABLE lines (n INT) WITH (connector = 'json', path = '${input}');
      CREATE TABLE shown (n INT) WITH (connector = 'print', checkpointLocation = '${checkpoint}');
      INSERT INTO shown SELECT n * 2 AS n FROM lines;`,
    );
    writeFileSync(join(input, 'a.json'), '{"n":21}\n');
    const first = await run(script, '| 42|');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/Batch: 0\n/);
    writeFileSync(join(input, 'b.json'), '{"n":22}\n');
    const second = await run(script, '| 44|');
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout).toMatch(/Batch: 1\n/);
    expect(second.stdout).not.toContain('| 42|');
  });
  it('SIGTERM ends them too; a second signal ends the program at once', async () => {
    const hangs = `export default async ({ session, signal }) => {
      await session.readStream.format('rate-micro-batch').option('rowsPerBatch', 1).load()
        .writeStream.foreachBatch(() => { process.kill(process.pid, 'SIGTERM'); return new Promise(() => {}); }).start();
      signal.addEventListener('abort', () => { console.log('first'); process.kill(process.pid, 'SIGINT'); });
    };`;
    expect(await run(job('hangs.mjs', hangs))).toMatchObject({ code: 130, stdout: 'first\n' });
  });
  it('that wait for a row in vain end too, whatever the job has left open', async () => {
    const waits = `export default async ({ session }) => {
      async function* rows() { yield { n: 1 }; setInterval(() => {}, 1e6); await new Promise(() => {}); }
      await session.readStream.schema({ n: 'int' }).load(rows()).writeStream.foreach((row) => console.log('row ' + row.n)).start();
    };`;
    expect(await run(job('waits.mjs', waits), 'row 1')).toEqual({ code: 0, stdout: 'row 1\n', stderr: '' });
  });
  it('that end by themselves end the program; one that fails fails it', async () => {
    const ends = (rows: string): string => `export default async ({ session }) => {
      async function* rows() { ${rows} }
      await session.readStream.schema({ n: 'int' }).load(rows())
        .writeStream.foreach((row) => console.log(row.n)).start();
    };`;
    expect(await run(job('ends.mjs', ends('yield { n: 7 };')))).toEqual({ code: 0, stdout: '7\n', stderr: '' });
    const failed = await run(job('fails.mjs', ends("throw new Error('no more')")));
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toContain('no more');
  });
});

describe('without streams', () => {
  it('a script writes its last result; an error is shown in its place', async () => {
    const script = join(folder, 'script.sql');
    writeFileSync(script, 'CREATE TEMP VIEW v AS SELECT 6 AS n;\nSELECT n * 7 AS answer FROM v;\n');
    expect(await run(script)).toEqual({ code: 0, stdout: 'answer\n42\n', stderr: '' });
    writeFileSync(script, 'SELECT 1;\nSELECT nothing FROM range(1);\n');
    const failed = await run(script);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/UNRESOLVED_COLUMN.*\n2 \| SELECT nothing FROM range\(1\);\n {11}\^/s);
  });
  it('a module is called with a session and a signal', async () => {
    const sums = `export default async ({ session, signal }) => console.log(await session.range(4).count({ signal }));`;
    expect(await run(job('sums.mjs', sums))).toEqual({ code: 0, stdout: '4\n', stderr: '' });
    const long = `export default async ({ session, signal }) => {
      console.log('begins');
      await session.sql('SELECT count(*) FROM range(1000000) a JOIN range(1000000) b ON a.id * b.id % 7 = 3').collect({ signal });
    };`;
    expect(await run(job('long.mjs', long), 'begins')).toMatchObject({ code: 130, stderr: '' });
  });
  it('says what cannot be run', async () => {
    const none = await run(job('none.mjs', 'export const job = 1;'));
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/none\.mjs' has no default export to run/);
    const missing = await run(join(folder, 'missing.sql'));
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/missing\.sql' cannot be run: ENOENT/);
  });
});
