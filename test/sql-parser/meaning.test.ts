// What the grammar makes of a text: precedence as the formatted expression, literals as values, names, scripts, types.
import { describe, expect, it } from 'vitest';
import type { Literal } from '../../src/expr/expr.ts';
import { formatExpr } from '../../src/expr/format.ts';
import { parse, parseDataType, parseExpression, parseSchema, parseScript } from '../../src/sql/parse.ts';
import { formatType } from '../../src/types/format-type.ts';

describe('precedence', () => {
  it.each([
    ['1 + 2 * 3 - 4', '((1 + (2 * 3)) - 4)'],
    ['1 - 2 - 3', '((1 - 2) - 3)'],
    ['-a * b', '((- a) * b)'],
    ['a || b + c', '(concat(a, b) + c)'],
    ['a = b AND NOT c OR d', '(((a = b) AND (NOT c)) OR d)'],
    ['NOT a = b', '(NOT (a = b))'],
    ['a = b IS NULL', '((a = b) IS NULL)'],
    ['a + 1 BETWEEN 2 AND 3 AND c', '(between((a + 1), 2, 3) AND c)'],
    ['a & b | c ^ d', '((a & b) | (c ^ d))'],
    ['a << 1 + 2', '(a << (1 + 2))'],
    ['a::int + 1', '(CAST(a AS INT) + 1)'],
    ['-a::int', '(- CAST(a AS INT))'],
    ['a <> b', '(NOT (a = b))'],
    ['a NOT IN (1, 2)', '(NOT (a IN (1, 2)))'],
    ['a IS NOT DISTINCT FROM b + 1', '(a <=> (b + 1))'],
    ['x -> x + 1', 'lambdafunction((x + 1), x)'],
    ['a.b[0].c', 'b[0].c'],
  ])('%s', (text, expected) => {
    expect(formatExpr(parseExpression(text))).toBe(expected);
  });
});

describe('literals', () => {
  it.each<readonly [string, unknown, string]>([
    ['42', 42, 'int'],
    ['2147483648', 2147483648n, 'bigint'],
    ['-2147483648', -2147483648, 'int'],
    ['9223372036854775808', 9223372036854775808n, 'decimal(19,0)'],
    ['0.908', 908n, 'decimal(3,3)'],
    ['1.50', 150n, 'decimal(3,2)'],
    ['.5', 5n, 'decimal(1,1)'],
    ['5.', 5n, 'decimal(1,0)'],
    ['-1.5', -15n, 'decimal(2,1)'],
    ['1e3', 1000, 'double'],
    ['1.5D', 1.5, 'double'],
    ['0.1F', Math.fround(0.1), 'float'],
    ['7L', 7n, 'bigint'],
    ['7S', 7, 'smallint'],
    ['-128Y', -128, 'tinyint'],
    ['1.5BD', 15n, 'decimal(2,1)'],
    [String.raw`'a\n\t\'b\u00e9\101\%'`, "a\n\t'b\u00e9A\\%", 'string'],
    [String.raw`r'\d+'`, String.raw`\d+`, 'string'],
    ["'it''s' ' me'", "it's me", 'string'],
    ["'😀'", '😀', 'string'],
    ["DATE '2020-02-29'", 18321, 'date'],
    ["DATE '0001-01-01'", -719162, 'date'],
    ["DATE '1969-12'", -31, 'date'],
    ["INTERVAL '1' DAY", 86_400_000_000n, 'interval day'],
    ["INTERVAL '-1-2' YEAR TO MONTH", -14, 'interval year to month'],
    ["INTERVAL '1 02:03:04.5' DAY TO SECOND", 93_784_500_000n, 'interval day to second'],
    ['INTERVAL 1 YEAR 2 MONTHS', 14, 'interval year to month'],
    ["INTERVAL '1 day -2 hours'", 79_200_000_000n, 'interval day to hour'],
    ['TRUE', true, 'boolean'],
    ['NULL', null, 'void'],
  ])('%s', (text, value, type) => {
    const literal = parseExpression(text) as Literal;
    expect(literal.kind).toBe('Literal');
    expect(literal.value).toEqual(value);
    expect(formatType(literal.type)).toBe(type);
  });
  it("X'0a1' is bytes", () => {
    expect((parseExpression("X'0a1'") as Literal).value).toEqual(Uint8Array.of(0, 0xa1));
  });
});

describe('types', () => {
  it.each([
    ['INT', 'int'],
    ['varchar(10)', 'string'],
    ['DECIMAL', 'decimal(10,0)'],
    ['numeric(12, 3)', 'decimal(12,3)'],
    ['double precision', 'double'],
    ['int[][]', 'array<array<int>>'],
    ['array<struct<a: int, `b c` string>>', 'array<struct<a:int,`b c`:string>>'],
    ['MAP<STRING, ARRAY<INT>>', 'map<string,array<int>>'],
    ['TIMESTAMP WITHOUT TIME ZONE', 'timestamp_ntz'],
    ['timestamp with time zone', 'timestamp'],
    ['INTERVAL YEAR TO MONTH', 'interval year to month'],
    ['UBIGINT', 'decimal(20,0)'],
  ])('%s', (text, expected) => {
    expect(formatType(parseDataType(text))).toBe(expected);
  });
  it('of a schema', () => {
    const schema = parseSchema("a INT NOT NULL, `b c` STRING COMMENT 'x', d: double");
    expect(schema.map((f) => `${f.name} ${formatType(f.type)} ${f.nullable}`)).toEqual([
      'a int false',
      'b c string true',
      'd double true',
    ]);
    expect(parseSchema('')).toEqual([]);
  });
});

describe('scripts', () => {
  it('are statements with places', () => {
    const statements = parseScript("SET a = 'x';\n\n  SELECT 1; -- the end\n SELECT ';' ;;");
    expect(statements.map((s) => [s.statement.kind, s.position.line, s.position.column])).toEqual([
      ['Set', 1, 1],
      ['Query', 3, 3],
      ['Query', 4, 2],
    ]);
    expect(parseScript(' -- nothing\n')).toEqual([]);
  });
  it('commands keep what they are told', () => {
    expect(parse("COPY t TO 'a\\b.csv' (FORMAT csv, PARTITION_BY (x, y), HEADER false)")).toMatchObject({
      kind: 'CopyTo',
      destination: 'a\\b.csv',
      options: { format: 'csv', partition_by: ['x', 'y'], header: false },
    });
    expect(parse('SET spark.sql.x = 1 2')).toMatchObject({ kind: 'Set', key: 'spark.sql.x', value: '1 2' });
    expect(parse('CREATE OR REPLACE TEMPORARY VIEW a.v(x) AS SELECT 1')).toMatchObject({
      kind: 'CreateView',
      name: 'a.v',
      columns: ['x'],
      replace: true,
      temporary: true,
    });
    expect(parse('EXPLAIN ANALYZE INSERT INTO t SELECT 1')).toMatchObject({
      kind: 'Explain',
      mode: 'analyze',
      statement: { kind: 'InsertInto' },
    });
    expect(parse('CREATE TABLE t (a DECIMAL(10, 2) NOT NULL)')).toMatchObject({
      columns: [{ name: 'a', type: 'DECIMAL(10, 2)', nullable: false }],
    });
  });
  it('errors say what was meant', () => {
    expect(() => parse('SELECT a FORM t')).toThrow('Did you mean FROM?');
    expect(() => parse('SELECT a FROM t GRUOP BY a')).toThrow('Did you mean GROUP?');
    expect(() => parse('DROP t')).toThrow('Expected MATERIALIZED, TABLE or VIEW');
  });
});
