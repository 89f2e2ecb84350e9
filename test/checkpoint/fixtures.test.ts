// Checkpoints that earlier releases wrote, one folder per version: this release must go on from them. `UPDATE=1` writes the folder of the
// version in package.json anew; folders of earlier versions are never written again.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Session } from '../../src/index.ts';

const FIXTURES = 'test/fixtures/checkpoints';
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const parent = mkdtempSync(join(tmpdir(), 'caudal-fixtures-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** Three files were read when a fixture was written, a fourth comes when it is taken up. */
function inputs(count: number): string {
  const folder = join(parent, `in${count}`);
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < count; i++) {
    const rows = Array.from({ length: 30 }, (_, r) => ({
      k: r % 9 === 0 ? null : `k${(r * (i + 2)) % 7}`,
      n: i * 30 + r,
      x: r / 8,
    }));
    writeFileSync(join(folder, `${i}.json`), rows.map((row) => JSON.stringify(row)).join('\n'));
    utimesSync(join(folder, `${i}.json`), 1_700_000_000 + i, 1_700_000_000 + i);
  }
  return folder;
}
/** Rows of the epochs that ran, by epoch. */
async function run(folder: string, checkpoint: string, workers: number): Promise<Record<number, string[]>> {
  const session = await Session.create({ workers });
  const epochs: Record<number, string[]> = {};
  const query = await session.readStream
    .schema('k string, m int, n int, x double')
    .options({ maxFilesPerTrigger: 1, fileNameOnly: true })
    .json(folder)
    .groupBy('k', 'm')
    .agg({ n: 'sum', x: 'avg', '*': 'count' })
    .writeStream.outputMode('update')
    .options({ checkpointLocation: checkpoint, checkpointInterval: 1 })
    .foreachBatch(async (batch, id) => {
      epochs[id] = (await batch.collect({ rows: 'array' })).map((row) => JSON.stringify(row)).sort();
    })
    .trigger({ availableNow: true })
    .start();
  await query.awaitTermination();
  await session.close();
  return epochs;
}

if (process.env['UPDATE'] === '1') {
  rmSync(join(FIXTURES, version), { recursive: true, force: true });
  await run(inputs(3), join(FIXTURES, version), 2);
  // Whoever held it is gone; it names the machine.
  for (const name of readdirSync(join(FIXTURES, version))) if (name.startsWith('lock')) rmSync(join(FIXTURES, version, name));
}
test.each(readdirSync(FIXTURES))('a checkpoint of %s is taken up, by any number of workers', async (of) => {
  const whole = await run(inputs(4), join(parent, `${of}-whole`), 0);
  for (const workers of [0, 1, 2]) {
    const checkpoint = join(parent, `${of}-${workers}`);
    cpSync(join(FIXTURES, of), checkpoint, { recursive: true });
    expect(await run(inputs(4), checkpoint, workers)).toEqual({ 3: whole[3] });
  }
});
test('this version has one', () => expect(existsSync(join(FIXTURES, version, 'log'))).toBe(true));
