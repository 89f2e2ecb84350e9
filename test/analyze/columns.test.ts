// What analysis makes of a query: the names (Spark's) and types of its columns.
import { describe, expect, it } from 'vitest';
import { outputOf } from '../../src/plan/output.ts';
import { formatType } from '../../src/types/format-type.ts';
import { analyzed, testCatalog } from '../helpers/catalog.ts';

const CASES: readonly (readonly [sql: string, columns: string])[] = [
  ['SELECT a, A, t.a AS z, a + 1, -a, ~a FROM t', 'a int | A int | z int | (a + 1) int | (- a) int | ~a int'],
  [
    "SELECT a + b, a - d, d * d, d / d, a / b, a % 2, a div b, x + d, '1' + a FROM t",
    '(a + b) bigint | (a - d) decimal(13,2) | (d * d) decimal(21,4) | (d / d) decimal(23,13) | (a / b) double | (a % 2) int | (a div b) bigint | (x + d) double | (1 + a) bigint',
  ],
  [
    "SELECT a = b, a <> 1, NOT f, a IS NULL, a IS NOT NULL, a BETWEEN 1 AND 2, a IN (1, 2), s LIKE 'x%', s || 'y', f AND a > 1 FROM t",
    '(a = b) boolean | (NOT (a = 1)) boolean | (NOT f) boolean | (a IS NULL) boolean | (a IS NOT NULL) boolean | between(a, 1, 2) boolean | (a IN (1, 2)) boolean | s LIKE x% boolean | concat(s, y) string | (f AND (a > 1)) boolean',
  ],
  [
    'SELECT CAST(a AS STRING), CAST(a + 1 AS STRING), TRY_CAST(s AS INT), a::double FROM t',
    'a string | CAST((a + 1) AS STRING) string | s int | a double',
  ],
  [
    'SELECT count(*), count(a), count(DISTINCT a), sum(a), avg(a), sum(d), avg(d), min(s), max(x) FROM t',
    'count(1) bigint | count(a) bigint | count(DISTINCT a) bigint | sum(a) bigint | avg(a) double | sum(d) decimal(20,2) | avg(d) decimal(14,6) | min(s) string | max(x) double',
  ],
  ['SELECT sum(a) FILTER (WHERE f) FROM t', 'sum(a) FILTER (WHERE f) bigint'],
  [
    "SELECT CASE WHEN a > 1 THEN 1 ELSE 2.5 END, CASE s WHEN 'x' THEN 1 END, coalesce(a, b), if(f, 1, 2L), nullif(a, 1) FROM t",
    'CASE WHEN (a > 1) THEN 1 ELSE 2.5 END decimal(11,1) | CASE WHEN (s = x) THEN 1 END int | coalesce(a, b) bigint | if(f, 1, 2) bigint | nullif(a, 1) int',
  ],
  [
    'SELECT row_number() OVER (PARTITION BY s ORDER BY a), sum(a) OVER (PARTITION BY s), lag(a) OVER (ORDER BY b) FROM t',
    'row_number() OVER (PARTITION BY s ORDER BY a ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) int | sum(a) OVER (PARTITION BY s ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) bigint | lag(a) OVER (ORDER BY b ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) int',
  ],
  [
    "SELECT 1, 'x', 1.5, 1e0, NULL, TRUE, DATE '2020-01-02', INTERVAL '1' DAY, INTERVAL '2' YEAR, X'0AFF' FROM t",
    "1 int | x string | 1.5 decimal(2,1) | 1.0 double | NULL void | true boolean | DATE '2020-01-02' date | INTERVAL '1' DAY interval day | INTERVAL '2' YEAR interval year | X'0AFF' binary",
  ],
  [
    "SELECT dt + 1, dt - dt, dt + INTERVAL '1' MONTH, ts - ts, year(dt), EXTRACT(MONTH FROM dt) FROM t",
    "(dt + 1) date | (dt - dt) interval day | (dt + INTERVAL '1' MONTH) date | (ts - ts) interval day to second | year(dt) int | extract(MONTH FROM dt) int",
  ],
  [
    'SELECT * FROM t JOIN u USING (a)',
    'a int | b bigint | s string | d decimal(10,2) | x double | dt date | ts timestamp | f boolean | y double | s string',
  ],
  [
    'SELECT * FROM t FULL JOIN u USING (a)',
    'a int | b bigint | s string | d decimal(10,2) | x double | dt date | ts timestamp | f boolean | y double | s string',
  ],
  [
    'SELECT * FROM t NATURAL JOIN u',
    'a int | s string | b bigint | d decimal(10,2) | x double | dt date | ts timestamp | f boolean | y double',
  ],
  ['SELECT t.a, u.a FROM t LEFT JOIN u USING (a)', 'a int | a int'],
  [
    'SELECT * FROM t LEFT SEMI JOIN u ON t.a = u.a',
    'a int | b bigint | s string | d decimal(10,2) | x double | dt date | ts timestamp | f boolean',
  ],
  ['SELECT s, sum(a) AS total FROM t GROUP BY s HAVING total > 1 ORDER BY total', 's string | total bigint'],
  ['SELECT upper(s), count(*) FROM t GROUP BY 1', 'upper(s) string | count(1) bigint'],
  ['SELECT upper(s) AS k, count(*) FROM t GROUP BY k', 'k string | count(1) bigint'],
  ['SELECT s, a + 1, sum(b) FROM t GROUP BY s, a + 1', 's string | (a + 1) int | sum(b) bigint'],
  ['SELECT s, count(*) FROM t GROUP BY ALL ORDER BY ALL', 's string | count(1) bigint'],
  ['SELECT a + 1 AS b, b * 2 AS c FROM t', 'b int | c bigint'],
  ['SELECT a + 1 AS p, p * 2 AS q FROM t', 'p int | q int'],
  ['SELECT a1 FROM v', 'a1 int'],
  ['SELECT 1 UNION SELECT 2L', '1 bigint'],
  ['SELECT a FROM t UNION ALL SELECT y FROM u', 'a double'],
  ['SELECT a, s FROM t UNION ALL BY NAME SELECT s, y FROM u', 'a int | s string | y double'],
  [
    'SELECT (SELECT max(y) FROM u), a IN (SELECT a FROM u), EXISTS (SELECT 1 FROM u) FROM t',
    'scalarsubquery() double | (a IN (listquery())) boolean | exists() boolean',
  ],
  ['SELECT "a", "zzz", "t"."a" FROM t', 'a int | zzz string | a int'],
  ['SELECT * EXCLUDE (s, d, x, dt, ts, f) REPLACE (a + 1 AS a) FROM t', 'a int | b bigint'],
  ["SELECT col1, col2 FROM VALUES (1, 'a'), (2L, NULL)", 'col1 bigint | col2 string'],
  ['SELECT id FROM range(3)', 'id bigint'],
  ['WITH q(k) AS (SELECT a FROM t) SELECT * FROM q', 'k int'],
  ['WITH t AS (SELECT s FROM t) SELECT * FROM t', 's string'],
  [
    'SELECT * FROM t x(p, q) LIMIT 1',
    'p int | q bigint | s string | d decimal(10,2) | x double | dt date | ts timestamp | f boolean',
  ],
  ['SELECT t.* FROM t, u', 'a int | b bigint | s string | d decimal(10,2) | x double | dt date | ts timestamp | f boolean'],
  [
    'SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a), median(a), stddev(x) FROM t',
    'percentile_cont(0.5 ORDER BY a ASC NULLS FIRST) double | median(a) double | stddev(x) double',
  ],
  [
    'SELECT sum(sum(a)) OVER (ORDER BY s) FROM t GROUP BY s',
    'sum(sum(a)) OVER (ORDER BY s ASC NULLS FIRST RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) bigint',
  ],
  ['SELECT sum(a) OVER w FROM t WINDOW w AS (PARTITION BY s)', 'sum(a) OVER w bigint'],
  ['SELECT a FROM t QUALIFY row_number() OVER (PARTITION BY s ORDER BY b) = 1', 'a int'],
  ['SELECT DISTINCT ON (s) a FROM t ORDER BY s, b DESC', 'a int'],
  ['SELECT a FROM t ORDER BY b, t.x, a + 1', 'a int'],
  ['SELECT f IS TRUE, f IS DISTINCT FROM TRUE FROM t', '(f <=> true) boolean | (NOT (f <=> true)) boolean'],
  ['FROM t SELECT sum(a) HAVING sum(a) > 1', 'sum(a) bigint'],
];
describe('columns', () => {
  it.each(CASES)('%s', (sql, columns) => {
    const output = outputOf(analyzed(sql, testCatalog));
    expect(output.map((a) => `${a.name} ${formatType(a.type)}`).join(' | ')).toBe(columns);
  });
});
