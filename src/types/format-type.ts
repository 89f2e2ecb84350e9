// A type as text: DDL (`decimal(10,2)`, `array<int>`) for users, Spark's JSON for `df.schema()`.
import type { DataType, Schema, SimpleKind } from './data-type.ts';
import { intervalName } from './interval-units.ts';

const DDL: { readonly [K in Exclude<SimpleKind, 'interval_year_month' | 'interval_day_time'>]: string } = {
  null: 'void',
  boolean: 'boolean',
  tinyint: 'tinyint',
  smallint: 'smallint',
  int: 'int',
  bigint: 'bigint',
  float: 'float',
  double: 'double',
  string: 'string',
  binary: 'binary',
  date: 'date',
  timestamp: 'timestamp',
  timestamp_ntz: 'timestamp_ntz',
};
const quoted = (name: string): string => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : '`' + name.replace(/`/g, '``') + '`');

function typeText(type: DataType, named: (name: string) => string): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'array':
      return `array<${typeText(type.element, named)}>`;
    case 'map':
      return `map<${typeText(type.key, named)},${typeText(type.value, named)}>`;
    case 'struct':
      return `struct<${type.fields.map((f) => `${named(f.name)}:${typeText(f.type, named)}`).join(',')}>`;
    case 'interval_year_month':
    case 'interval_day_time':
      return intervalName(type);
    default:
      return DDL[type.kind];
  }
}

/** DDL text of a type, in lower case. */
export const formatType = (type: DataType): string => typeText(type, quoted);
/** The same with names of fields as they are: what Spark's `typeof` and `dtypes` print. */
export const shownType = (type: DataType): string => typeText(type, (name) => name);

/** Spark's JSON form. */
export type TypeJson =
  | string
  | { type: 'struct'; fields: { name: string; type: TypeJson; nullable: boolean; metadata: Record<string, unknown> }[] }
  | { type: 'array'; elementType: TypeJson; containsNull: boolean }
  | { type: 'map'; keyType: TypeJson; valueType: TypeJson; valueContainsNull: boolean };
const JSON_NAME: Partial<Record<SimpleKind, string>> = { tinyint: 'byte', smallint: 'short', int: 'integer', bigint: 'long' };

export function typeToJson(type: DataType): TypeJson {
  switch (type.kind) {
    case 'decimal':
      return formatType(type);
    case 'array':
      return { type: 'array', elementType: typeToJson(type.element), containsNull: type.containsNull };
    case 'map':
      return {
        type: 'map',
        keyType: typeToJson(type.key),
        valueType: typeToJson(type.value),
        valueContainsNull: type.valueContainsNull,
      };
    case 'struct':
      return schemaToJson(type.fields);
    default:
      return JSON_NAME[type.kind] ?? formatType(type);
  }
}
export const schemaToJson = (schema: Schema): Extract<TypeJson, { type: 'struct' }> => ({
  type: 'struct',
  fields: schema.map((f) => ({ name: f.name, type: typeToJson(f.type), nullable: f.nullable, metadata: {} })),
});
