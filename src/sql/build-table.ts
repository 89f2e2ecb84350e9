// What CREATE TABLE builds: a table in memory, or one over a connector when it has WITH (…).
import type { Expr } from '../expr/expr.ts';
import type { ColumnDefinition, ComputedColumn, Statement, TableOptions } from '../plan/command.ts';
import { CaudalError } from '../types/error.ts';
import type { Position } from '../types/error.ts';
import { unsupported } from './build.ts';

interface Watermark {
  readonly watermark: { readonly column: string; readonly delayMs: number };
  readonly position: Position;
}
type Column = ColumnDefinition | (ComputedColumn & { readonly position: Position });
interface PrimaryKey {
  readonly primaryKey: readonly string[];
  readonly position: Position;
}
type Item = Column | Watermark | PrimaryKey;
type Created<K extends 'CreateTable' | 'CreateConnectorTable'> = Omit<
  Extract<Statement, { kind: K }>,
  'name' | 'replace' | 'ifNotExists' | 'temporary'
>;

const CONNECTOR_HINT = "Add WITH (connector = '…').";

export function created(
  items: readonly Item[],
  partitionBy: readonly string[],
  options: TableOptions | null,
): Created<'CreateTable'> | Created<'CreateConnectorTable'> {
  const watermarks = items.filter((item): item is Watermark => 'watermark' in item);
  const columns = items.filter((item): item is Column => !('watermark' in item) && !('primaryKey' in item));
  checkKeys(items, columns);
  if (options) {
    if (watermarks.length > 1) return unsupported('More than one WATERMARK', watermarks[1]!.position);
    const [first] = watermarks;
    return { kind: 'CreateConnectorTable', columns, partitionBy, options, ...(first && { watermark: first.watermark }) };
  }
  const stored: ColumnDefinition[] = [];
  for (const item of items) {
    if ('primaryKey' in item) continue;
    if ('watermark' in item) return unsupported('WATERMARK of a table without a connector', item.position, CONNECTOR_HINT);
    if ('expr' in item) return unsupported('A computed column of a table without a connector', item.position, CONNECTOR_HINT);
    stored.push(item);
  }
  return { kind: 'CreateTable', columns: stored };
}

/** A key says something of the rows that come; nobody checks it, so it must be said so, as in Flink. */
export function primaryKey(names: readonly string[], isNotEnforced: boolean, position: Position): PrimaryKey {
  if (isNotEnforced) return { primaryKey: names, position };
  return unsupported('A PRIMARY KEY that is enforced', position, 'Write PRIMARY KEY (…) NOT ENFORCED.');
}
/** `key`: whether its PRIMARY KEY is NOT ENFORCED; null without one. */
export function column(
  { name, ddl, nullable }: { readonly name: string; readonly ddl: string; readonly nullable: boolean },
  key: boolean | null,
  position: Position,
): ColumnDefinition {
  if (key !== null) primaryKey([name], key, position);
  return { name, type: ddl, nullable };
}
function checkKeys(items: readonly Item[], columns: readonly Column[]): void {
  const [first, second] = items.filter((item): item is PrimaryKey => 'primaryKey' in item);
  if (second) unsupported('More than one PRIMARY KEY', second.position);
  const known = columns.map(({ name }) => name.toLowerCase());
  const unknown = first?.primaryKey.find((name) => !known.includes(name.toLowerCase()));
  if (unknown !== undefined)
    throw new CaudalError('UNRESOLVED_COLUMN', `\`${unknown}\` of PRIMARY KEY is no column of the table.`, {
      position: first!.position,
      params: { objectName: unknown },
    });
}

/** `ts`, or `ts - INTERVAL …` of whole milliseconds from 0. */
export function watermark(column: string, expr: Expr, position: Position): Watermark {
  const delayMs =
    expr.kind === 'UnresolvedCall' && expr.name === 'subtract'
      ? delayOf(expr.args, column)
      : isColumn(expr, column)
        ? 0
        : undefined;
  if (delayMs !== undefined) return { watermark: { column, delayMs }, position };
  throw new CaudalError(
    'INVALID_WATERMARK',
    `The watermark of \`${column}\` must be the column, or the column minus an interval.`,
    {
      position,
      hint: `Write WATERMARK FOR ${column} AS ${column} - INTERVAL '5' SECOND.`,
      params: { eventName: column },
    },
  );
}
function delayOf([left, right]: readonly Expr[], column: string): number | undefined {
  if (!isColumn(left!, column) || right?.kind !== 'Literal' || right.type.kind !== 'interval_day_time') return undefined;
  const micros = right.value as bigint;
  return micros >= 0n && micros % 1000n === 0n ? Number(micros / 1000n) : undefined;
}
const isColumn = (e: Expr, name: string): boolean =>
  e.kind === 'UnresolvedColumn' && e.parts.length === 1 && e.parts[0]!.toLowerCase() === name.toLowerCase();

export function optionsOf(
  options: readonly { readonly key: string; readonly value: string | number | boolean; readonly position: Position }[],
): TableOptions {
  const out: Record<string, string | number | boolean> = {};
  for (const { key, value, position } of options) {
    if (Object.hasOwn(out, key))
      throw new CaudalError('INVALID_OPTION', `The option ${key} is given twice.`, {
        position,
        params: { option: key, value: String(value) },
      });
    out[key] = value;
  }
  return out;
}
