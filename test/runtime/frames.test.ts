// Frames of a task: through a pool of used buffers, by partition, and as results. Whatever stood in a buffer before must not show.
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { makeBatch } from '../../src/column/batch.ts';
import type { Batch } from '../../src/column/batch.ts';
import { buildColumn } from '../../src/column/builder.ts';
import { makeColumn } from '../../src/column/column.ts';
import { makeDictionary } from '../../src/column/dictionary.ts';
import { frameBytes } from '../../src/column/frame.ts';
import { FramePool } from '../../src/column/frame-pool.ts';
import { FrameReader } from '../../src/column/frame-reader.ts';
import { decodeFrame } from '../../src/column/result.ts';
import { resultValues } from '../../src/column/result-values.ts';
import { readValues } from '../../src/column/values.ts';
import type { Attribute } from '../../src/expr/expr.ts';
import { newAttributeId } from '../../src/expr/expr.ts';
import type { Partitioning, PhysicalNode } from '../../src/physical/physical.ts';
import type { StageRun } from '../../src/runtime/message.ts';
import { openSink } from '../../src/runtime/sink.ts';
import type { FrameSink } from '../../src/runtime/sink.ts';
import { BIGINT, BOOLEAN, DOUBLE, INT, STRING, arrayOf } from '../../src/types/data-type.ts';
import type { DataType } from '../../src/types/data-type.ts';
import type { Value } from '../../src/types/value.ts';
import { testEngine } from '../helpers/engine.ts';

const engine = testEngine();
const { memory } = engine;
const temp = (bytes: number): number => memory.temp(bytes);
const TYPES: readonly DataType[] = [INT, STRING, BOOLEAN, DOUBLE, arrayOf(BIGINT)];
const output: readonly Attribute[] = TYPES.map((type, i) => ({
  kind: 'Attribute',
  id: newAttributeId(),
  name: `c${i}`,
  type,
  nullable: true,
}));
const root: PhysicalNode = { kind: 'Values', id: 0, output, values: [] };
type Row = readonly Value[];

const nullable = (a: fc.Arbitrary<Value>): fc.Arbitrary<Value> => fc.option(a, { nil: null });
const row: fc.Arbitrary<Row> = fc.tuple(
  nullable(fc.integer({ min: -3, max: 3 })),
  nullable(fc.constantFrom('', 'a', 'ä', 'a longer text than one word')),
  nullable(fc.boolean()),
  nullable(fc.double({ noNaN: true })),
  nullable(fc.array(fc.bigInt({ min: -5n, max: 5n }), { maxLength: 3 })),
);
const batches = fc.array(fc.array(row, { minLength: 1, maxLength: 30 }), { maxLength: 5 });

/** `coded`: text over a dictionary, as scans give it. */
function batchOf(rows: readonly Row[], coded: boolean): { readonly batch: Batch; readonly free: () => void } {
  const columns = TYPES.map((type, c) =>
    buildColumn(
      memory,
      type,
      rows.map((r) => r[c]!),
      temp,
    ),
  );
  if (!coded) return { batch: makeBatch(rows.length, columns), free: () => undefined };
  const texts = [...new Set(rows.map((r) => r[1]! ?? ''))];
  const values = buildColumn(memory, STRING, texts, (bytes) => memory.alloc(bytes));
  const dictionary = makeDictionary(memory, values, texts.length, true);
  const ptr = temp(rows.length * 4);
  memory.u32(ptr, rows.length).set(rows.map((r) => texts.indexOf(r[1]! ?? '')));
  const column = makeColumn({ ...columns[1]!, layout: 'dict', ptr, dictionary, bytesPtr: 0 });
  return {
    batch: makeBatch(
      rows.length,
      columns.map((c, i) => (i === 1 ? column : c)),
    ),
    free: () => dictionary.release(),
  };
}
function stageRun(partitioning: Partitioning, internal: boolean, plainText = false): StageRun {
  const evaluation = { timeZone: 'UTC', nowUs: 0n, ansi: true };
  const stage = { id: 0, root, partitioning, dependsOn: [] };
  return { queryId: 0, stage, internal, plainText, batchRows: 8, evaluation };
}
function fill(sink: FrameSink, given: readonly (readonly Row[])[], coded: boolean): (ArrayBuffer | null)[] {
  for (const rows of given) {
    const { batch, free } = batchOf(rows, coded);
    sink.accept(batch);
    free();
    memory.release(0);
  }
  const { frames } = sink.finish();
  sink.close();
  memory.clearArena();
  return frames;
}
function rowsOf(frame: ArrayBuffer | null): Row[] {
  if (!frame) return [];
  const reader = new FrameReader(memory, frame);
  const rows = Array.from({ length: reader.segments }, (_, i) => {
    const { columns, length } = reader.load(i, temp);
    const values = columns.map((column) => readValues(memory, column));
    return Array.from({ length }, (_unused, r) => values.map((v) => v[r]!));
  });
  reader.close();
  memory.clearArena();
  return rows.flat();
}
/** Takes a small frame for a large one, so that it is written into a used buffer, full of ones at first. */
class GreedyPool extends FramePool {
  override take(bytes: number): ArrayBuffer {
    return super.take(Math.max(bytes, 1 << 16));
  }
}
function greedy(): FramePool {
  const pool = new GreedyPool(1 << 24);
  for (let i = 0; i < 8; i++) pool.give(new Uint8Array(1 << 17).fill(255).buffer);
  return pool;
}

it('keeps the buffers that are asked for, and lets go of those that nothing asked for during two seconds', () => {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  const pool = new FramePool(1 << 30);
  const peaks: number[] = [];
  // Each round ten buffers come and four go; a round takes half a second.
  for (let round = 0; round < 200; round++, now += 500) {
    for (let i = 0; i < 10; i++) pool.give(new ArrayBuffer(1 << 16));
    peaks.push(pool.bytes >> 16);
    for (let i = 0; i < 4; i++) pool.take(1 << 16);
  }
  expect(Math.max(...peaks)).toBeLessThanOrEqual(70);
  expect(Math.min(...peaks.slice(4))).toBeGreaterThanOrEqual(10);
  clock.mockRestore();
});
it('gives back what a frame was given, out of used buffers', () => {
  fc.assert(
    fc.property(batches, fc.boolean(), (given, coded) => {
      const live = memory.liveBytes;
      const [frame] = fill(openSink(engine, stageRun({ kind: 'single' }, true), greedy()), given, coded);
      expect(rowsOf(frame!)).toEqual(given.flat());
      expect(memory.liveBytes).toBe(live);
    }),
  );
});
it('gives results in buffers of just their size, text plain if asked for', () => {
  fc.assert(
    fc.property(batches, fc.boolean(), fc.boolean(), (given, coded, plainText) => {
      const pool = greedy();
      const [frame] = fill(openSink(engine, stageRun({ kind: 'single' }, false, plainText), pool), given, coded);
      if (!frame) {
        expect(given).toEqual([]);
        return;
      }
      expect(frame.byteLength - frameBytes(frame)).toBeLessThan(64);
      const decoded = decodeFrame(frame).batches;
      if (plainText) expect(decoded.every(({ columns }) => columns[1]!.layout !== 'dict')).toBe(true);
      const rows = decoded.flatMap(({ columns, length }) => {
        const values = columns.map(resultValues);
        return Array.from({ length }, (_, r) => values.map((v) => v[r]!));
      });
      expect(rows).toEqual(given.flat());
      expect(pool.bytes).toBe(8 << 17);
    }),
  );
});
it('gives large batches of a result frames of their own, in order', () => {
  const given = [3, 9000, 5, 6, 9000, 7].map((n, b) =>
    Array.from({ length: n }, (_, i): Row => [i, `row ${b}.${i}`, null, i / 2, [1n]]),
  );
  for (const plainText of [true, false]) {
    const frames = fill(openSink(engine, stageRun({ kind: 'single' }, false, plainText), greedy()), given, true);
    if (plainText) expect(frames).toHaveLength(5);
    const rows = frames.flatMap((frame) => {
      expect(frame!.byteLength - frameBytes(frame!)).toBeLessThan(64 + frameBytes(frame!) / 20);
      return decodeFrame(frame!).batches.flatMap(({ columns, length }) => {
        const texts = resultValues(columns[1]!);
        return Array.from({ length }, (_, r) => texts[r]);
      });
    });
    expect(rows.join()).toBe(
      given
        .flat()
        .map((r) => r[1])
        .join(),
    );
  }
});
it('sends equal keys to one partition, in whatever form they come', () => {
  const keys = [output[0]!, output[1]!];
  const partitioning: Partitioning = { kind: 'hash', keys, partitions: 4 };
  const keyOf = (r: Row): string => JSON.stringify([r[0], r[1]]);
  fc.assert(
    fc.property(batches, batches, (first, second) => {
      const live = memory.liveBytes;
      const pool = greedy();
      const tasks = [fill(openSink(engine, stageRun(partitioning, true), pool), first, true)];
      // A task that knows no value of the keys has columns without a layout.
      const nulls = second.map((rows) => rows.map((r) => [null, null, r[2]!, r[3]!, r[4]!]));
      for (const given of [second, nulls]) tasks.push(fill(openSink(engine, stageRun(partitioning, true), pool), given, false));
      const sink = openSink(engine, stageRun(partitioning, true), pool);
      const layouts = makeBatch(
        1,
        TYPES.map((type) => makeColumn({ type, layout: 'null', length: 1 })),
      );
      sink.accept(layouts);
      tasks.push(sink.finish().frames);
      sink.close();
      memory.clearArena();
      const partitions = [0, 1, 2, 3].map((p) => tasks.flatMap((frames) => rowsOf(frames[p]!)));
      const places = new Map<string, number>();
      partitions.forEach((rows, p) => {
        for (const r of rows) {
          expect(places.get(keyOf(r)) ?? p).toBe(p);
          places.set(keyOf(r), p);
        }
      });
      const all = [...first.flat(), ...second.flat(), ...nulls.flat(), [null, null, null, null, null]];
      expect(
        partitions
          .flat()
          .map((r) => JSON.stringify(r, plain))
          .sort(),
      ).toEqual(all.map((r) => JSON.stringify(r, plain)).sort());
      expect(memory.liveBytes).toBe(live);
    }),
  );
});
const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
