// What analysis refuses: the condition, and where in the text.
import { describe, expect, it } from 'vitest';
import { analyzed, testCatalog } from '../helpers/catalog.ts';

const CASES: readonly (readonly [sql: string, code: string, position: readonly [line: number, column: number] | undefined])[] = [
  ['SELECT zz FROM t', 'UNRESOLVED_COLUMN', [1, 8]],
  ['SELECT t.zz FROM t', 'UNRESOLVED_COLUMN', [1, 8]],
  ['SELECT x.a FROM t', 'UNRESOLVED_COLUMN', [1, 8]],
  ['SELECT a FROM tt', 'TABLE_OR_VIEW_NOT_FOUND', [1, 15]],
  ['SELECT sm(a) FROM t', 'UNRESOLVED_ROUTINE', [1, 8]],
  ['SELECT s FROM t, u', 'AMBIGUOUS_REFERENCE', [1, 8]],
  ['SELECT a, count(*) FROM t', 'MISSING_AGGREGATION', [1, 8]],
  ['SELECT s, a + 1 FROM t GROUP BY s', 'MISSING_AGGREGATION', [1, 11]],
  ['SELECT a FROM t WHERE count(*) > 1', 'INVALID_WHERE_CONDITION', [1, 23]],
  ['SELECT sum(sum(a)) FROM t', 'NESTED_AGGREGATE_FUNCTION', [1, 12]],
  ['SELECT a FROM t WHERE s', 'DATATYPE_MISMATCH', [1, 23]],
  ['SELECT f AND a FROM t', 'DATATYPE_MISMATCH', [1, 14]],
  ['SELECT a FROM t WHERE row_number() OVER (ORDER BY a) = 1', 'UNSUPPORTED_EXPR_FOR_OPERATOR', [1, 23]],
  ['SELECT row_number() FROM t', 'WINDOW_FUNCTION_WITHOUT_OVER_CLAUSE', [1, 8]],
  ['SELECT a FROM t GROUP BY 5', 'GROUP_BY_POS_OUT_OF_RANGE', undefined],
  ['SELECT a FROM t GROUP BY sum(a)', 'GROUP_BY_AGGREGATE', [1, 26]],
  ['SELECT a FROM t ORDER BY 5', 'ORDER_BY_POS_OUT_OF_RANGE', undefined],
  ['SELECT a FROM t LIMIT -1', 'INVALID_LIMIT_LIKE_EXPRESSION', undefined],
  ['SELECT a FROM t LIMIT a', 'INVALID_LIMIT_LIKE_EXPRESSION', [1, 23]],
  ['SELECT dt + s FROM t', 'DATATYPE_MISMATCH', [1, 11]],
  ['SELECT f + 1 FROM t', 'DATATYPE_MISMATCH', [1, 10]],
  ['SELECT CAST(f AS DATE) FROM t', 'DATATYPE_MISMATCH', [1, 8]],
  ['SELECT a FROM t UNION SELECT a, y FROM u', 'NUM_COLUMNS_MISMATCH', undefined],
  ['SELECT a FROM t UNION SELECT dt FROM t', 'INCOMPATIBLE_COLUMN_TYPE', undefined],
  ['SELECT (SELECT a, b FROM t)', 'INVALID_SUBQUERY_EXPRESSION', [1, 8]],
  ['SELECT (SELECT y FROM u WHERE u.a = t.b) FROM t', 'UNSUPPORTED_FEATURE', [1, 37]],
  ['SELECT * FROM t JOIN u USING (zz)', 'UNRESOLVED_USING_COLUMN_FOR_JOIN', undefined],
  ['SELECT z.* FROM t', 'CANNOT_RESOLVE_STAR_EXPAND', [1, 8]],
  ['SELECT * EXCLUDE (zz) FROM t', 'UNRESOLVED_COLUMN', [1, 8]],
  ['SELECT a FROM t WHERE b = ?', 'UNBOUND_SQL_PARAMETER', [1, 27]],
  ['SELECT DISTINCT a FROM t ORDER BY b', 'UNRESOLVED_COLUMN', [1, 35]],
  ['SELECT substring(s) FROM t', 'WRONG_NUM_ARGS', [1, 8]],
  ['SELECT sum(DISTINCT a) OVER () FROM t', 'DISTINCT_WINDOW_FUNCTION_UNSUPPORTED', [1, 8]],
  ['SELECT * FROM w1', 'RECURSIVE_VIEW', [1, 15]],
  ['VALUES (1), (1, 2)', 'INVALID_INLINE_TABLE', undefined],
  ['SELECT a FROM t GROUP BY ROLLUP (a)', 'UNSUPPORTED_FEATURE', [1, 26]],
  ['SELECT CASE WHEN f THEN 1 ELSE dt END FROM t', 'DATATYPE_MISMATCH', [1, 32]],
  ['SELECT * FROM nofunc(1)', 'UNRESOLVABLE_TABLE_VALUED_FUNCTION', [1, 15]],
  ['SELECT lag(a) OVER w FROM t', 'MISSING_WINDOW_SPECIFICATION', [1, 8]],
  ['SELECT sum(*) FROM t', 'WRONG_NUM_ARGS', [1, 8]],
  ['SELECT upper(DISTINCT s) FROM t', 'INVALID_SQL_SYNTAX', [1, 8]],
  ['SELECT a.b FROM t', 'UNRESOLVED_COLUMN', [1, 8]],
];
describe('refused', () => {
  it.each(CASES)('%s', (sql, code, position) => {
    const place = position && { position: { line: position[0], column: position[1] } };
    expect(() => analyzed(sql, testCatalog)).toThrow(expect.objectContaining({ code, ...place }));
  });
});
