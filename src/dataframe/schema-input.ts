// Types and schemas as users write them: DDL text, Spark's JSON, `{ a: 'int', b: 'string' }`; and back to Spark's JSON.
import { arrayOf, decimal, mapOf, structOf } from '../types/data-type.ts';
import type { DataType, Field, Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { parseDataType, parseSchema } from '../sql/parse.ts';

/** A type in Spark's JSON form. */
export type DataTypeJson =
  | string
  | StructTypeJson
  | { type: 'array'; elementType: DataTypeJson; containsNull: boolean }
  | { type: 'map'; keyType: DataTypeJson; valueType: DataTypeJson; valueContainsNull: boolean };
/** A field in Spark's JSON form. */
export interface StructFieldJson {
  name: string;
  type: DataTypeJson;
  nullable?: boolean;
  metadata?: Record<string, unknown>;
}
/** A schema in Spark's JSON form; what `df.schema()` resolves to. */
export interface StructTypeJson {
  type: 'struct';
  fields: StructFieldJson[];
}
export type DataTypeInput = string | Exclude<DataTypeJson, string>;
export type SchemaInput = string | StructTypeJson | { readonly [column: string]: DataTypeInput };

export function toDataType(input: DataTypeInput): DataType {
  if (typeof input === 'string') return /^decimal$/i.test(input) ? decimal(10, 0) : parseDataType(input);
  if (typeof input !== 'object' || input === null || !('type' in input)) throw invalidSchema(input);
  switch (input.type) {
    case 'struct':
      return structOf(input.fields.map(toField));
    case 'array':
      return arrayOf(toDataType(input.elementType), input.containsNull);
    case 'map':
      return mapOf(toDataType(input.keyType), toDataType(input.valueType), input.valueContainsNull);
    default:
      throw invalidSchema(input);
  }
}
const toField = (f: StructFieldJson): Field => ({ name: f.name, type: toDataType(f.type), nullable: f.nullable ?? true });

export function toSchema(input: SchemaInput): Schema {
  if (typeof input === 'string') return parseSchema(input);
  if (typeof input !== 'object' || input === null) throw invalidSchema(input);
  if (isStructJson(input)) return input.fields.map(toField);
  return Object.entries(input).map(([name, type]) => ({ name, type: toDataType(type), nullable: true }));
}
const isStructJson = (input: object): input is StructTypeJson =>
  'type' in input && input.type === 'struct' && 'fields' in input && Array.isArray(input.fields);

const invalidSchema = (input: unknown): CaudalError =>
  new CaudalError('INVALID_SCHEMA', `Not a schema or type: ${JSON.stringify(input)}.`, {
    hint: "Give DDL text ('a INT, b STRING'), Spark's JSON, or an object of column: type.",
  });
