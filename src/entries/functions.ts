// functions.ts: the subpath `caudal/functions`: every function, in camelCase and by its SQL name.

import { callColumn, callExpr, Column } from '../dataframe/column.ts';
import { columnExpr, lit, type ColumnOrName } from '../dataframe/columns.ts';
import { functionOf } from '../dataframe/function-of.ts';
import type { DataTypeInput } from '../dataframe/schema-input.ts';

export * from './functions.gen.ts';
export { broadcast } from '../dataframe/dataframe.ts';
export { map as createMap, map as create_map } from './functions.gen.ts';
export {
  asc,
  avg,
  coalesce,
  col,
  col as column,
  collect_list,
  collect_set,
  collectList,
  collectSet,
  count,
  count_distinct,
  countDistinct,
  desc,
  expr,
  first,
  last,
  lit,
  max,
  min,
  sum,
  when,
} from '../dataframe/columns.ts';
export {
  cumulate,
  proctime,
  sessionWindow,
  session_window,
  slidingWindow,
  sliding_window,
  window,
  windowTime,
  window_time,
} from '../dataframe/time-windows.ts';

/** Any function by its SQL name. */
export const callFunction = (name: string, ...args: ColumnOrName[]): Column => callColumn(name, ...args.map(columnExpr));

export const ascNullsFirst = (column: string): Column => new Column(columnExpr(column)).ascNullsFirst();
export const ascNullsLast = (column: string): Column => new Column(columnExpr(column)).ascNullsLast();
export const descNullsFirst = (column: string): Column => new Column(columnExpr(column)).descNullsFirst();
export const descNullsLast = (column: string): Column => new Column(columnExpr(column)).descNullsLast();

/** CAST; one that fails is an error. */
export const cast = (column: ColumnOrName, type: DataTypeInput): Column => new Column(columnExpr(column)).cast(type);
/** TRY_CAST: NULL where the cast fails. */
export const tryCast = (column: ColumnOrName, type: DataTypeInput): Column => new Column(columnExpr(column)).tryCast(type);
export { tryCast as try_cast };

/** The sum of the distinct values. */
export const sumDistinct = (column: ColumnOrName): Column =>
  new Column(Object.freeze({ ...callExpr('sum', [columnExpr(column)]), distinct: true }));
export { sumDistinct as sum_distinct };

/** JSON text of a struct, array or map. */
export const toJson = functionOf('to_json', 'c');
export { toJson as to_json };
/** Sorted ascending, NULLs last. */
export const arraySort = functionOf('array_sort', 'c');
export { arraySort as array_sort };

/** SQL's ltrim and rtrim take the characters first, as Spark's do. */
const trimEnd =
  (name: string) =>
  (column: ColumnOrName, chars?: string): Column =>
    callColumn(name, ...(chars === undefined ? [] : [lit(chars).expression]), columnExpr(column));
/** Spaces, or any of `chars`, at the start. */
export const ltrim = trimEnd('ltrim');
/** Spaces, or any of `chars`, at the end. */
export const rtrim = trimEnd('rtrim');
