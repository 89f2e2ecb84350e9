// Rows of JavaScript values as columns of engine values: what programs put into streams.
import { fromJs } from '../dataframe/from-js.ts';
import type { Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Value } from '../types/value.ts';

/** Values of each column; columns that a row leaves out are NULL, properties that are no columns are not looked at. */
export function rowValues(rows: readonly unknown[], schema: Schema, timeZone: string, first = 0): readonly (readonly Value[])[] {
  const records = rows.map((row, i) => {
    if (typeof row === 'object' && row !== null) return row as Readonly<Record<string, unknown>> | readonly unknown[];
    throw new CaudalError(
      'DATATYPE_MISMATCH',
      `Row ${first + i} of a stream is ${row === null ? 'null' : `a ${typeof row}`}, not an object.`,
    );
  });
  return schema.map(({ name, type }, c) =>
    records.map((row, i) => fromJs(cell(row, name, c), type, timeZone, () => `Column \`${name}\`, row ${first + i}`)),
  );
}
function cell(row: Readonly<Record<string, unknown>> | readonly unknown[], name: string, index: number): unknown {
  if (Array.isArray(row)) return row[index] as unknown;
  const record = row as Readonly<Record<string, unknown>>;
  return Object.hasOwn(record, name) || !(name in Object.prototype) ? record[name] : undefined;
}
