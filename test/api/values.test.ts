// Values as JavaScript sees them: exactness, options, names of columns, both directions.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaudalError, Session } from '../../src/index.ts';

let session: Session;
beforeAll(async () => {
  session = await Session.create({ workers: 0 });
});
afterAll(() => session.close());
const one = async (sql: string, options = {}): Promise<Record<string, unknown>> => (await session.sql(sql).collect(options))[0]!;

describe('out', () => {
  it('gives every type its JavaScript value', async () => {
    expect(
      await one(`SELECT CAST(1 AS TINYINT) t, CAST(1.5 AS FLOAT) f, 2.5D d, true b, NULL n, 'x' s, X'01AB' bin, DATE '2020-02-29' day,
        CAST(-1.5 AS DECIMAL(20, 4)) dec, CAST(12345678901234567890.5 AS DECIMAL(38, 2)) wide, INTERVAL 1 DAY dt, INTERVAL 14 MONTH ym`),
    ).toEqual({
      t: 1,
      f: 1.5,
      d: 2.5,
      b: true,
      n: null,
      s: 'x',
      bin: new Uint8Array([1, 0xab]),
      day: new Date('2020-02-29'),
      dec: '-1.5000',
      wide: '12345678901234567890.50',
      dt: "INTERVAL '1' DAY",
      ym: "INTERVAL '14' MONTH",
    });
  });
  it('gives arrays, Maps and objects', async () => {
    expect(await one(`SELECT array(1, NULL) a, map('k', 1) m, named_struct('x', 1, 'y', array('z')) s`)).toEqual({
      a: [1, null],
      m: new Map([['k', 1]]),
      s: { x: 1, y: ['z'] },
    });
  });
  it('refuses integers beyond 2^53 by name of column and option', async () => {
    const error = await one('SELECT 9007199254740993 AS big').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(CaudalError);
    expect(error).toMatchObject({ code: 'INTEGER_OUT_OF_RANGE', params: { column: 'big', option: 'integers' } });
    expect(await one('SELECT 9007199254740993 AS big', { integers: 'bigint' })).toEqual({ big: 9007199254740993n });
    expect(await one('SELECT 9007199254740992 AS a, -9007199254740992 AS b')).toEqual({ a: 2 ** 53, b: -(2 ** 53) });
  });
  it('does not look at integers under NULL', async () => {
    expect(await one('SELECT CASE WHEN id > 5 THEN 9223372036854775807 END AS x FROM range(1)')).toEqual({ x: null });
  });
  it('counts milliseconds down, also before 1970 and far away', async () => {
    const day = await one(`SELECT TIMESTAMP '1969-12-31 23:59:59.999999' a, TIMESTAMP '9999-12-31 23:59:59.999999' b`);
    expect(day).toEqual({ a: new Date(-1), b: new Date('9999-12-31T23:59:59.999Z') });
    const exact = await one(`SELECT TIMESTAMP '2020-01-01 00:00:00.123456' a`, { timestamps: 'bigint' });
    expect(exact).toEqual({ a: 1577836800123456n });
    expect(await one(`SELECT TIMESTAMP '2020-01-01 00:00:00.5' a`, { timestamps: 'string' })).toEqual({
      a: '2020-01-01 00:00:00.5',
    });
  });
  it('renames equal names in objects only, and keeps __proto__ an own property', async () => {
    const frame = session.sql('SELECT 1 AS a, 2 AS a, 3 AS `__proto__`, 4 AS constructor');
    const [row] = await frame.collect();
    expect(Object.entries(row!)).toEqual([
      ['a', 1],
      ['a_1', 2],
      ['__proto__', 3],
      ['constructor', 4],
    ]);
    expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
    expect(await frame.collect({ rows: 'array' })).toEqual([[1, 2, 3, 4]]);
    expect(await frame.columns()).toEqual(['a', 'a', '__proto__', 'constructor']);
  });
  it('gives columns as typed arrays with validity', async () => {
    const columns = await session.sql(`SELECT CAST(a AS INT) a, b FROM VALUES (1, 'x'), (NULL, NULL) AS t(a, b)`).toColumns();
    expect(columns).toEqual([
      { name: 'a', type: 'int', values: Int32Array.of(1, 0), valid: Uint8Array.of(1, 0) },
      { name: 'b', type: 'string', values: ['x', null], valid: Uint8Array.of(1, 0) },
    ]);
    const [big] = await session.range(3).toColumns({ integers: 'bigint' });
    expect(big).toEqual({ name: 'id', type: 'bigint', values: BigInt64Array.of(0n, 1n, 2n) });
  });
  it('takes non-ASCII text and emoji through dictionaries and plain columns', async () => {
    const words = ['é', '日本', '👩‍👩‍👧', '', 'plain'];
    const rows = Array.from({ length: 5000 }, (_, i) => ({ w: words[i % 5]!, u: `ü${i}` }));
    expect(await session.createDataFrame(rows).collect()).toEqual(rows);
  });
});

describe('in', () => {
  const dtypes = (data: never, schema?: never): Promise<[string, string][]> => session.createDataFrame(data, schema).dtypes();
  it('infers types from rows', async () => {
    const row = { i: 1, f: 0.5, b: 1n, s: 'x', t: true, d: new Date(0), u: new Uint8Array(1), l: [1, 2], o: { a: 1 } };
    expect(await dtypes([row, { i: 2 }] as never)).toEqual([
      ['i', 'bigint'],
      ['f', 'double'],
      ['b', 'bigint'],
      ['s', 'string'],
      ['t', 'boolean'],
      ['d', 'timestamp'],
      ['u', 'binary'],
      ['l', 'array<bigint>'],
      ['o', 'struct<a:bigint>'],
    ]);
    expect(await dtypes([{ a: 1 }, { a: 0.5 }, { a: undefined }] as never)).toEqual([['a', 'double']]);
  });
  it('keeps the width of typed arrays', async () => {
    const columns = {
      a: new Float64Array(2),
      b: Int16Array.of(1, 2),
      c: new BigInt64Array(2),
      d: Uint32Array.of(2 ** 32 - 1, 0),
      s: ['x', null],
    };
    const frame = session.createDataFrame(columns as never);
    expect(await frame.dtypes()).toEqual([
      ['a', 'double'],
      ['b', 'smallint'],
      ['c', 'bigint'],
      ['d', 'bigint'],
      ['s', 'string'],
    ]);
    expect(await frame.first()).toEqual({ a: 0, b: 1, c: 0, d: 2 ** 32 - 1, s: 'x' });
  });
  it('takes schemas as DDL, JSON and objects', async () => {
    const rows = [[1, '2.50', '2020-01-01', null]];
    const ddl = 'a INT, b DECIMAL(10,2), c DATE, d STRING';
    const json = session.createDataFrame(rows, ddl).schema();
    for (const schema of [ddl, await json, { a: 'int', b: 'decimal(10,2)', c: 'date', d: 'string' }])
      expect(await session.createDataFrame(rows, schema as never).collect()).toEqual([
        { a: 1, b: '2.50', c: new Date('2020-01-01'), d: null },
      ]);
  });
  it.each([
    [[[1.5]], 'a INT', 'DATATYPE_MISMATCH'],
    [[[300]], 'a TINYINT', 'DATATYPE_MISMATCH'],
    [[['x']], 'a DOUBLE', 'DATATYPE_MISMATCH'],
    [[[1, 2]], 'a INT', 'DATATYPE_MISMATCH'],
    [[{ a: 1 }, { a: 'x' }], undefined, 'CANNOT_MERGE_TYPE'],
    [[], undefined, 'CANNOT_INFER_EMPTY_SCHEMA'],
    [[{ a: () => 1 }], undefined, 'UNSUPPORTED_FEATURE.LITERAL_TYPE'],
  ])('refuses %j as %s', (rows, schema, code) => {
    expect(() => session.createDataFrame(rows as never, schema)).toThrow(expect.objectContaining({ code }) as Error);
  });
  it('gives many rows of any type back as they were', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({
      i,
      s: i % 7 ? `s${i % 13}` : null,
      l: [i, null],
      m: new Map([[`k${i}`, i]]),
      o: { x: i },
    }));
    expect(await session.createDataFrame(rows).collect()).toEqual(rows);
  });
  it('binds parameters as literals', async () => {
    expect(await session.sql('SELECT ? + 1 AS a, ? AS b', [1, 'x']).collect()).toEqual([{ a: 2, b: 'x' }]);
    expect(await session.sql('SELECT :a AS a, :a AS b', { a: [1n, null] }).collect()).toEqual([{ a: [1, null], b: [1, null] }]);
    expect(() => session.sql('SELECT :b', { a: 1 })).toThrow(
      expect.objectContaining({ code: 'UNBOUND_SQL_PARAMETER', position: { line: 1, column: 8 } }) as Error,
    );
  });
});
