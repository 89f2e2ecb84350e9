// createDataFrame: rows or columns of JavaScript values as columns of engine values. Types come from the values unless a schema is given.
// The data is copied at the call: later changes to the caller's arrays are not seen.
import type { ColumnInput, PackedValues } from '../column/encode-frame.ts';
import { fromJs } from '../dataframe/from-js.ts';
import { inferCommon, typedArrayType } from '../dataframe/infer-type.ts';
import { toSchema } from '../dataframe/schema-input.ts';
import type { SchemaInput } from '../dataframe/schema-input.ts';
import { sameType } from '../types/data-type.ts';
import type { DataType, Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Value } from '../types/value.ts';

export interface LocalData {
  readonly schema: Schema;
  /** One list per field, equally long. */
  readonly columns: readonly ColumnInput[];
  readonly length: number;
}
type Row = Readonly<Record<string, unknown>> | readonly unknown[];
type Columns = Readonly<Record<string, ArrayLike<unknown>>>;

export function localData(data: readonly Row[] | Columns, input: SchemaInput | undefined, timeZone: string): LocalData {
  const given = input === undefined ? undefined : toSchema(input);
  return Array.isArray(data) ? fromRows(data as readonly Row[], given, timeZone) : fromColumns(data as Columns, given, timeZone);
}

function fromRows(rows: readonly Row[], given: Schema | undefined, timeZone: string): LocalData {
  const names = given?.map((f) => f.name) ?? namesOf(rows);
  const cells = names.map((name, c) => rows.map((row, r) => cellOf(row, name, c, names.length, r)));
  const schema =
    given ?? names.map((name, c) => ({ name, type: inferCommon(cells[c]!, 'bigint', `column ${name}`), nullable: true }));
  return converted(schema, cells, rows.length, timeZone);
}
/** Keys of all rows, in order of appearance. */
function namesOf(rows: readonly Row[]): string[] {
  if (rows.length === 0)
    throw new CaudalError('CANNOT_INFER_EMPTY_SCHEMA', 'Types cannot be inferred from no rows.', { hint: 'Give a schema.' });
  const names = new Set<string>();
  for (const row of rows) {
    if (Array.isArray(row)) throw new CaudalError('CANNOT_INFER_SCHEMA', 'Rows given as arrays need a schema.');
    if (typeof row !== 'object' || row === null) throw notARow(row);
    for (const name of Object.keys(row)) names.add(name);
  }
  return [...names];
}
const notARow = (row: unknown): CaudalError =>
  new CaudalError('DATATYPE_MISMATCH', `A row is an object or an array, not ${row === null ? 'null' : `a ${typeof row}`}.`);

function cellOf(row: Row, name: string, index: number, width: number, at: number): unknown {
  if (Array.isArray(row)) {
    if (row.length === width) return row[index];
    throw new CaudalError('DATATYPE_MISMATCH', `Row ${at} has ${row.length} values, the schema ${width} columns.`);
  }
  if (typeof row !== 'object' || row === null) throw notARow(row);
  // Inherited getters of classes count, those of Object do not.
  const record = row as Readonly<Record<string, unknown>>;
  return Object.hasOwn(record, name) || !(name in Object.prototype) ? record[name] : undefined;
}

function fromColumns(columns: Columns, given: Schema | undefined, timeZone: string): LocalData {
  const names = given?.map((f) => f.name) ?? Object.keys(columns);
  const cells = names.map((name) => {
    const values = Object.hasOwn(columns, name) ? columns[name] : undefined;
    if (values === undefined || typeof values !== 'object')
      throw new CaudalError('UNRESOLVED_COLUMN', `There are no values for the column \`${name}\`.`);
    return values;
  });
  const length = cells[0]?.length ?? 0;
  const odd = cells.findIndex((values) => values.length !== length);
  if (odd >= 0)
    throw new CaudalError(
      'DATATYPE_MISMATCH',
      `Column \`${names[odd]}\` has ${cells[odd]!.length} values, \`${names[0]}\` has ${length}.`,
    );
  const schema =
    given ?? names.map((name, c) => ({ name, type: columnType(cells[c]!, name), nullable: !ArrayBuffer.isView(cells[c]) }));
  return converted(schema, cells, length, timeZone);
}
const columnType = (values: ArrayLike<unknown>, name: string): DataType =>
  typedArrayType(values) ?? inferCommon(Array.from(values), 'bigint', `column ${name}`);

function converted(schema: Schema, cells: readonly ArrayLike<unknown>[], length: number, timeZone: string): LocalData {
  const columns = schema.map(({ name, type }, c): ColumnInput => {
    const values = cells[c]!;
    if (isPacked(values) && sameType(typedArrayType(values)!, type)) return values.slice();
    const out = new Array<Value>(length);
    let row = 0;
    const what = (): string => `Column \`${name}\`, row ${row}`;
    for (; row < length; row++) out[row] = fromJs(values[row], type, timeZone, what);
    return out;
  });
  return { schema, columns, length };
}
/** Signed and floating typed arrays stand as the engine has them; unsigned ones widen. */
const isPacked = (values: unknown): values is PackedValues =>
  [Int8Array, Int16Array, Int32Array, BigInt64Array, Float32Array, Float64Array].some((kind) => values instanceof kind);
