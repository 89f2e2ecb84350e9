// Errors for people: the message, and the line of the SQL with a mark under the place.
import pc from 'picocolors';
import { CaudalError } from '../index.ts';

const MAX_LINE = 160;

/** The line the error stands on, cut around it to fit, and a caret. */
function excerpt(sql: string, line: number, column: number): string {
  const text = sql.split('\n')[line - 1];
  if (text === undefined) return '';
  const from = Math.max(0, Math.min(column - 1 - MAX_LINE / 2, text.length - MAX_LINE));
  const number = `${line} | `;
  const before = text.slice(from, column - 1).replace(/[^\t]/g, ' ');
  return `\n${number}${text.slice(from, from + MAX_LINE)}\n${' '.repeat(number.length)}${before}^`;
}
export function errorText(error: unknown, sql: string | undefined): string {
  const color = pc.createColors(process.stderr.isTTY);
  if (!(error instanceof Error)) return color.red(String(error));
  const position = error instanceof CaudalError ? error.position : undefined;
  return color.red(error.message) + (position && sql !== undefined ? excerpt(sql, position.line, position.column) : '');
}
