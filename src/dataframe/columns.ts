// Where Columns come from: names, literals, SQL text, and the functions everybody uses. A string is a column name here,
// SQL text in `expr`, a literal in `lit`. The whole set is `caudal/functions`.
import type { Expr } from '../expr/expr.ts';
import { parseExpression } from '../sql/parse.ts';
import { Column, callColumn, callExpr } from './column.ts';
import { columnNamed } from './column-name.ts';
import { literal } from './literal.ts';
import type { LiteralValue } from './literal.ts';

export { when } from './column.ts';

/** A `Column`, or the name of one. */
export type ColumnOrName = Column | string;
/** The expression a column argument stands for. */
export const columnExpr = (column: ColumnOrName): Expr => (column instanceof Column ? column.expression : columnNamed(column));

/** A column by name; `'a.b'` reaches into structs and aliases. */
export const col = (name: string): Column => new Column(columnNamed(name));
/** A literal; a Column is given back. */
export const lit = (value: Column | LiteralValue): Column => (value instanceof Column ? value : new Column(literal(value)));
/** SQL text as a column. */
export const expr = (sql: string): Column => new Column(parseExpression(sql));

export const asc = (column: ColumnOrName): Column => new Column(columnExpr(column)).asc();
export const desc = (column: ColumnOrName): Column => new Column(columnExpr(column)).desc();

const overColumns =
  (name: string) =>
  (...columns: ColumnOrName[]): Column =>
    callColumn(name, ...columns.map(columnExpr));
const overColumn =
  (name: string) =>
  (column: ColumnOrName): Column =>
    callColumn(name, columnExpr(column));
const ignoringNulls =
  (name: string) =>
  (column: ColumnOrName, ignoreNulls = false): Column =>
    new Column(Object.freeze({ ...callExpr(name, [columnExpr(column)]), ...(ignoreNulls && { ignoreNulls }) }));

/** First argument that is not null. */
export const coalesce = overColumns('coalesce');
export const sum = overColumn('sum');
export const avg = overColumn('avg');
export const min = overColumn('min');
export const max = overColumn('max');
/** Rows where the column is not NULL; `'*'` counts all. */
export const count = overColumn('count');
/** Distinct combinations without NULL. */
export const countDistinct = (first: ColumnOrName, ...rest: ColumnOrName[]): Column =>
  new Column(Object.freeze({ ...callExpr('count', [first, ...rest].map(columnExpr)), distinct: true }));
export const first = ignoringNulls('first');
export const last = ignoringNulls('last');
export const collectList = overColumn('collect_list');
export const collectSet = overColumn('collect_set');
export { collectList as collect_list, collectSet as collect_set, countDistinct as count_distinct };
