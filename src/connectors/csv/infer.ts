// infer.ts: from the classes of a sample's fields to a column's type, and the wider type when a later field does not fit.
// Spark's order: int, bigint, decimal (integers too long for bigint), double, date, timestamp, boolean, string.
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
export function typeOfClasses(classes: number, digits: number): DataType {
  const seen = classes & ~CLASS.none;
  const only = (allowed: number): boolean => seen !== 0 && (seen & ~allowed) === 0;
  if (only(int)) return INT;
  if (only(int | bigint)) return BIGINT;
  if (only(int | bigint | long)) return decimal(Math.min(38, Math.max(digits, 20)), 0);
  if (only(int | bigint | long | double)) return DOUBLE;
  if (only(date)) return DATE;
  if (only(date | timestamp)) return TIMESTAMP;
  if (only(boolean)) return BOOLEAN;
  return STRING;
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
