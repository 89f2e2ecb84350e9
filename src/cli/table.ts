// Rows as a table for the terminal or in Markdown. Cells are text already; numbers stand right. Wide tables are cut to the terminal.
import { widthOf } from '../dataframe/show.ts';

export interface Grid {
  readonly names: readonly string[];
  /** DDL text of the types. */
  readonly types: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
type Row = readonly string[];
const NUMBER = /^(?:tinyint|smallint|int|bigint|float|double|decimal)\b/;
const MIN_CELL = 8;
/** Border and spaces beside a cell. */
const AROUND_CELL = 3;

const oneLine = (text: string): string => text.replace(/\r?\n/g, '↵').replace(/\t/g, '→');
function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = text.slice(0, width - 1);
  while (widthOf(kept) > width - 1) kept = kept.slice(0, -1);
  return `${kept}…`;
}
const widestOf = (rows: readonly Row[], columns: number): number[] =>
  Array.from({ length: columns }, (_, c) => Math.max(1, ...rows.map((row) => widthOf(row[c]!))));
/** The longest cell such that the table fits; undefined width: nothing is cut. */
function cellLimit(widths: readonly number[], width: number | undefined): number {
  if (width === undefined) return Infinity;
  const total = (limit: number): number => widths.reduce((sum, w) => sum + Math.min(w, limit) + AROUND_CELL, 1);
  let limit = Math.max(MIN_CELL, ...widths);
  while (limit > MIN_CELL && total(limit) > width) limit--;
  return limit;
}

/** A box with a rule under the names. */
export function tableText({ names, types, rows }: Grid, header: boolean, width: number | undefined): string {
  if (names.length === 0) return '';
  const all = [...(header ? [names] : []), ...rows].map((row) => row.map(oneLine));
  const limit = cellLimit(widestOf(all, names.length), width);
  const shown = all.map((row) => row.map((cell) => cut(cell, limit)));
  const widths = widestOf(shown, names.length);
  const line = (row: Row): string => {
    const cells = row.map((cell, c) => {
      const space = ' '.repeat(widths[c]! - widthOf(cell));
      return NUMBER.test(types[c]!) ? ` ${space}${cell} ` : ` ${cell}${space} `;
    });
    return `│${cells.join('│')}│\n`;
  };
  const rule = (left: string, middle: string, right: string): string =>
    `${left}${widths.map((w) => '─'.repeat(w + 2)).join(middle)}${right}\n`;
  const [head, body] = header ? [shown.slice(0, 1), shown.slice(1)] : [[], shown];
  const top = head.map((row) => line(row) + rule('├', '┼', '┤'));
  return rule('┌', '┬', '┐') + top.join('') + body.map(line).join('') + rule('└', '┴', '┘');
}

const escaped = (cell: string): string => cell.replace(/\\/g, '\\\\').replace(/\|/g, '\\|').replace(/\r?\n/g, '<br>');
export function markdownText({ names, types, rows }: Grid, header: boolean): string {
  const line = (cells: Row): string => `| ${cells.join(' | ')} |\n`;
  const rule = line(types.map((type) => (NUMBER.test(type) ? '---:' : '---')));
  return (header ? line(names.map(escaped)) + rule : '') + rows.map((row) => line(row.map(escaped))).join('');
}
