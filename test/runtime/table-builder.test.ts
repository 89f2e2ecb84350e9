// Which text columns of a table in memory are coded.
import { describe, expect, it } from 'vitest';
import { makeBatch } from '../../src/column/batch.ts';
import { buildColumn } from '../../src/column/builder.ts';
import { FrameWriter } from '../../src/column/frame-writer.ts';
import { LocalWorker } from '../../src/runtime/local-worker.ts';
import { buildTable } from '../../src/runtime/table-builder.ts';
import { STRING } from '../../src/types/data-type.ts';
import { testEngine, testModule } from '../helpers/engine.ts';

const ROWS = 8192;
const SCHEMA = [{ name: 's', type: STRING, nullable: true }];
function* frames(keyOf: (row: number) => number, rows: number): Generator<ArrayBuffer> {
  const { memory } = testEngine();
  for (let from = 0; from < rows; from += ROWS) {
    const values = Array.from({ length: ROWS }, (_, i) => `key ${keyOf(from + i)}`);
    const writer = new FrameWriter(memory, SCHEMA);
    writer.append(makeBatch(ROWS, [buildColumn(memory, STRING, values, (bytes) => memory.temp(bytes))]));
    yield writer.finish();
    memory.clearArena();
  }
}
async function distinctOf(keyOf: (row: number) => number, rows: number): Promise<number | undefined> {
  const noPlatform = {} as never;
  const worker = new LocalWorker(testModule, 2 ** 30, noPlatform, () => {
    throw new Error('no connector here');
  });
  async function* source(): AsyncGenerator<ArrayBuffer> {
    yield* frames(keyOf, rows);
  }
  const { statistics } = await buildTable(worker, SCHEMA, source(), '1/');
  expect(worker.engine.memory.liveBytes).toBe(0);
  return statistics[0]!.distinctCount;
}
const random = (n: number): ((row: number) => number) => {
  let state = 3;
  return () => Math.floor(((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * n);
};

describe('text of a table in memory', () => {
  it('is coded while its rows tell of few values, also when most of the first are new', async () => {
    expect(await distinctOf(random(60_000), 20 * ROWS)).toBeGreaterThan(50_000);
  });
  it('stays text when nearly every row brings a new value', async () => {
    expect(await distinctOf((row) => row, 10 * ROWS)).toBeUndefined();
  });
});
