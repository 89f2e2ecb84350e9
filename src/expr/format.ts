// Expressions as text: column names as Spark prints them, and EXPLAIN. Deterministic; no attribute ids, no qualifiers.
import { formatType } from '../types/format-type.ts';
import type { Value } from '../types/value.ts';
import type { DataType } from '../types/data-type.ts';
import { formatDecimal } from '../types/decimal.ts';
import { formatDayTime, formatYearMonth } from '../types/interval-text.ts';
import type { AggregateCall, Expr, FrameBound, SortOrder, UnresolvedCall, WindowCall, WindowFrame, WindowSpec } from './expr.ts';

/** Calls of two arguments that print between them, in parentheses. */
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
  shiftleft: '<<',
  shiftright: '>>',
  shiftrightunsigned: '>>>',
};
const PATTERNS: Readonly<Record<string, string>> = { like: 'LIKE', ilike: 'ILIKE', rlike: 'RLIKE' };
const PREFIXES: Readonly<Record<string, string>> = { negative: '(- ', bitwise_not: '~' };

export function formatExpr(e: Expr): string {
  switch (e.kind) {
    case 'Literal':
      return formatLiteral(e.value, e.type);
    case 'Parameter':
      return typeof e.name === 'number' ? '?' : `:${e.name}`;
    case 'Attribute':
      return e.name;
    case 'UnresolvedColumn':
      return e.parts.at(-1)!;
    case 'UnresolvedStar':
      return [...e.qualifier, '*'].join('.');
    case 'UnresolvedCall':
      return formatUnresolved(e);
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
      return `lambdafunction(${[formatExpr(e.body), ...e.parameters].join(', ')})`;
    case 'Alias':
      return `${formatExpr(e.input)} AS ${e.name}`;
    case 'AggregateCall':
      return formatAggregate(e);
    case 'SortOrder':
      return formatOrder(e);
    case 'WindowCall':
      return formatWindow(e);
    case 'ScalarSubquery':
      return 'scalarsubquery()';
    case 'InSubquery':
      return `(${formatExpr(e.input)} IN (listquery()))`;
    case 'Exists':
      return 'exists()';
  }
}
export const formatList = (list: readonly Expr[]): string => list.map(formatExpr).join(', ');
export const formatOrder = (e: SortOrder): string =>
  `${formatExpr(e.input)} ${e.descending ? 'DESC' : 'ASC'} NULLS ${e.nullsFirst ? 'FIRST' : 'LAST'}`;

function formatCall(name: string, args: readonly Expr[]): string {
  const [first, second] = args;
  if (args.length === 2 && Object.hasOwn(OPERATORS, name))
    return `(${formatExpr(first!)} ${OPERATORS[name]} ${formatExpr(second!)})`;
  if (args.length === 2 && Object.hasOwn(PATTERNS, name)) return `${formatExpr(first!)} ${PATTERNS[name]} ${formatExpr(second!)}`;
  if (args.length === 1 && Object.hasOwn(PREFIXES, name))
    return `${PREFIXES[name]}${formatExpr(first!)}${name === 'negative' ? ')' : ''}`;
  if (name === 'get_item') return `${formatExpr(first!)}[${formatExpr(second!)}]`;
  if (name === 'get_field') return `${formatExpr(first!)}.${formatExpr(second!)}`;
  if (name === 'extract') return `extract(${formatExpr(first!)} FROM ${formatExpr(second!)})`;
  return `${name}(${formatList(args)})`;
}
interface Modifiers {
  readonly distinct: boolean;
  readonly filter?: Expr;
  readonly orderBy?: readonly SortOrder[];
  readonly ignoreNulls?: boolean;
}
/** DISTINCT, ORDER BY, FILTER around an argument list. */
function withModifiers(name: string, args: string, m: Modifiers): string {
  const order = m.orderBy ? ` ORDER BY ${m.orderBy.map(formatOrder).join(', ')}` : '';
  const filter = m.filter ? ` FILTER (WHERE ${formatExpr(m.filter)})` : '';
  return `${name}(${m.distinct ? 'DISTINCT ' : ''}${args}${order})${m.ignoreNulls ? ' IGNORE NULLS' : ''}${filter}`;
}
const isStar = (e: Expr | undefined): boolean => e?.kind === 'UnresolvedStar' && e.qualifier.length === 0;
function formatUnresolved(e: UnresolvedCall): string {
  const isPlain = !e.distinct && !e.filter && !e.orderBy && !e.ignoreNulls && e.name !== 'count';
  // Arguments are formatted once per level: twice would double with every level of nesting.
  const call = isPlain
    ? formatCall(e.name, e.args)
    : withModifiers(e.name, e.name === 'count' && isStar(e.args[0]) ? '1' : formatList(e.args), e);
  return e.over ? `${call} OVER ${formatSpec(e.over, defaultFrame(e.name, e.over))}` : call;
}
const formatAggregate = (e: AggregateCall): string => withModifiers(e.name, e.args.length === 0 ? '1' : formatList(e.args), e);
function formatWindow(e: WindowCall): string {
  const f = e.function.kind === 'AggregateCall' ? formatAggregate(e.function) : formatCall(e.function.name, e.function.args);
  return `${f}${e.ignoreNulls && e.function.kind === 'Call' ? ' IGNORE NULLS' : ''} OVER ${formatSpec(e.spec, undefined)}`;
}

function formatLiteral(value: Value, type: DataType): string {
  if (value === null) return 'NULL';
  switch (type.kind) {
    case 'decimal':
      return formatDecimal(value as bigint, type.scale);
    case 'float':
    case 'double':
      return formatDouble(value as number);
    case 'date':
      return `DATE '${isoDate(value as number)}'`;
    case 'timestamp':
    case 'timestamp_ntz':
      return `${type.kind.toUpperCase()} '${isoTime(value as bigint)}'`;
    case 'interval_year_month':
      return formatYearMonth(value as number, type);
    case 'interval_day_time':
      return formatDayTime(value as bigint, type);
    case 'binary':
      return `X'${[...(value as Uint8Array)].map((b) => b.toString(16).padStart(2, '0').toUpperCase()).join('')}'`;
    default:
      return typeof value === 'object'
        ? JSON.stringify(value, (_key, v: unknown) => (typeof v === 'bigint' ? v.toString() : v))
        : String(value);
  }
}
/** As Java prints doubles: always with a fraction. */
const formatDouble = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e7 ? `${Object.is(value, -0) ? '-0' : value}.0` : String(value);
const isoDate = (days: number): string => new Date(days * 86_400_000).toISOString().replace(/T.*$/, '');
function isoTime(micros: bigint): string {
  const rest = ((micros % 1000n) + 1000n) % 1000n;
  const text = new Date(Number((micros - rest) / 1000n)).toISOString().replace('T', ' ').replace('Z', '');
  return `${text}${rest.toString().padStart(3, '0')}`.replace(/\.?0{1,6}$/, '');
}

const BOUNDS: { readonly [K in Exclude<FrameBound['kind'], 'Preceding' | 'Following'>]: string } = {
  UnboundedPreceding: 'UNBOUNDED PRECEDING',
  UnboundedFollowing: 'UNBOUNDED FOLLOWING',
  CurrentRow: 'CURRENT ROW',
};
const formatBound = (b: FrameBound): string =>
  'offset' in b ? `${formatExpr(b.offset)} ${b.kind.toUpperCase()}` : BOUNDS[b.kind];
export const formatFrame = (f: WindowFrame): string =>
  `${f.unit.toUpperCase()} BETWEEN ${formatBound(f.start)} AND ${formatBound(f.end)}`;
/** Functions that go by rows whatever the frame says. */
const BY_ROWS: ReadonlySet<string> = new Set(['row_number', 'rank', 'dense_rank', 'percent_rank', 'cume_dist', 'ntile']);
/** Spark's column names spell the default frame out. */
function defaultFrame(name: string, s: WindowSpec): string {
  if (s.orderBy.length === 0) return 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING';
  return `${BY_ROWS.has(name) ? 'ROWS' : 'RANGE'} BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW`;
}
function formatSpec(s: WindowSpec, otherwise: string | undefined): string {
  if (s.name !== undefined && s.partitionBy.length + s.orderBy.length === 0) return s.name;
  const parts = [
    s.partitionBy.length > 0 ? `PARTITION BY ${formatList(s.partitionBy)}` : '',
    s.orderBy.length > 0 ? `ORDER BY ${s.orderBy.map(formatOrder).join(', ')}` : '',
    s.frame ? formatFrame(s.frame) : otherwise,
  ];
  return `(${parts.filter(Boolean).join(' ')})`;
}
