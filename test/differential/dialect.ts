// Prints a case for either engine. What the dialects spell differently stands in the two tables, and nowhere else.
import type { Case, Node, Order, Select, SetQuery, ValueType } from './ast.ts';

export type Dialect = 'caudal' | 'duckdb';
const TYPE: { readonly [D in Dialect]: { readonly [T in ValueType]: string } } = {
  caudal: { int: 'INT', bigint: 'BIGINT', double: 'DOUBLE', string: 'STRING', boolean: 'BOOLEAN', date: 'DATE' },
  duckdb: { int: 'INTEGER', bigint: 'BIGINT', double: 'DOUBLE', string: 'VARCHAR', boolean: 'BOOLEAN', date: 'DATE' },
};
const JOIN: { readonly [D in Dialect]: Readonly<Record<string, string>> } = {
  caudal: {},
  duckdb: { 'LEFT SEMI': 'SEMI', 'LEFT ANTI': 'ANTI' },
};
export const typeName = (type: ValueType, dialect: Dialect): string => TYPE[dialect][type];

export function printCase({ query, limit, width }: Case, dialect: Dialect): string {
  const body = query.kind === 'set' ? printSet(query, dialect) : printSelect(query, dialect);
  if (!limit) return body;
  const keys = Array.from({ length: width }, (_, i) => `c${i} ASC NULLS FIRST`).join(', ');
  return `SELECT * FROM (${body}) AS q ORDER BY ${keys} LIMIT ${limit.rows} OFFSET ${limit.offset}`;
}
const printSet = ({ op, left, right }: SetQuery, dialect: Dialect): string =>
  `(${printSelect(left, dialect)}) ${op} (${printSelect(right, dialect)})`;

function printSelect(q: Select, dialect: Dialect): string {
  const p = (n: Node): string => print(n, dialect);
  const joins = q.from.joins
    .map((j) => ` ${JOIN[dialect][j.type] ?? j.type} JOIN ${j.table}${j.on ? ` ON ${p(j.on)}` : ''}`)
    .join('');
  return [
    `SELECT ${q.distinct ? 'DISTINCT ' : ''}${q.items.map((item, i) => `${p(item)} AS c${i}`).join(', ')}`,
    `FROM ${q.from.table}${joins}`,
    q.where ? `WHERE ${p(q.where)}` : '',
    q.groupBy.length > 0 ? `GROUP BY ${q.groupBy.map(p).join(', ')}` : '',
    q.having ? `HAVING ${p(q.having)}` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
function print(n: Node, dialect: Dialect): string {
  const p = (m: Node): string => print(m, dialect);
  switch (n.kind) {
    case 'column':
      return `${n.table}.${n.name}`;
    case 'literal':
      return printLiteral(n.value, n.type, dialect);
    case 'call':
      return `${n.name}(${n.args.map(p).join(', ')})`;
    case 'binary':
      return `(${p(n.left)} ${n.op} ${p(n.right)})`;
    case 'not':
      return `(NOT ${p(n.input)})`;
    case 'isNull':
      return `(${p(n.input)} IS NULL)`;
    case 'isNotNull':
      return `(${p(n.input)} IS NOT NULL)`;
    case 'in':
      return `(${p(n.input)} IN (${n.list.map(p).join(', ')}))`;
    case 'case':
      return `CASE WHEN ${p(n.when)} THEN ${p(n.then)} ELSE ${p(n.otherwise)} END`;
    case 'cast':
      return `CAST(${p(n.input)} AS ${TYPE[dialect][n.type]})`;
    case 'aggregate':
      return `${n.name}(${n.distinct ? 'DISTINCT ' : ''}${n.arg ? p(n.arg) : '*'})${n.filter ? ` FILTER (WHERE ${p(n.filter)})` : ''}`;
    case 'window': {
      const partition = n.partitionBy.length > 0 ? `PARTITION BY ${n.partitionBy.map(p).join(', ')}` : '';
      const order = n.orderBy.length > 0 ? `ORDER BY ${n.orderBy.map((o) => printOrder(o, dialect)).join(', ')}` : '';
      return `${n.name}(${n.arg ? p(n.arg) : n.name.includes('rank') ? '' : '*'}) OVER (${[partition, order].filter(Boolean).join(' ')})`;
    }
  }
}
const printOrder = (o: Order, dialect: Dialect): string =>
  `${print(o.input, dialect)} ${o.descending ? 'DESC' : 'ASC'} NULLS ${o.nullsFirst ? 'FIRST' : 'LAST'}`;

/** Literals carry a cast, so that both engines give them the same type. */
function printLiteral(value: string | number | boolean | null, type: ValueType, dialect: Dialect): string {
  const text =
    value === null
      ? 'NULL'
      : typeof value === 'string'
        ? `'${value.replace(/'/g, dialect === 'caudal' ? "\\'" : "''")}'`
        : String(value);
  return `CAST(${text} AS ${TYPE[dialect][type]})`;
}
