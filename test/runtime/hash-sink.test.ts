// Rows to partitions: every row once, equal keys together, in the order of rows, whatever the columns look like; no memory is left.
import { describe, expect, it } from 'vitest';
import { makeBatch } from '../../src/column/batch.ts';
import type { Batch } from '../../src/column/batch.ts';
import { buildColumn } from '../../src/column/builder.ts';
import { FrameReader } from '../../src/column/frame-reader.ts';
import { FrameWriter } from '../../src/column/frame-writer.ts';
import { readValues } from '../../src/column/values.ts';
import { HashSink } from '../../src/runtime/hash-sink.ts';
import { INT, STRING } from '../../src/types/data-type.ts';
import type { DataType } from '../../src/types/data-type.ts';
import type { Value } from '../../src/types/value.ts';
import type { EngineInstance } from '../../src/wasm/instance.ts';
import { testEngine } from '../helpers/engine.ts';

const PARTITIONS = 4;
type Row = readonly [key: number | null, row: number, text: string];

function exchanged(
  engine: EngineInstance,
  types: readonly DataType[],
  batches: readonly (readonly Row[])[],
  bufferBytes: number,
): Value[][][] {
  const { memory } = engine;
  const fields = types.map((type, i) => ({ name: `c${i}`, type, nullable: true }));
  const writers = Array.from({ length: PARTITIONS }, () => new FrameWriter(memory, fields));
  const sink = new HashSink(engine, [0], writers, bufferBytes);
  const batchOf = (rows: readonly Row[]): Batch =>
    makeBatch(
      rows.length,
      types.map((type, c) =>
        buildColumn(
          memory,
          type,
          rows.map((row) => row[c]!),
          (bytes) => memory.temp(bytes),
        ),
      ),
    );
  for (const rows of batches) {
    sink.accept(batchOf(rows));
    memory.clearArena();
  }
  const { frames } = sink.finish();
  sink.close();
  memory.clearArena();
  expect(memory.liveBytes).toBe(0);
  return frames.map((frame) => (frame ? rowsOf(engine, frame) : []));
}
function rowsOf({ memory }: EngineInstance, frame: ArrayBuffer): Value[][] {
  const reader = new FrameReader(memory, frame);
  const rows: Value[][] = [];
  for (let i = 0; i < reader.segments; i++) {
    const { length, columns } = reader.load(i, (bytes) => memory.temp(bytes));
    const values = columns.map((column) => readValues(memory, column));
    for (let r = 0; r < length; r++) rows.push(values.map((column) => column[r]!));
    memory.clearArena();
  }
  reader.close();
  return rows;
}
const batchesOf = (count: number, rows: number, keyOf: (row: number) => number | null): Row[][] =>
  Array.from({ length: count }, (_, b) =>
    Array.from({ length: rows }, (__, i): Row => [keyOf(b * rows + i), b * rows + i, `text ${i % 7}`]),
  );
function check(types: readonly DataType[], batches: readonly (readonly Row[])[], bufferBytes = 1 << 24): Value[][][] {
  const partitions = exchanged(testEngine(), types, batches, bufferBytes);
  const all = partitions.flat();
  const expected = batches.flat().map((row) => row.slice(0, types.length));
  expect([...all].sort((a, b) => Number(a[1]) - Number(b[1]))).toEqual(expected);
  const homes = new Map<Value, Set<number>>();
  partitions.forEach((rows, p) => {
    for (const [key] of rows) homes.set(key!, (homes.get(key!) ?? new Set()).add(p));
    const numbers = rows.map(([, row]) => Number(row));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });
  expect([...homes.values()].every((places) => places.size === 1)).toBe(true);
  return partitions;
}

describe('HashSink', () => {
  it('plain values', () => {
    expect(
      check(
        [INT, INT],
        batchesOf(3, 10_000, (row) => row % 1000),
      ).filter((rows) => rows.length > 0).length,
    ).toBe(PARTITIONS);
  });
  it('more rows of one key than a partition has room for', () => {
    check(
      [INT, INT],
      batchesOf(6, 16_384, () => 5),
    );
  });
  it('NULLs and text that come later', () => {
    const plain = batchesOf(4, 10_000, (row) => row % 1000);
    const withNulls = plain.map((rows, b) =>
      rows.map(([key, ...rest]): Row => [b === 2 && key! % 3 === 0 ? null : key, ...rest]),
    );
    check([INT, INT], withNulls);
    check([INT, INT, STRING], withNulls);
  });
  it('little memory', () => {
    const batches = batchesOf(3, 10_000, (row) => row % 1000);
    check([INT, INT], batches, 1 << 16);
    check([INT, INT], batches, 1 << 12);
  });
  it('few rows', () => {
    check(
      [INT, INT],
      batchesOf(3, 10, (row) => row % 4),
    );
  });
});
