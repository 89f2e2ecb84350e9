// infer.ts: from the classes of a sample's fields to a column's type, and the wider type when a later field does not fit.
// Spark's order: int, bigint, decimal (integers too long for bigint), double, date, timestamp, boolean, string.
// Cost: a kernel's pass; with dateFormat or timestampFormat also 1 µs for each field that is no number.
import type { Ptr } from '../../column/memory.ts';
import { formatDateTime } from '../../types/datetime-format.ts';
import { parseTimestamp } from '../../types/datetime-text.ts';
import { US_PER_DAY, timeZone } from '../../types/time-zone.ts';
import type { Engine } from '../../wasm/engine.ts';
import { timeReader } from '../time-formats.ts';
import type { TimeFormats } from '../time-formats.ts';
import type { CsvDialect } from './dialect.ts';
import { trimmedText } from './header.ts';
import type { Records } from './record-scanner.ts';
import { BIGINT, BOOLEAN, DATE, DOUBLE, INT, STRING, TIMESTAMP, decimal } from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';

/** The bits of assembly/decode/csv-infer.ts. */
export const CLASS = {
  none: 1,
  int: 2,
  bigint: 4,
  decimal: 8,
  double: 16,
  date: 32,
  timestamp: 64,
  boolean: 128,
  text: 256,
} as const;
const { int, bigint, decimal: long, double, date, timestamp, boolean } = CLASS;

/** `digits`: of the longest integer beyond bigint. */
export function typeOfClasses(classes: number, digits: number, times: TimeFormats): DataType {
  const seen = classes & ~CLASS.none;
  const only = (allowed: number): boolean => seen !== 0 && (seen & ~allowed) === 0;
  if (only(int)) return INT;
  if (only(int | bigint)) return BIGINT;
  if (only(int | bigint | long)) return decimal(Math.min(38, Math.max(digits, 20)), 0);
  if (only(int | bigint | long | double)) return DOUBLE;
  if (only(date)) return DATE;
  if (only(timestamp) || (only(date | timestamp) && datesAreTimestamps(times))) return TIMESTAMP;
  if (only(boolean)) return BOOLEAN;
  return STRING;
}
const UTC = timeZone('UTC');
const ANY_DAY = 20_016n;
/** Whether what is read as a date would also be read as a timestamp. */
function datesAreTimestamps({ date: pattern, timestamp: exact }: TimeFormats): boolean {
  if (exact !== undefined) return false;
  return pattern === undefined || parseTimestamp(formatDateTime(ANY_DAY * US_PER_DAY, UTC, pattern), UTC, 0n) !== undefined;
}

/** Classes of the records from `from` on, ORed; `digitsPtr`: most digits so far, raised. */
export function classesOf(
  { memory, kernels }: Engine,
  records: Records,
  from: number,
  c: number,
  { dialect, configPtr, digitsPtr }: { readonly dialect: CsvDialect; readonly configPtr: Ptr; readonly digitsPtr: Ptr },
): number {
  const kernel = (first: number, n: number): number =>
    kernels.csvInfer(records.endsPtr, records.rowsPtr + first * 4, n, c, configPtr, digitsPtr);
  const classes = kernel(from, records.n - from);
  const { times } = dialect;
  const mayBeTime = (classes & (date | timestamp | boolean | CLASS.text)) !== 0;
  if (!mayBeTime || (times.date === undefined && times.timestamp === undefined)) return classes;
  const read = timeReader(times, UTC);
  let result = 0;
  for (let row = from; row < records.n; row++) {
    const own = kernel(row, 1);
    result |= own < date ? own : timeClass(trimmedText(memory, records, row, c, dialect), own);
  }
  return result;

  function timeClass(text: string, own: number): number {
    if (times.date === undefined ? own === date : read.date(text) !== undefined) return date;
    if (read.timestamp(text) !== undefined) return timestamp;
    return own === boolean ? boolean : CLASS.text;
  }
}
/** What a column of this type has seen so far. */
export function classesOfType(type: DataType): number {
  switch (type.kind) {
    case 'int':
      return int;
    case 'bigint':
      return int | bigint;
    case 'decimal':
      return int | bigint | long;
    case 'double':
      return int | bigint | long | double;
    case 'date':
      return date;
    case 'timestamp':
      return date | timestamp;
    case 'boolean':
      return boolean;
    default:
      return CLASS.text;
  }
}
/** A column of a sample: what its fields are, and the longest integer beyond bigint. */
export interface FoundColumn {
  readonly name: string;
  readonly classes: number;
  readonly digits: number;
}
/** The columns of two files, by name: those of the first, then new ones. */
export function uniteColumns(columns: readonly FoundColumn[], more: readonly FoundColumn[]): readonly FoundColumn[] {
  const added = new Map(more.map((column) => [column.name, column]));
  const united = columns.map((column): FoundColumn => {
    const { classes, digits } = added.get(column.name) ?? column;
    added.delete(column.name);
    return { name: column.name, classes: column.classes | classes, digits: Math.max(column.digits, digits) };
  });
  return [...united, ...added.values()];
}
