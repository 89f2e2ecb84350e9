// Which words may be names. Spark reserves almost nothing; a word is refused only where it would end or begin a clause.

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Never a column, table or function name without quotes. */
const RESERVED = words(
  'SELECT FROM WHERE GROUP HAVING ORDER LIMIT UNION EXCEPT INTERSECT ON USING AND OR NOT IN IS BETWEEN LIKE ILIKE CASE WHEN THEN ELSE END NULL TRUE FALSE AS WITH JOIN DISTINCT QUALIFY',
);
/** Not functions either: they open a form of their own, and reading them twice would cost exponential time when nested. */
const RESERVED_FUNCTIONS = words(
  'CAST TRY_CAST INTERVAL VALUES LATERAL OVER FILTER TABLE SUBSTRING SUBSTR TRIM OVERLAY POSITION',
);
/** May not stand as an alias without AS, because a clause may begin here. */
const NOT_BARE_ALIAS = words(
  'LEFT RIGHT FULL INNER CROSS OUTER NATURAL SEMI ANTI ASOF POSITIONAL MINUS OFFSET FETCH WINDOW TABLESAMPLE LATERAL PIVOT UNPIVOT SORT CLUSTER DISTRIBUTE ' +
    'SET DIV RLIKE REGEXP ASC DESC NULLS FILTER OVER WITHIN IGNORE RESPECT ESCAPE COLLATE PLACING FOR TO ROWS RANGE GROUPS EXCLUDE PARTITION PRECEDING FOLLOWING ' +
    'NOTNULL ISNULL TABLE AT REPEATABLE COMMENT',
);
/** Words that may begin a form with a syntax of its own. */
const SPECIAL = words(
  'CASE CAST TRY_CAST NULL TRUE FALSE EXISTS EXTRACT POSITION SUBSTRING SUBSTR TRIM OVERLAY DATE TIMESTAMP TIMESTAMP_NTZ TIMESTAMP_LTZ INTERVAL ARRAY ' +
    'CURRENT_DATE CURRENT_TIMESTAMP LOCALTIMESTAMP CURRENT_TIMEZONE X',
);
/** Words that open a clause or a statement: what a typing mistake is compared with. */
export const CLAUSE_WORDS: readonly string[] = [
  ...RESERVED,
  ...words(
    'OFFSET WINDOW LEFT RIGHT FULL INNER CROSS NATURAL BY EXPLAIN CREATE DROP INSERT COPY DESCRIBE SHOW SUMMARIZE VALUES OVER PARTITION',
  ),
];

export const isReserved = (word: string, asFunction: boolean): boolean => {
  const upper = word.toUpperCase();
  return RESERVED.has(upper) || (asFunction && RESERVED_FUNCTIONS.has(upper));
};
export const isBareAliasReserved = (word: string): boolean => isReserved(word, false) || NOT_BARE_ALIAS.has(word.toUpperCase());
export const isSpecialForm = (word: string): boolean => SPECIAL.has(word.toUpperCase());
