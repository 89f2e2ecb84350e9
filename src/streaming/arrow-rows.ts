// Rows of an apache-arrow table or record batch as columns for a stream: numbers and times of the stream's own layout as they stand,
// everything else value by value.
import type { ColumnInput, PackedValues } from '../column/encode-frame.ts';
import { isArrowTable } from '../connectors/arrow/table-shape.ts';
import { fromJs } from '../dataframe/from-js.ts';
import type { DataType, Schema } from '../types/data-type.ts';

/** What is used of apache-arrow's Vector. */
interface VectorShape {
  readonly length: number;
  readonly nullCount: number;
  readonly type: { readonly unit?: number; readonly typeId?: number };
  toArray(): unknown;
  get(row: number): unknown;
}
interface TableRows {
  readonly numRows: number;
  getChild(name: string): VectorShape | null;
}
export interface ColumnRows {
  readonly columns: readonly ColumnInput[];
  readonly rows: number;
}
export const isColumnar = (value: unknown): boolean =>
  isArrowTable(value) && typeof (value as { readonly getChild?: unknown }).getChild === 'function';

/** Columns the table does not have are NULL. */
export function arrowRows(value: unknown, schema: Schema, timeZone: string): ColumnRows {
  const table = value as TableRows;
  const rows = table.numRows;
  const columns = schema.map(({ name, type }): ColumnInput => {
    const vector = table.getChild(name);
    if (!vector) return new Array<null>(rows).fill(null);
    return packed(vector, type) ?? Array.from({ length: rows }, (_, row) => cell(vector, row, type, name, timeZone));
  });
  return { columns, rows };
}
const ARRAYS = {
  tinyint: Int8Array,
  smallint: Int16Array,
  int: Int32Array,
  bigint: BigInt64Array,
  float: Float32Array,
  double: Float64Array,
  date: Int32Array,
  timestamp: BigInt64Array,
  timestamp_ntz: BigInt64Array,
} as const;
const ARROW_DATE = 8;
const ARROW_TIMESTAMP = 10;
const DAY_UNIT = 0;
const MICROSECOND_UNIT = 2;

/** undefined: the values are not as the engine has them. */
function packed(vector: VectorShape, { kind }: DataType): PackedValues | undefined {
  const array = kind in ARRAYS ? ARRAYS[kind as keyof typeof ARRAYS] : undefined;
  if (!array || vector.nullCount > 0) return undefined;
  const { typeId, unit } = vector.type;
  const isTime = kind === 'timestamp' || kind === 'timestamp_ntz';
  if (isTime !== (typeId === ARROW_TIMESTAMP) || (isTime && unit !== MICROSECOND_UNIT)) return undefined;
  if ((kind === 'date') !== (typeId === ARROW_DATE) || (kind === 'date' && unit !== DAY_UNIT)) return undefined;
  const values = vector.toArray();
  return values instanceof array && values.length === vector.length ? values : undefined;
}
/** apache-arrow gives times as milliseconds, whatever their unit, and lists as vectors. */
function cell(vector: VectorShape, row: number, type: DataType, name: string, timeZone: string): ReturnType<typeof fromJs> {
  const value = vector.get(row);
  const plain =
    typeof value === 'object' && value !== null && 'toArray' in value ? [...(value as unknown as Iterable<unknown>)] : value;
  return fromJs(plain, type, timeZone, () => `Column \`${name}\`, row ${row}`);
}
