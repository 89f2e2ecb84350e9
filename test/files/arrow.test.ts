// arrow.test.ts: Arrow IPC and table objects against apache-arrow: every type, dictionaries, slices, compressed bodies, broken files.
import { readFileSync } from 'node:fs';
import { Binary, Bool, DateDay, DateMillisecond, Decimal, Dictionary, Field, FixedSizeBinary, FixedSizeList, Float16, Float32, Float64, Int16, Int32, Int64, Int8, List, Map_, Null, RecordBatch, Schema, Struct, Table, TimeMicrosecond, TimestampMicrosecond, TimestampNanosecond, TimestampSecond, Uint32, Uint64, Uint8, Utf8, makeBuilder, makeData, tableFromIPC, tableToIPC, vectorFromArray } from 'apache-arrow';
import type { DataType as ArrowType } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { FrameReader } from '../../src/column/frame-reader.ts';
import { readValue } from '../../src/column/values.ts';
import { arrow } from '../../src/connectors/arrow/arrow.ts';
import { decompressLz4Frame } from '../../src/connectors/arrow/lz4-frame.ts';
import { isArrowTable, tableFrames, tableSchema } from '../../src/connectors/arrow/table-shape.ts';
import { formatType } from '../../src/types/format-type.ts';
import { MapValue, StructValue } from '../../src/types/value.ts';
import type { Value } from '../../src/types/value.ts';
import { testEngine } from '../helpers/engine.ts';
import { readSource, textHandle } from '../helpers/read-source.ts';
import type { ReadResult } from '../helpers/read-source.ts';

/** One column per type: its name, values to build from, type here, values here. */
const CASES: readonly (readonly [string, ArrowType, readonly unknown[], string, readonly Value[]])[] = [
  ['i8', new Int8(), [1, null, -128], 'tinyint', [1, null, -128]],
  ['u8', new Uint8(), [1, null, 255], 'smallint', [1, null, 255]],
  ['i16', new Int16(), [1, null, -32768], 'smallint', [1, null, -32768]],
  ['i32', new Int32(), [1, null, -5], 'int', [1, null, -5]],
  ['u32', new Uint32(), [1, null, 4294967295], 'bigint', [1n, null, 4294967295n]],
  ['i64', new Int64(), [1n, null, -(2n ** 63n)], 'bigint', [1n, null, -(2n ** 63n)]],
  ['u64', new Uint64(), [1n, null, 2n ** 64n - 1n], 'decimal(20,0)', [1n, null, 2n ** 64n - 1n]],
  ['f16', new Float16(), [1.5, null, -2], 'float', [1.5, null, -2]],
  ['f32', new Float32(), [1.5, null, Infinity], 'float', [1.5, null, Infinity]],
  ['f64', new Float64(), [0.1, null, NaN], 'double', [0.1, null, NaN]],
  ['bool', new Bool(), [true, null, false], 'boolean', [true, null, false]],
  ['utf8', new Utf8(), ['é', null, ''], 'string', ['é', null, '']],
  ['bin', new Binary(), [new Uint8Array([1, 2]), null, new Uint8Array(0)], 'binary', [new Uint8Array([1, 2]), null, new Uint8Array(0)]],
  ['fixed', new FixedSizeBinary(2), [new Uint8Array([1, 2]), null, new Uint8Array([3, 4])], 'binary', [new Uint8Array([1, 2]), null, new Uint8Array([3, 4])]],
  ['day', new DateDay(), [new Date('2024-02-29'), null, new Date('1969-12-31')], 'date', [19782, null, -1]],
  ['ms', new DateMillisecond(), [new Date('2024-02-29'), null, new Date('1969-12-31')], 'date', [19782, null, -1]],
  ['ts', new TimestampMicrosecond('UTC'), [1500, null, 0], 'timestamp', [1_500_000n, null, 0n]],
  ['ntz', new TimestampSecond(), [2000, null, 0], 'timestamp_ntz', [2_000_000n, null, 0n]],
  ['ns', new TimestampNanosecond(), [1, null, 0], 'timestamp_ntz', [1000n, null, 0n]],
  ['time', new TimeMicrosecond(), [3_661_500_000n, null, 0n], 'string', ['01:01:01.5', null, '00:00:00']],
  ['null', new Null(), [null, null, null], 'void', [null, null, null]],
  ['dict', new Dictionary(new Utf8(), new Int32()), ['a', null, 'b'], 'string', ['a', null, 'b']],
  ['dict8', new Dictionary(new Utf8(), new Int8()), ['a', 'a', null], 'string', ['a', 'a', null]],
  ['list', new List(new Field('item', new Int32(), true)), [[1, null], null, []], 'array<int>', [[1, null], null, []]],
  ['flist', new FixedSizeList(2, new Field('item', new Int32(), true)), [[1, 2], null, [3, 4]], 'array<int>', [[1, 2], null, [3, 4]]],
  ['struct', new Struct<any>([new Field('x', new Int32(), true), new Field('y', new Utf8(), true)]), [{ x: 1, y: 'a' }, null, { x: null, y: 'b' }], 'struct<x:int,y:string>', [new StructValue([1, 'a']), null, new StructValue([null, 'b'])]],
  ['map', new Map_(new Field('entries', new Struct<any>([new Field('key', new Utf8(), false), new Field('value', new Int32(), true)]), false)), [new Map([['k', 1]]), null, new Map()], 'map<string,int>', [new MapValue([['k', 1]]), null, new MapValue([])]],
];
const table = new Table(Object.fromEntries(CASES.map(([name, type, values]) => [name, vectorFromArray(values as unknown[], type)])));
const decimals = new Table({ d: (() => {
  const type = new Decimal(2, 20, 128);
  return new RecordBatch(new Schema([new Field('d', type)]), makeData({ type: new Struct([new Field('d', type)]), children: [makeData({ type, length: 2, nullCount: 0, data: new Uint32Array([150, 0, 0, 0, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff]) })] })).getChildAt(0)!;
})() });
const readBytes = (bytes: Uint8Array, more = {}): Promise<ReadResult> => readSource(arrow, { handles: textHandle(bytes, 'x.arrow'), ...more });

describe('IPC', () => {
  test.each(['file', 'stream'] as const)('every type from a %s', async (kind) => {
    const { schema, rows } = await readBytes(tableToIPC(table, kind), { batchRows: 2 });
    CASES.forEach(([name, , , type, values], c) => {
      expect(`${name} ${formatType(schema[c]!.type)}`).toBe(`${name} ${type}`);
      expect(rows.map((row) => row[c]), name).toEqual(values);
    });
    expect((await readBytes(tableToIPC(decimals, kind))).rows).toEqual([[150n], [-1n]]);
  });
  test('a real file, and only some of its columns', async () => {
    const bytes = readFileSync('node_modules/vega-datasets/data/flights-200k.arrow');
    const expected = tableFromIPC(bytes);
    const { rows, names, tasks } = await readBytes(bytes);
    expect(names).toEqual(expected.schema.fields.map((field) => field.name));
    expect(rows).toHaveLength(expected.numRows);
    expect(tasks).toBeGreaterThan(0);
    const last = expected.schema.fields.length - 1;
    expect((await readBytes(bytes, { columns: [last] })).rows.map(([v]) => Number(v))).toEqual(Array.from(expected.getChildAt(last)!, Number));
  });
  test('several batches with their own dictionaries', async () => {
    const texts = [['x', 'y', 'x'], ['z', 'y', null]];
    const type = new Dictionary(new Utf8(), new Int32(), 7);
    const builder = makeBuilder({ type, nullValues: [null] });
    const chunks = texts.map((values) => {
      for (const value of values) builder.append(value);
      return builder.flush();
    });
    const schema = new Schema([new Field('t', type, true)]);
    const batches = chunks.map((data) => new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: data.length, children: [data] })));
    for (const kind of ['file', 'stream'] as const) expect((await readBytes(tableToIPC(new Table(schema, batches), kind))).rows.flat()).toEqual(texts.flat());
  });
});

describe('table objects', () => {
  const framesOf = (source: Table): Value[][] => {
    const engine = testEngine();
    const rows: Value[][] = [];
    for (const buffer of tableFrames(source, engine)) {
      const frame = new FrameReader(engine.memory, buffer);
      for (let s = 0; s < frame.segments; s++) {
        const batch = frame.load(s, (bytes) => engine.memory.temp(bytes));
        for (let row = 0; row < batch.length; row++) rows.push(batch.columns.map((column) => readValue(engine.memory, column, row)));
      }
      frame.close();
    }
    engine.memory.clearArena();
    expect(engine.memory.liveBytes).toBe(0);
    return rows;
  };
  test('whole and sliced', () => {
    expect(isArrowTable(table)).toBe(true);
    expect(isArrowTable({ batches: 1 })).toBe(false);
    expect(tableSchema(table).map((field) => formatType(field.type))).toEqual(CASES.map((c) => c[3]));
    for (const [from, to] of [[0, 3], [1, 3], [2, 3]] as const)
      expect(framesOf(table.slice(from, to)), `rows ${from} to ${to}`).toEqual(Array.from({ length: to - from }, (_, i) => CASES.map((c) => c[4][from + i])));
  });
});

describe('broken files', () => {
  const random = (seed: number) => (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  test.each([1, 2, 3])('end in rows or a named error (seed %i)', async (seed) => {
    const next = random(seed);
    for (const kind of ['file', 'stream'] as const) {
      const whole = tableToIPC(table, kind);
      for (let i = 0; i < 150; i++) {
        const bytes = whole.slice(0, i % 3 === 0 ? Math.floor(next() * whole.length) : whole.length);
        for (let k = 0; k < 3; k++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
        const outcome = await readBytes(bytes).then(() => 'rows', (error: { code?: string; stack?: string }) => error.code ?? error.stack);
        expect(outcome).toMatch(/^(rows|CORRUPT_FILE|UNSUPPORTED_DATATYPE)$/);
      }
    }
  });
  test('LZ4 frames', () => {
    // "abcabcabcabc!": a literal abc, a match of 9 bytes at distance 3, a literal !
    const frame = Uint8Array.from([4, 0x22, 0x4d, 0x18, 0x60, 0x40, 0, 9, 0, 0, 0, 0x35, 97, 98, 99, 3, 0, 0x10, 33, 0, 0, 0, 0, 0]);
    frame[8] = 0;
    frame[7] = 8;
    expect(Buffer.from(decompressLz4Frame(frame, 13)).toString()).toBe('abcabcabcabc!');
    expect(() => decompressLz4Frame(frame, 12)).toThrow(RangeError);
    expect(() => decompressLz4Frame(frame.subarray(0, 14), 13)).toThrow(RangeError);
  });
});
