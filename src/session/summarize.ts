// SUMMARIZE: one row per column with its type, bounds, approximate distinct count, moments, quartiles, count and share of NULLs.
import { callExpr } from '../dataframe/column.ts';
import { typedLiteral } from '../dataframe/literal.ts';
import type { Expr } from '../expr/expr.ts';
import { plainColumn } from '../dataframe/column-name.ts';
import type { Plan } from '../plan/logical.ts';
import { BIGINT, DOUBLE, INT, STRING, isNumeric } from '../types/data-type.ts';
import type { DataType, Field, Schema } from '../types/data-type.ts';
import { formatType } from '../types/format-type.ts';
import { attributesOf } from './plans.ts';

const cast = (input: Expr, type: DataType): Expr => Object.freeze({ kind: 'Cast', input, type, mode: 'ansi' });
const text = (input: Expr): Expr => cast(input, STRING);
const NO_TEXT = typedLiteral(null, STRING);
const isOrdered = (type: DataType): boolean => !['map', 'array', 'struct', 'binary', 'null'].includes(type.kind);
const moment =
  (name: string) =>
  (column: Expr, type: DataType): Expr =>
    isNumeric(type) ? text(callExpr(name, [column])) : NO_TEXT;
const quantile =
  (share: number) =>
  (column: Expr, type: DataType): Expr =>
    isNumeric(type) ? text(callExpr('percentile', [column, typedLiteral(share, DOUBLE)])) : NO_TEXT;
const countAll = callExpr('count', [typedLiteral(1, INT)]);

/** Name, type and aggregate of every statistic. */
const STATISTICS: readonly (readonly [name: string, type: DataType, (column: Expr, type: DataType) => Expr])[] = [
  ['min', STRING, (c, type) => (isOrdered(type) ? text(callExpr('min', [c])) : NO_TEXT)],
  ['max', STRING, (c, type) => (isOrdered(type) ? text(callExpr('max', [c])) : NO_TEXT)],
  ['approx_unique', BIGINT, (c, type) => (isOrdered(type) ? callExpr('approx_count_distinct', [c]) : typedLiteral(null, BIGINT))],
  ['avg', STRING, moment('avg')],
  ['std', STRING, moment('stddev')],
  ['q25', STRING, quantile(0.25)],
  ['q50', STRING, quantile(0.5)],
  ['q75', STRING, quantile(0.75)],
  ['count', BIGINT, () => countAll],
  ['null_percentage', DOUBLE, (c) => nullPercentage(c)],
];
function nullPercentage(column: Expr): Expr {
  const nulls = callExpr('subtract', [countAll, callExpr('count', [column])]);
  const share = callExpr('divide', [
    callExpr('multiply', [nulls, typedLiteral(100, DOUBLE)]),
    callExpr('nullif', [countAll, typedLiteral(0, INT)]),
  ]);
  return callExpr('round', [cast(share, DOUBLE), typedLiteral(2, INT)]);
}

/** One aggregation per column, in the order of the columns. */
export function summarizePlan(input: Plan, schema: Schema): Plan {
  const rows = schema.map((field) => columnSummary(input, field));
  if (rows.length === 1) return rows[0]!;
  const output = attributesOf([
    { name: 'column_name', type: STRING, nullable: false },
    { name: 'column_type', type: STRING, nullable: false },
    ...STATISTICS.map(([name, type]) => ({ name, type, nullable: true })),
  ]);
  return Object.freeze({ kind: 'Union', inputs: rows, output });
}
function columnSummary(input: Plan, { name, type }: Field): Plan {
  const column = plainColumn(name);
  const alias = (e: Expr, as: string): Expr => Object.freeze({ kind: 'Alias', input: e, name: as, id: 0 });
  const aggregates = STATISTICS.map(([as, , aggregate]) => alias(aggregate(column, type), as));
  const labels = [alias(typedLiteral(name, STRING), 'column_name'), alias(typedLiteral(formatType(type), STRING), 'column_type')];
  return Object.freeze({ kind: 'UnresolvedAggregate', input, groupings: [], aggregates: [...labels, ...aggregates] });
}
