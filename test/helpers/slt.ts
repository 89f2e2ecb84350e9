// slt.ts: sqllogictest files: records separated by blank lines, `#` comments.
//   statement ok | statement error CODE      then SQL; after `----` the whole message
//   query TIRB [nosort|rowsort]              then SQL; after `----` one row per line, cells separated by ` | `
// Letters: T text and everything else, I integers, R decimals and floats (compared to 1e-12), B booleans. '' is written (empty).

import { formatDouble, formatFloat } from '../../src/types/format-number.ts';

export interface SltRecord {
  readonly line: number;
  readonly kind: 'ok' | 'error' | 'query' | 'comment';
  /** The first line as it stands. */
  readonly head: string;
  readonly types: string;
  readonly rowsort: boolean;
  readonly code: string;
  readonly sql: string;
  readonly expected: readonly string[];
}

export function parseSlt(text: string): SltRecord[] {
  const records: SltRecord[] = [];
  let line = 1;
  for (const block of text.split(/\n{2,}/)) {
    if (block.trim() !== '') records.push(parseBlock(block.replace(/\n+$/, ''), line));
    line += block.split('\n').length + 1;
  }
  return records;
}
function parseBlock(block: string, line: number): SltRecord {
  const all = block.split('\n');
  const start = all.findIndex((l) => !l.startsWith('#') && l !== '');
  const base = { line, head: all.slice(0, start + 1).join('\n'), types: '', rowsort: false, code: '' };
  if (start < 0) return { ...base, head: block, kind: 'comment', sql: '', expected: [] };
  const [word, what = '', option = ''] = all[start]!.split(/\s+/);
  const rule = all.indexOf('----');
  const sql = all.slice(start + 1, rule < 0 ? undefined : rule).join('\n');
  const expected = rule < 0 ? [] : all.slice(rule + 1);
  if (word === 'statement' && (what === 'ok' || what === 'error')) return { ...base, kind: what, code: option, sql, expected };
  if (word === 'query') return { ...base, kind: 'query', types: what, rowsort: option === 'rowsort', sql, expected };
  throw new Error(`line ${line + start}: a record begins with statement or query, not ${all[start]}`);
}
/** The record with what really came, for UPDATE=1. */
export function writeRecord(
  record: SltRecord,
  outcome: { readonly types: string; readonly rows: readonly string[]; readonly error?: { readonly code: string } },
): string {
  const { head, sql } = record;
  const comments = head.split('\n').slice(0, -1);
  const first = outcome.error
    ? `statement error ${outcome.error.code}`
    : record.kind === 'ok'
      ? 'statement ok'
      : `query ${outcome.types}${record.rowsort ? ' rowsort' : ''}`;
  const isBare = record.kind === 'ok' && !outcome.error;
  return [...comments, first, sql, ...(isBare ? [] : ['----', ...outcome.rows])].join('\n');
}

/** A cell as `show` prints it; numbers inside arrays and objects as JavaScript does. */
export function formatCell(value: unknown, type: string): string {
  if (value === null) return 'NULL';
  if (value === '') return '(empty)';
  if (typeof value === 'number')
    return type === 'float' ? formatFloat(value) : type === 'double' ? formatDouble(value) : String(value);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return nested(value).replace(/\n/g, '\\n');
}
function nested(value: unknown): string {
  if (value instanceof Uint8Array)
    return `[${Array.from(value, (b) => b.toString(16).toUpperCase().padStart(2, '0')).join(' ')}]`;
  if (Array.isArray(value)) return `[${value.map(nested).join(', ')}]`;
  if (value instanceof Map) return `{${[...value].map(([k, v]) => `${nested(k)} -> ${nested(v)}`).join(', ')}}`;
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'object' && value !== null) return `{${Object.values(value).map(nested).join(', ')}}`;
  return String(value);
}

/** Whether the rows are the expected ones; R columns by value. */
export function sameRows(actual: readonly string[], expected: readonly string[], types: string): boolean {
  return (
    actual.length === expected.length && actual.every((row, i) => row === expected[i] || sameCells(row, expected[i]!, types))
  );
}
function sameCells(a: string, b: string, types: string): boolean {
  const left = a.split(' | '),
    right = b.split(' | ');
  return (
    left.length === right.length &&
    left.every((cell, i) => cell === right[i] || (types[i] === 'R' && near(Number(cell), Number(right[i]))))
  );
}
const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));

const LETTERS: Readonly<Record<string, string>> = {
  tinyint: 'I',
  smallint: 'I',
  int: 'I',
  bigint: 'I',
  float: 'R',
  double: 'R',
  decimal: 'R',
  boolean: 'B',
};
export const typeLetters = (types: readonly string[]): string =>
  types.map((type) => LETTERS[type.replace(/\(.*/, '')] ?? 'T').join('');
