// Expressions as text: column names as Spark prints them, and EXPLAIN. Deterministic; no attribute ids.
import { formatType } from '../types/format-type.ts';
import type { Value } from '../types/value.ts';
import type { DataType } from '../types/data-type.ts';
import type { Expr, FrameBound, WindowSpec } from './expr.ts';

/** Functions that print as operators. */
const OPERATORS: Readonly<Record<string, string>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  mod: '%',
  div: 'div',
  equal: '=',
  equal_null: '<=>',
  less: '<',
  less_equal: '<=',
  greater: '>',
  greater_equal: '>=',
  bitwise_and: '&',
  bitwise_or: '|',
  bitwise_xor: '^',
  like: 'LIKE',
  ilike: 'ILIKE',
  rlike: 'RLIKE',
};

export function formatExpr(e: Expr): string {
  switch (e.kind) {
    case 'Literal':
      return formatLiteral(e.value, e.type);
    case 'Parameter':
      return typeof e.name === 'number' ? '?' : `:${e.name}`;
    case 'Attribute':
      return e.name;
    case 'UnresolvedColumn':
      return e.parts.join('.');
    case 'UnresolvedStar':
      return [...e.qualifier, '*'].join('.');
    case 'UnresolvedCall':
      return `${e.name}(${e.distinct ? 'DISTINCT ' : ''}${formatList(e.args)})${e.over ? ` OVER ${formatSpec(e.over)}` : ''}`;
    case 'Call':
      return formatCall(e.name, e.args);
    case 'Cast':
      return `${e.mode === 'try' ? 'TRY_CAST' : 'CAST'}(${formatExpr(e.input)} AS ${formatType(e.type).toUpperCase()})`;
    case 'Case': {
      const branches = e.branches.map((b) => `WHEN ${formatExpr(b.when)} THEN ${formatExpr(b.then)}`).join(' ');
      const otherwise = e.otherwise.kind === 'Literal' && e.otherwise.value === null ? '' : ` ELSE ${formatExpr(e.otherwise)}`;
      return `CASE ${branches}${otherwise} END`;
    }
    case 'And':
      return `(${formatExpr(e.left)} AND ${formatExpr(e.right)})`;
    case 'Or':
      return `(${formatExpr(e.left)} OR ${formatExpr(e.right)})`;
    case 'Not':
      return e.input.kind === 'IsNull' ? `(${formatExpr(e.input.input)} IS NOT NULL)` : `(NOT ${formatExpr(e.input)})`;
    case 'IsNull':
      return `(${formatExpr(e.input)} IS NULL)`;
    case 'In':
      return `(${formatExpr(e.input)} IN (${formatList(e.list)}))`;
    case 'Lambda':
      return `lambdafunction(${formatExpr(e.body)}, ${e.parameters.join(', ')})`;
    case 'Alias':
      return `${formatExpr(e.input)} AS ${e.name}`;
    case 'AggregateCall':
      return `${e.name}(${e.distinct ? 'DISTINCT ' : ''}${e.args.length === 0 ? '1' : formatList(e.args)})${e.filter ? ` FILTER (WHERE ${formatExpr(e.filter)})` : ''}`;
    case 'SortOrder':
      return `${formatExpr(e.input)} ${e.descending ? 'DESC' : 'ASC'} NULLS ${e.nullsFirst ? 'FIRST' : 'LAST'}`;
    case 'WindowCall':
      return `${formatExpr(e.function)} OVER ${formatSpec(e.spec)}`;
    case 'ScalarSubquery':
      return 'scalarsubquery()';
    case 'InSubquery':
      return `(${formatExpr(e.input)} IN (subquery))`;
    case 'Exists':
      return 'exists(subquery)';
  }
}
const formatList = (list: readonly Expr[]): string => list.map(formatExpr).join(', ');
function formatCall(name: string, args: readonly Expr[]): string {
  const operator = OPERATORS[name];
  if (operator && args.length === 2) return `(${formatExpr(args[0]!)} ${operator} ${formatExpr(args[1]!)})`;
  if (name === 'negative' && args.length === 1) return `(- ${formatExpr(args[0]!)})`;
  return `${name}(${formatList(args)})`;
}
function formatLiteral(value: Value, type: DataType): string {
  if (value === null) return 'NULL';
  if (type.kind === 'decimal' && typeof value === 'bigint') {
    const digits = (value < 0n ? -value : value).toString().padStart(type.scale + 1, '0');
    const text = type.scale === 0 ? digits : `${digits.slice(0, -type.scale)}.${digits.slice(-type.scale)}`;
    return value < 0n ? `-${text}` : text;
  }
  if (type.kind === 'date' && typeof value === 'number')
    return `DATE '${new Date(value * 86_400_000).toISOString().slice(0, 10)}'`;
  if (value instanceof Uint8Array) return `X'${[...value].map((b) => b.toString(16).padStart(2, '0')).join('')}'`;
  return typeof value === 'object'
    ? JSON.stringify(value, (_k, v: unknown) => (typeof v === 'bigint' ? v.toString() : v))
    : String(value);
}
function formatBound(b: FrameBound): string {
  switch (b.kind) {
    case 'UnboundedPreceding':
      return 'UNBOUNDED PRECEDING';
    case 'UnboundedFollowing':
      return 'UNBOUNDED FOLLOWING';
    case 'CurrentRow':
      return 'CURRENT ROW';
    case 'Preceding':
      return `${formatExpr(b.offset)} PRECEDING`;
    case 'Following':
      return `${formatExpr(b.offset)} FOLLOWING`;
  }
}
function formatSpec(s: WindowSpec): string {
  const parts = [
    s.partitionBy.length > 0 ? `PARTITION BY ${formatList(s.partitionBy)}` : '',
    s.orderBy.length > 0 ? `ORDER BY ${formatList(s.orderBy)}` : '',
    s.frame ? `${s.frame.unit.toUpperCase()} BETWEEN ${formatBound(s.frame.start)} AND ${formatBound(s.frame.end)}` : '',
  ];
  return `(${parts.filter(Boolean).join(' ')})`;
}
