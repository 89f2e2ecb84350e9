// Values as text for `show` and the command line: CAST to STRING, except that NULL is NULL and binary is shown as hexadecimal bytes.
import type { DataType } from '../types/data-type.ts';
import { formatValue } from '../types/format-value.ts';
import type { Value } from '../types/value.ts';

/** A cell of `show`: `NULL`, `[01 AB]` for binary, else the value's text. */
export function showValue(value: Value, type: DataType, timeZone: string): string {
  if (value === null) return 'NULL';
  if (value instanceof Uint8Array)
    return `[${Array.from(value, (b) => b.toString(16).toUpperCase().padStart(2, '0')).join(' ')}]`;
  return formatValue(value, type, timeZone);
}
export { formatValue };
