// cell-text.ts: values of a column as text for CSV and JSON. A dictionary's texts are made once per batch, not once per row.
import type { Column } from '../column/column.ts';
import type { Memory } from '../column/memory.ts';
import { isValid, readValues } from '../column/values.ts';
import type { DataType } from '../types/data-type.ts';
import { formatDecimal } from '../types/decimal.ts';
import { formatDouble, formatFloat } from '../types/format-number.ts';
import { formatDayTime, formatYearMonth } from '../types/interval-text.ts';
import type { Value } from '../types/value.ts';
import type { TimeWriter } from './time-formats.ts';

/** One text per row, null for NULL. `write` makes the text of a value that is not NULL. */
export function cellTexts(memory: Memory, column: Column, write: (value: Exclude<Value, null>) => string): (string | null)[] {
  const text = (value: Value): string | null => (value === null ? null : write(value));
  if (column.layout !== 'dict' || column.dictionary!.count > column.length) return readValues(memory, column).map(text);
  const texts = readValues(memory, column.dictionary!.values).map(text);
  const codes = memory.u32(column.ptr, column.length).slice();
  return Array.from({ length: column.length }, (_, row) => (isValid(memory, column, row) ? texts[codes[row]!]! : null));
}

/** Text of a value without parts, as CSV holds it and JSON strings do. */
export function scalarText(value: Exclude<Value, null>, type: DataType, times: TimeWriter): string {
  switch (type.kind) {
    case 'float':
      return formatFloat(value as number);
    case 'double':
      return formatDouble(value as number);
    case 'decimal':
      return formatDecimal(value as bigint, type.scale);
    case 'date':
      return times.date(value as number);
    case 'timestamp':
      return times.timestamp(value as bigint);
    case 'timestamp_ntz':
      return times.timestampNtz(value as bigint);
    case 'interval_year_month':
      return formatYearMonth(value as number, type);
    case 'interval_day_time':
      return formatDayTime(value as bigint, type);
    case 'binary':
      return toBase64(value as Uint8Array);
    default:
      return String(value);
  }
}
function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
