// What the grammar takes and refuses, one statement per line.
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/sql/parse.ts';

const ACCEPTED = String.raw`
SELECT 1
select a, b as c, d e, t.*, * from t
SELECT * EXCLUDE (a, b) REPLACE (c + 1 AS c) FROM t
SELECT * EXCEPT (a) FROM t
SELECT DISTINCT a FROM t
SELECT DISTINCT ON (a, b) c FROM t ORDER BY a, b
SELECT ALL a FROM t
SELECT a, FROM t
FROM t
FROM t SELECT a WHERE b > 1 LIMIT 3
FROM t WHERE b > 1
FROM 'data/*.parquet'
FROM 'C:\data\new.csv' AS x
SELECT * FROM read_parquet('a.parquet', hive_partitioning => true), read_csv('x.csv', sep => '\t', header = true)
SELECT * FROM read_parquet(['a.parquet', 'b.parquet'])
SELECT * FROM range(10) r JOIN range(1, 2, 3) AS s(x) ON r.id = s.x
SELECT a FROM t GROUP BY ALL ORDER BY ALL
SELECT a, count(*) FROM t GROUP BY 1 HAVING count(*) > 1 ORDER BY 2 DESC NULLS LAST, a ASC NULLS FIRST LIMIT 10 OFFSET 5
SELECT a FROM t OFFSET 5
SELECT a FROM t LIMIT ALL
SELECT a FROM t FETCH FIRST 3 ROWS ONLY
SELECT a, row_number() OVER (PARTITION BY b ORDER BY c DESC) rn FROM t QUALIFY rn = 1
SELECT sum(a) OVER w, lag(a, 1) IGNORE NULLS OVER (w ORDER BY b) FROM t WINDOW w AS (PARTITION BY c)
SELECT sum(a) OVER (ORDER BY b ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), avg(a) OVER (ORDER BY b RANGE UNBOUNDED PRECEDING) FROM t
SELECT sum(a) OVER (ORDER BY d RANGE BETWEEN INTERVAL '1' DAY PRECEDING AND INTERVAL 2 DAYS FOLLOWING) FROM t
SELECT * FROM a JOIN b USING (id) LEFT JOIN c ON a.id = c.id RIGHT OUTER JOIN d ON TRUE FULL JOIN e ON e.x = d.x CROSS JOIN f
SELECT * FROM a NATURAL JOIN b NATURAL LEFT JOIN c
SELECT * FROM a LEFT SEMI JOIN b ON a.x = b.x SEMI JOIN c USING (y) ANTI JOIN d USING (z) LEFT ANTI JOIN e ON true
SELECT * FROM a, b, c JOIN d ON c.x = d.x
SELECT * FROM (a JOIN b ON a.x = b.x)
SELECT * FROM ((SELECT 1) UNION ALL (SELECT 2)) u
SELECT * FROM (((SELECT 1 AS a) x JOIN b ON x.a = b.a))
SELECT 1 UNION SELECT 2 UNION ALL SELECT 3 INTERSECT SELECT 4 EXCEPT ALL SELECT 5 MINUS SELECT 6
(SELECT 1) UNION ALL (SELECT 2 ORDER BY 1 LIMIT 1) ORDER BY 1
SELECT 1 UNION ALL BY NAME SELECT 2
WITH a AS (SELECT 1), b(x, y) AS (SELECT 2, 3) SELECT * FROM a, b
WITH a AS NOT MATERIALIZED (SELECT 1) SELECT * FROM a
VALUES (1, 'a'), (2, 'b')
VALUES 1, 2
SELECT * FROM VALUES (1, 2) AS t(a, b)
SELECT * FROM (VALUES (1, 2), (3, 4)) t(a, b)
SELECT (SELECT max(a) FROM t), a IN (SELECT b FROM u), a NOT IN (1, 2), EXISTS (SELECT 1), NOT EXISTS (SELECT 1)
SELECT a = ANY (SELECT b FROM t), a <> ALL (SELECT b FROM t), any(f), a = some(f) FROM t
SELECT CASE WHEN a THEN b ELSE c END, CASE a WHEN 1 THEN 'x' WHEN 2 THEN 'y' END
SELECT CAST(a AS DECIMAL(10, 2)), TRY_CAST(a AS INT), a::double, a::int[]::string, '1'::INTEGER + 1
SELECT EXTRACT(YEAR FROM d), extract('month' FROM d), POSITION('a' IN b), position('a', b), SUBSTRING(a FROM 2 FOR 3), substring(a, 2), SUBSTR(a FOR 3)
SELECT TRIM(a), TRIM(BOTH 'x' FROM a), TRIM(LEADING FROM a), trim('x' FROM a), trim(a, 'x'), OVERLAY(a PLACING 'b' FROM 2 FOR 1)
SELECT INTERVAL 1 DAY, INTERVAL '1' YEAR, INTERVAL '1-2' YEAR TO MONTH, INTERVAL '1 day 2 hours', INTERVAL 1 DAY 2 HOURS, INTERVAL (a) DAY
SELECT DATE '2020-01-01', TIMESTAMP '2020-01-01 00:00:00', TIMESTAMP_NTZ '2020-01-01 00:00:00', date('2020-01-01'), date, timestamp FROM t
SELECT a BETWEEN 1 AND 2 AND b NOT BETWEEN SYMMETRIC 3 AND 1, a LIKE 'x%' ESCAPE '!', a NOT ILIKE 'y', a RLIKE 'z', a LIKE ANY ('a', 'b')
SELECT a IS NULL, a IS NOT NULL, a IS DISTINCT FROM b, a IS NOT DISTINCT FROM b, a IS TRUE, a IS NOT FALSE, a IS UNKNOWN, a <=> b
SELECT a || b, a div b, a % b, a ^ b, ~a, a & b, a | b, a << 1, a >> 2, -a, +a, !a, a == b, a != b, a <> b
SELECT a[0], s.x.y, ARRAY[1, 2], array(1, 2), [1, 2], struct(1 AS a, 2 AS b), map('a', 1), f(x).y, (s).x
SELECT transform(a, x -> x + 1), aggregate(a, 0, (acc, x) -> acc + x)
SELECT count(DISTINCT a, b), count(*) FILTER (WHERE a > 1), percentile_cont(0.5) WITHIN GROUP (ORDER BY v), string_agg(a, ',' ORDER BY b)
SELECT * FROM t TABLESAMPLE (10 PERCENT) REPEATABLE (42)
SELECT * FROM t TABLESAMPLE (5 ROWS) AS x
SELECT * FROM t USING SAMPLE 10%
SELECT * FROM t WHERE a USING SAMPLE reservoir(50 ROWS)
SELECT ?, :name, $1
SELECT a ? b FROM t -- not this line
SELECT "x", "a b", t."c" FROM "t"
SELECT \`a b\`, \`t\`.\`c\` FROM \`t\`
SELECT 'it''s', 'a\n\'b', r'\d+', 'a' 'b', X'1F', "say ""hi"""
SELECT 1L, 2S, 3Y, 1.5D, 1.5F, 1.5BD, .5, 5., 1e10, 1.5e-3, 9223372036854775808
SELECT 1 /* a /* nested */ comment */ + 2 -- line
SELECT left(a, 2), right(a, 2), if(a, 1, 2), window(ts, '5 minutes'), year, month, day, first, last, values, table_name FROM t
SELECT current_date, current_timestamp(), now()
SELECT * FROM t AS x(a, b), u y
TABLE t
EXPLAIN SELECT 1
EXPLAIN ANALYZE SELECT 1
EXPLAIN VERBOSE SELECT 1
DESCRIBE t
DESCRIBE SELECT 1
DESC TABLE EXTENDED a.b
SHOW TABLES
SHOW TABLES LIKE 'a*'
SHOW COLUMNS FROM t
SHOW FUNCTIONS
SUMMARIZE t
SUMMARIZE SELECT 1
COPY (SELECT 1) TO 'x.parquet' (FORMAT parquet, PARTITION_BY (a, b), OVERWRITE true)
COPY t TO 'out\new.csv' WITH (HEADER, DELIMITER ';')
SET a.b.c = 10
SET
CACHE LAZY TABLE t AS SELECT 1
CACHE TABLE t
UNCACHE TABLE IF EXISTS t
CREATE OR REPLACE TEMP VIEW v AS SELECT 1
CREATE VIEW v(a, b) AS SELECT 1, 2
CREATE TABLE IF NOT EXISTS t AS SELECT 1
CREATE TABLE t (a INT NOT NULL, b DECIMAL(10,2), c ARRAY<STRUCT<x: INT, y: STRING>>)
INSERT INTO t VALUES (1, 2)
INSERT INTO TABLE t (a, b) SELECT 1, 2
INSERT OVERWRITE t SELECT 1
CREATE TABLE t (a INT, ts TIMESTAMP(3), b AS a + 1, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND) PARTITIONED BY (a) WITH ('connector' = 'x', rows.per-second = 5)
CREATE OR REPLACE TEMPORARY TABLE t WITH (connector = rate, a = true, b = 1.5)
CREATE TABLE t WITH a AS (SELECT 1) SELECT * FROM a
CREATE TABLE t (watermark INT, emit INT)
INSERT INTO t SELECT a FROM x EMIT CHANGES
INSERT INTO t (a) SELECT a FROM x WHERE b GROUP BY a EMIT ON WINDOW CLOSE
SELECT a emit FROM b emit JOIN c emit ON b.x = c.x
SET 'streaming.trigger' = '10 seconds'
DROP TABLE IF EXISTS t
DROP VIEW v;
`
  .replaceAll('\\`', '`')
  .trim()
  .split('\n')
  .filter((line) => !line.endsWith('not this line'));

describe('accepted', () => {
  it.each(ACCEPTED)('%s', (sql) => {
    expect(parse(sql).kind).toBeTypeOf('string');
  });
});

const REFUSED: readonly (readonly [sql: string, code: string, line: number, column: number])[] = [
  ['', 'PARSE_SYNTAX_ERROR', 1, 1],
  ['SELECT', 'PARSE_SYNTAX_ERROR', 1, 7],
  ['SELEC 1', 'PARSE_SYNTAX_ERROR', 1, 1],
  ['SELECT a FORM t', 'PARSE_SYNTAX_ERROR', 1, 15],
  ['SELECT a FROM', 'PARSE_SYNTAX_ERROR', 1, 14],
  ['SELECT a\nFROM t\nWHERE >', 'PARSE_SYNTAX_ERROR', 3, 7],
  ['SELECT (1', 'PARSE_SYNTAX_ERROR', 1, 10],
  ['SELECT 1)', 'PARSE_SYNTAX_ERROR', 1, 9],
  ["SELECT 'abc", 'PARSE_SYNTAX_ERROR', 1, 8],
  ['SELECT 1a', 'PARSE_SYNTAX_ERROR', 1, 8],
  ['SELECT * FROM t GROUP a', 'PARSE_SYNTAX_ERROR', 1, 23],
  ['SELECT a b c FROM t', 'PARSE_SYNTAX_ERROR', 1, 12],
  ['SELECT 1; SELECT 2', 'PARSE_SYNTAX_ERROR', 1, 11],
  ['SELECT CASE WHEN 1 END', 'PARSE_SYNTAX_ERROR', 1, 20],
  ['SELECT * FROM a JOIN', 'PARSE_SYNTAX_ERROR', 1, 21],
  ['SELECT /* open', 'PARSE_SYNTAX_ERROR', 1, 8],
  ['SELECT CAST(a AS foo)', 'UNSUPPORTED_DATATYPE', 1, 18],
  ['SELECT CAST(a AS DECIMAL(50, 2))', 'DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION', 1, 18],
  ['SELECT * FROM a, LATERAL (SELECT 1)', 'UNSUPPORTED_FEATURE', 1, 18],
  ['WITH RECURSIVE a AS (SELECT 1) SELECT 2', 'UNSUPPORTED_FEATURE', 1, 1],
  ["SELECT DATE '2020-02-30'", 'INVALID_TYPED_LITERAL', 1, 8],
  ["SELECT INTERVAL '1 parsec'", 'INVALID_TYPED_LITERAL', 1, 17],
  ['SELECT 300Y', 'INVALID_TYPED_LITERAL', 1, 8],
  [
    'CREATE TABLE t (\n  ts TIMESTAMP,\n  WATERMARK FOR ts AS ts + INTERVAL 1 DAY\n) WITH (connector = x)',
    'INVALID_WATERMARK',
    3,
    3,
  ],
  ["CREATE TABLE t (ts TIMESTAMP, WATERMARK FOR ts AS ts - INTERVAL '1' MONTH) WITH (connector = x)", 'INVALID_WATERMARK', 1, 31],
  ['CREATE TABLE t (ts TIMESTAMP, WATERMARK FOR ts AS other) WITH (connector = x)', 'INVALID_WATERMARK', 1, 31],
  ['CREATE TABLE t (a INT, b AS a)', 'UNSUPPORTED_FEATURE', 1, 24],
  ['CREATE TABLE t (a INT) WITH (k = 1, K = 2)', 'INVALID_OPTION', 1, 37],
  ['CREATE TABLE t (a INT) WITH ()', 'PARSE_SYNTAX_ERROR', 1, 30],
  ['CREATE TABLE t (a INT, WATERMARK FOR a) WITH (k = 1)', 'PARSE_SYNTAX_ERROR', 1, 39],
  ['INSERT INTO t SELECT 1 EMIT ON WINDOW', 'PARSE_SYNTAX_ERROR', 1, 29],
  ['SELECT 1 FROM t EMIT CHANGES', 'PARSE_SYNTAX_ERROR', 1, 17],
];
describe('refused', () => {
  it.each(REFUSED)('%s', (sql, code, line, column) => {
    expect(() => parse(sql)).toThrow(expect.objectContaining({ code, position: { line, column } }));
  });
});
