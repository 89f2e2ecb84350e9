// Rows of JavaScript values as columns of engine values: what programs put into streams.
import type { ColumnInput } from '../column/encode-frame.ts';
import { fromJs } from '../dataframe/from-js.ts';
import type { Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { packedValues } from './packed-rows.ts';

type Record = { readonly [name: string]: unknown };
type Row = Record | readonly unknown[];
/** Of fewer rows typed arrays cost more than they save. */
const LEAST_PACKED_ROWS = 16;

/** Values of each column; columns that a row leaves out are NULL, properties that are no columns are not looked at. */
export function rowValues(rows: readonly unknown[], schema: Schema, timeZone: string, first = 0): readonly ColumnInput[] {
  let areRecords = rows.length >= LEAST_PACKED_ROWS;
  const records = rows.map((row, i) => {
    if (Array.isArray(row)) areRecords = false;
    if (typeof row === 'object' && row !== null) return row as Row;
    throw new CaudalError(
      'DATATYPE_MISMATCH',
      `Row ${first + i} of a stream is ${row === null ? 'null' : `a ${typeof row}`}, not an object.`,
    );
  });
  return schema.map(({ name, type }, c): ColumnInput => {
    const packed = areRecords && !(name in Object.prototype) ? packedValues(records as Record[], name, type) : undefined;
    return (
      packed ?? records.map((row, i) => fromJs(cell(row, name, c), type, timeZone, () => `Column \`${name}\`, row ${first + i}`))
    );
  });
}
function cell(row: Row, name: string, index: number): unknown {
  if (Array.isArray(row)) return row[index] as unknown;
  const record = row as Record;
  return Object.hasOwn(record, name) || !(name in Object.prototype) ? record[name] : undefined;
}
