// json.test.ts: the JSON connector: layouts, Spark's inference, exact numbers, malformed records, hostile nesting.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { json } from '../../src/connectors/json/json.ts';
import { BIGINT, DATE, DOUBLE, INT, STRING, TIMESTAMP, arrayOf, decimal, mapOf, structOf } from '../../src/types/data-type.ts';
import type { DataType } from '../../src/types/data-type.ts';
import { formatType } from '../../src/types/format-type.ts';
import { MapValue, StructValue } from '../../src/types/value.ts';
import { readSource, textHandle } from '../helpers/read-source.ts';
import type { ReadOptions, ReadResult } from '../helpers/read-source.ts';

const read = (text: string | Uint8Array, options: ReadOptions['options'] = {}, more: ReadOptions = {}): Promise<ReadResult> =>
  readSource(json, { handles: textHandle(text, 'test.json'), options, ...more });
const fieldsOf = (types: Record<string, DataType>): NonNullable<ReadOptions['schema']> => Object.entries(types).map(([name, type]) => ({ name, type, nullable: true }));
const ddl = ({ schema }: ReadResult): string => schema.map((field) => `${field.name} ${formatType(field.type)}`).join(', ');

describe('layouts', () => {
  const rows = [[1n, 'x'], [2n, null]];
  test.each([
    ['lines', '{"a":1,"b":"x"}\n{"a":2}\n'], ['lines, CRLF and blanks', '\n{"a":1,"b":"x"}\r\n\r\n{"a":2}'], ['an array', ' [ {"a":1,"b":"x"},\n {"a":2} ]\n'],
    ['with a mark', '\ufeff[{"a":1,"b":"x"},{"a":2}]'], ['objects over lines', '{\n "a": 1,\n "b": "x"\n}\n{\n "a": 2 }'],
  ])('%s', async (_, text) => {
    for (const batchRows of [1, 8192]) {
      const result = await read(text, {}, { batchRows });
      expect(ddl(result)).toBe('a bigint, b string');
      expect(result.rows).toEqual(rows);
    }
  });
  test('gzip, and tasks cut at lines', async () => {
    const text = Array.from({ length: 200_000 }, (_, i) => `{"i":${i},"t":"${'x'.repeat(30)}"}`).join('\n');
    const whole = await read(text, {}, { columns: [0] });
    expect(whole.tasks).toBeGreaterThan(1);
    expect(whole.rows.every(([i], n) => i === BigInt(n))).toBe(true);
    const zipped = await readSource(json, { handles: textHandle(gzipSync(text), 'x.jsonl.gz'), columns: [0] });
    expect(zipped.rows).toHaveLength(200_000);
  });
});

describe('inference', () => {
  test.each([
    ['{"b":1,"a":1.0}', 'a double, b bigint', [[1, 1n]]],
    ['{"a":9007199254740993}\n{"a":18446744073709551615}', 'a decimal(20,0)', [[9007199254740993n], [18446744073709551615n]]],
    ['{"a":1}\n{"a":2.5}\n{"a":null}', 'a double', [[1], [2.5], [null]]],
    ['{"a":1}\n{"a":"x"}\n{"a":[1, 2.50]}\n{"a":true}', 'a string', [['1'], ['x'], ['[1, 2.50]'], ['true']]],
    ['{"a":null}', 'a string', [[null]]],
    ['{"a":[1,null,2.5]}', 'a array<double>', [[[1, null, 2.5]]]],
    ['{"s":{"y":1,"x":"t"}}\n{"s":{"z":true}}', 's struct<x:string,y:bigint,z:boolean>', [[new StructValue(['t', 1n, null])], [new StructValue([null, null, true])]]],
    ['{"d":"2024-01-01"}', 'd string', [['2024-01-01']]],
    ["{'a': 'it\\u0041\\n'}", 'a string', [['itA\n']]],
    ['{"a":1,"a":2}', 'a bigint', [[2n]]],
    ['{"a":NaN}\n{"a":-Infinity}', 'a double', [[NaN], [-Infinity]]],
    ['{"__proto__":1,"constructor":{"prototype":2}}', '__proto__ bigint, constructor struct<prototype:bigint>', [[1n, new StructValue([2n])]]],
  ])('%s', async (text, schema, rows) => {
    const result = await read(text);
    expect(ddl(result)).toBe(schema);
    expect(result.rows).toEqual(rows);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

test('a schema: values of every kind', async () => {
  const schema = fieldsOf({ i: INT, m: decimal(5, 2), d: DATE, t: TIMESTAMP, x: DOUBLE, s: STRING, mp: mapOf(STRING, BIGINT), st: structOf(fieldsOf({ a: arrayOf(INT) })) });
  const { rows } = await read('{"i":5,"m":"1.005","d":"2024-02-29","t":"2024-01-01T00:00:00+01:00","x":3,"s":{"k":[1]},"mp":{"p":1,"q":2},"st":{"a":[1,2]}}', {}, { schema });
  expect(rows).toEqual([[5, 101n, 19782, 1704063600000000n, 3, '{"k":[1]}', new MapValue([['p', 1n], ['q', 2n]]), new StructValue([[1, 2]])]]);
});

describe('records that do not fit', () => {
  test('FAILFAST names the line', async () => {
    await expect(read('{"a":1}\n{"a":')).rejects.toThrow(/MALFORMED_RECORD/);
    await expect(read('{"a":1}\r\n{"a":2}\r\n{"a":"x"}\r\n', {}, { schema: fieldsOf({ a: INT }) })).rejects.toThrow(/line 3, column 'a': 'x' is not an INT/);
    await expect(read('{"a":3000000000}', {}, { schema: fieldsOf({ a: INT }) })).rejects.toThrow(/'3000000000' is not an INT/);
    await expect(read('{"a":1} x', {}, { schema: fieldsOf({ a: INT }) })).rejects.toThrow(/line 1: something stands behind/);
  });
  test('PERMISSIVE gives broken records a column of their own where the schema is inferred', async () => {
    const text = '{"a":1}\n{"a":2\n{"b":"x"}\n';
    const result = await read(text, { mode: 'PERMISSIVE' });
    expect(ddl(result)).toBe('_corrupt_record string, a bigint, b string');
    expect(result.rows).toEqual([[null, 1n, null], ['{"a":2', null, null], [null, null, 'x']]);
    expect(ddl(await read(text, { mode: 'PERMISSIVE', columnnameofcorruptrecord: 'z' }))).toBe('a bigint, b string, z string');
    expect(ddl(await read(text, { mode: 'DROPMALFORMED' }))).toBe('a bigint, b string');
  });
  test('a number of seconds beyond the timestamps does not fit', async () => {
    const { rows } = await read('{"t":99999999999999999999}\n{"t":1}\n', { mode: 'PERMISSIVE' }, { schema: fieldsOf({ t: TIMESTAMP }) });
    expect(rows).toEqual([[null], [1_000_000n]]);
  });
  test('PERMISSIVE keeps what fits and the text, DROPMALFORMED drops', async () => {
    const text = '{"a":1}\n{"a":"x"}\n{"a":2\n[3]\n{"a":4}';
    const schema = fieldsOf({ a: INT, _corrupt_record: STRING });
    expect((await read(text, { mode: 'PERMISSIVE' }, { schema })).rows).toEqual([[1, null], [null, '{"a":"x"}'], [null, '{"a":2'], [null, '[3]'], [4, null]]);
    expect((await read(text, { mode: 'DROPMALFORMED' }, { schema: fieldsOf({ a: INT }) })).rows).toEqual([[1], [4]]);
  });
  test('deep nesting, lone surrogates and bytes that are not UTF-8 end in an error or text', async () => {
    await expect(read('['.repeat(100_000) + ']'.repeat(100_000))).rejects.toThrow(/MALFORMED_RECORD.*nested deeper/);
    await expect(read('{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000))).rejects.toThrow(/nested deeper/);
    expect((await read('{"a":"\\ud800"}')).rows).toEqual([['\ufffd']]);
    await expect(read(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).rejects.toThrow(/not UTF-8/);
    await expect(read('')).rejects.toThrow(/UNABLE_TO_INFER_SCHEMA/);
  });
});
