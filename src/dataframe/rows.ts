// Rows and columns of a running query as JavaScript values.
import type { ResultBatch } from '../column/result.ts';
import { isValidAt } from '../column/result.ts';
import type { ResultColumn } from '../column/result.ts';
import { formatType } from '../types/format-type.ts';
import type { Schema } from '../types/data-type.ts';
import type { QueryResult } from './host.ts';
import { jsValues, uniqueNames } from './js-values.ts';
import type { ValueFormat } from './js-values.ts';
import { plainObjects } from './plain-object.ts';

/** Arrays that hold the values of a column. */
export type ColumnValues =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | readonly unknown[];
/** One column of `toColumns()`; `valid[i]` is 0 where row i is NULL, absent when no value is. */
export interface ColumnData {
  name: string;
  type: string;
  values: ColumnValues;
  valid?: Uint8Array;
}

export const toObjects = (batch: ResultBatch, schema: Schema, format: ValueFormat): Record<string, unknown>[] => {
  const columns = batch.columns.map((column, i) => jsValues(column, schema[i]!.name, format));
  return plainObjects(uniqueNames(schema.map((f) => f.name)), columns, batch.length);
};
export function toArrays(batch: ResultBatch, schema: Schema, format: ValueFormat): unknown[][] {
  const columns = batch.columns.map((column, i) => jsValues(column, schema[i]!.name, format));
  return Array.from({ length: batch.length }, (_, row) => columns.map((values) => values[row]));
}
/** All rows of a result, in order. */
export async function collectRows<T>(
  result: QueryResult,
  format: ValueFormat,
  convert: (batch: ResultBatch, schema: Schema, format: ValueFormat) => T[],
): Promise<T[]> {
  const rows: T[] = [];
  for await (const batch of result.batches) for (const row of convert(batch, result.schema, format)) rows.push(row);
  return rows;
}
export async function collectBatches(result: QueryResult): Promise<ResultBatch[]> {
  const batches: ResultBatch[] = [];
  for await (const batch of result.batches) batches.push(batch);
  return batches;
}

export async function collectColumns(result: QueryResult, format: ValueFormat): Promise<ColumnData[]> {
  const batches = await collectBatches(result);
  const names = uniqueNames(result.schema.map((f) => f.name));
  return result.schema.map(({ type, name }, c) => {
    const parts = batches.map((batch) => batch.columns[c]!);
    const valid = validityOf(parts);
    return { name: names[c]!, type: formatType(type), values: mergeValues(parts, name, format), ...(valid && { valid }) };
  });
}
const rowsOf = (parts: readonly ResultColumn[]): number => parts.reduce((n, part) => n + part.length, 0);

function validityOf(parts: readonly ResultColumn[]): Uint8Array | undefined {
  if (parts.every((part) => part.validity === null && part.layout !== 'null')) return undefined;
  const valid = new Uint8Array(rowsOf(parts));
  let at = 0;
  for (const part of parts) for (let i = 0; i < part.length; i++) valid[at++] = isValidAt(part, i) ? 1 : 0;
  return valid.includes(0) ? valid : undefined;
}

/** Numbers in the typed array of their width; everything else as plain values. Places of NULL hold 0 or null. */
function mergeValues(parts: readonly ResultColumn[], name: string, format: ValueFormat): ColumnValues {
  const make = typedArrayFor(parts[0]?.type.kind, format);
  if (!make) return parts.flatMap((part) => jsValues(part, name, format));
  const out = make(rowsOf(parts));
  let at = 0;
  for (const part of parts) {
    if (part.layout === 'null') at += part.length;
    else if (part.type.kind === 'bigint')
      for (const value of jsValues(part, name, format)) out[at++] = (value ?? zeroOf(out)) as never;
    else for (let i = 0; i < part.length; i++) out[at++] = (isValidAt(part, i) ? part.values![i]! : 0) as never;
  }
  return out;
}
const zeroOf = (array: object): number | bigint => (array instanceof BigInt64Array ? 0n : 0);

type TypedArray = Int8Array | Int16Array | Int32Array | Float32Array | Float64Array | BigInt64Array;
function typedArrayFor(kind: string | undefined, format: ValueFormat): ((length: number) => TypedArray) | undefined {
  switch (kind) {
    case 'tinyint':
      return (n) => new Int8Array(n);
    case 'smallint':
      return (n) => new Int16Array(n);
    case 'int':
      return (n) => new Int32Array(n);
    case 'float':
      return (n) => new Float32Array(n);
    case 'double':
      return (n) => new Float64Array(n);
    case 'bigint':
      return format.integers === 'bigint' ? (n) => new BigInt64Array(n) : (n) => new Float64Array(n);
    default:
      return undefined;
  }
}
