// `show`: the first rows as Spark prints them, and `printSchema`'s tree. Text only; nothing here runs a query.
import { resultValues } from '../column/result-values.ts';
import type { ResultBatch } from '../column/result.ts';
import { showValue } from '../functions/format-value.ts';
import type { DataType, Schema } from '../types/data-type.ts';
import { formatType } from '../types/format-type.ts';

/** Cells of at most `rows` rows. */
export function showCells(batches: readonly ResultBatch[], rows: number, schema: Schema, timeZone: string): string[][] {
  const cells: string[][] = [];
  for (const batch of batches) {
    const columns = batch.columns.map(resultValues);
    for (let i = 0; i < batch.length && cells.length < rows; i++)
      cells.push(columns.map((values, c) => showValue(values[i]!, schema[c]!.type, timeZone)));
  }
  return cells;
}

const MIN_WIDTH = 3;
/** Characters that terminals draw two columns wide. */
const FULL_WIDTH = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\uFFE0-\uFFE6]/g;
/** Columns a text takes on a terminal. */
export const widthOf = (cell: string): number => cell.length + (cell.match(FULL_WIDTH)?.length ?? 0);

/** `truncate` is the longest cell in characters, 0 for no limit; cut tables are right-aligned. `rows` may hold one row more than shown. */
export function formatTable(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  limit: number,
  truncate: number,
): string {
  const table = [names.map(escape), ...rows.slice(0, limit).map((row) => row.map((cell) => cut(escape(cell), truncate)))];
  const widths = names.map((_, c) => Math.max(MIN_WIDTH, ...table.map((row) => widthOf(row[c]!))));
  const pad = (cell: string, c: number): string => {
    const spaces = ' '.repeat(widths[c]! - widthOf(cell));
    return truncate > 0 ? spaces + cell : cell + spaces;
  };
  const line = (row: readonly string[]): string => `|${row.map(pad).join('|')}|\n`;
  const rule = `+${widths.map((w) => '-'.repeat(w)).join('+')}+\n`;
  const [header, ...body] = table;
  const footer = rows.length > limit ? `only showing top ${limit} ${limit === 1 ? 'row' : 'rows'}` : '';
  return rule + line(header!) + rule + body.map(line).join('') + rule + footer;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\b': '\\b',
  '\v': '\\v',
  '\u0007': '\\a',
};
// oxlint-disable-next-line no-control-regex -- these would break the table
const escape = (cell: string): string => cell.replace(/[\n\r\t\f\b\v\u0007]/g, (c) => ESCAPES[c]!);

function cut(cell: string, truncate: number): string {
  if (truncate <= 0 || cell.length <= truncate) return cell;
  return truncate < 4 ? cell.slice(0, truncate) : `${cell.slice(0, truncate - 3)}...`;
}

/** The tree of `printSchema`, with Spark's names of types. */
export const schemaTree = (schema: Schema): string =>
  `root\n${schema.map((f) => ` |-- ${f.name}: ${treeNode(f.type, ' |   ', ` (nullable = ${f.nullable})`)}`).join('')}`;

/** A type, what follows it on its line, and the lines of its parts. */
function treeNode(type: DataType, indent: string, suffix: string): string {
  const line = `${treeName(type)}${suffix}\n`;
  const part = (name: string, of: DataType, note: string): string =>
    `${indent} |-- ${name}: ${treeNode(of, `${indent} |   `, note)}`;
  switch (type.kind) {
    case 'array':
      return line + part('element', type.element, ` (containsNull = ${type.containsNull})`);
    case 'map':
      return line + part('key', type.key, '') + part('value', type.value, ` (valueContainsNull = ${type.valueContainsNull})`);
    case 'struct':
      return line + type.fields.map((f) => part(f.name, f.type, ` (nullable = ${f.nullable})`)).join('');
    default:
      return line;
  }
}
const TREE_NAMES: Partial<Record<DataType['kind'], string>> = {
  tinyint: 'byte',
  smallint: 'short',
  int: 'integer',
  bigint: 'long',
  array: 'array',
  map: 'map',
  struct: 'struct',
};
const treeName = (type: DataType): string => TREE_NAMES[type.kind] ?? formatType(type);
