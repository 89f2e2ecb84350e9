// The types of values: Spark's names. Frozen plain data, so types cross workers and compare by structure.
// Layout of a value in WASM memory is decided here and nowhere else (see `storageOf`).

/** Types without parameters. */
export type SimpleKind =
  | 'null'
  | 'boolean'
  | 'tinyint'
  | 'smallint'
  | 'int'
  | 'bigint'
  | 'float'
  | 'double'
  | 'string'
  | 'binary'
  | 'date'
  | 'timestamp'
  | 'timestamp_ntz'
  | 'interval_year_month'
  | 'interval_day_time';
export interface SimpleType {
  readonly kind: SimpleKind;
  /** Of intervals written with fewer units than all: see interval-units.ts. */
  readonly units?: readonly [first: number, last: number];
}
export interface DecimalType {
  readonly kind: 'decimal';
  readonly precision: number;
  readonly scale: number;
}
export interface ArrayType {
  readonly kind: 'array';
  readonly element: DataType;
  readonly containsNull: boolean;
}
export interface StructType {
  readonly kind: 'struct';
  readonly fields: readonly Field[];
}
export interface MapType {
  readonly kind: 'map';
  readonly key: DataType;
  readonly value: DataType;
  readonly valueContainsNull: boolean;
}
export type DataType = SimpleType | DecimalType | ArrayType | StructType | MapType;
export type TypeKind = DataType['kind'];
/** A named, typed column of a schema or a struct. */
export interface Field {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
}
export type Schema = readonly Field[];

const simple = <K extends SimpleKind>(kind: K): SimpleType => Object.freeze({ kind });
export const NULL = simple('null');
export const BOOLEAN = simple('boolean');
export const TINYINT = simple('tinyint');
export const SMALLINT = simple('smallint');
export const INT = simple('int');
export const BIGINT = simple('bigint');
export const FLOAT = simple('float');
export const DOUBLE = simple('double');
export const STRING = simple('string');
export const BINARY = simple('binary');
export const DATE = simple('date');
export const TIMESTAMP = simple('timestamp');
export const TIMESTAMP_NTZ = simple('timestamp_ntz');
export const INTERVAL_YEAR_MONTH = simple('interval_year_month');
export const INTERVAL_DAY_TIME = simple('interval_day_time');
export const decimal = (precision: number, scale: number): DecimalType => Object.freeze({ kind: 'decimal', precision, scale });
export const arrayOf = (element: DataType, containsNull = true): ArrayType =>
  Object.freeze({ kind: 'array', element, containsNull });
export const structOf = (fields: readonly Field[]): StructType =>
  Object.freeze({ kind: 'struct', fields: Object.freeze([...fields]) });
export const mapOf = (key: DataType, value: DataType, valueContainsNull = true): MapType =>
  Object.freeze({ kind: 'map', key, value, valueContainsNull });

/**
 * How values of a type stand in memory.
 * `i8 i16 i32 i64 i128 f32 f64`: packed little-endian; i128 is lo u64, hi i64.
 * `bits`: one bit per value, LSB first. `bytes`: UTF-8 or raw bytes, `plain` or `dict` layout. `nested`: children.
 */
export type Storage = 'bits' | 'i8' | 'i16' | 'i32' | 'i64' | 'i128' | 'f32' | 'f64' | 'bytes' | 'nested' | 'none';
const STORAGE: { readonly [K in Exclude<TypeKind, 'decimal'>]: Storage } = {
  null: 'none',
  boolean: 'bits',
  tinyint: 'i8',
  smallint: 'i16',
  int: 'i32',
  bigint: 'i64',
  float: 'f32',
  double: 'f64',
  string: 'bytes',
  binary: 'bytes',
  date: 'i32',
  timestamp: 'i64',
  timestamp_ntz: 'i64',
  interval_year_month: 'i32',
  interval_day_time: 'i64',
  array: 'nested',
  struct: 'nested',
  map: 'nested',
};
/** Storage of a type: decimals up to 18 digits are i64, above i128. */
export const storageOf = (type: DataType): Storage =>
  type.kind === 'decimal' ? (type.precision <= 18 ? 'i64' : 'i128') : STORAGE[type.kind];

/** Bytes per value; 0 for bits, bytes, nested and null. */
export const STORAGE_BYTES: { readonly [S in Storage]: number } = {
  bits: 0,
  i8: 1,
  i16: 2,
  i32: 4,
  i64: 8,
  i128: 16,
  f32: 4,
  f64: 8,
  bytes: 0,
  nested: 0,
  none: 0,
};

/** Whether two types are equal, nullability of nested parts and units of intervals ignored. */
export function sameType(a: DataType, b: DataType): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'decimal' && b.kind === 'decimal') return a.precision === b.precision && a.scale === b.scale;
  if (a.kind === 'array' && b.kind === 'array') return sameType(a.element, b.element);
  if (a.kind === 'map' && b.kind === 'map') return sameType(a.key, b.key) && sameType(a.value, b.value);
  if (a.kind === 'struct' && b.kind === 'struct')
    return (
      a.fields.length === b.fields.length &&
      a.fields.every((f, i) => f.name === b.fields[i]!.name && sameType(f.type, b.fields[i]!.type))
    );
  return true;
}

export const isInteger = (t: DataType): boolean =>
  t.kind === 'tinyint' || t.kind === 'smallint' || t.kind === 'int' || t.kind === 'bigint';
export const isFloating = (t: DataType): boolean => t.kind === 'float' || t.kind === 'double';
export const isNumeric = (t: DataType): boolean => isInteger(t) || isFloating(t) || t.kind === 'decimal';
export const isNested = (t: DataType): boolean => t.kind === 'array' || t.kind === 'struct' || t.kind === 'map';

/** The type of a nested column's child by its place: a struct's field, an array's element, a map's key (0) or value (1). */
export function childType(type: DataType, index: number): DataType {
  switch (type.kind) {
    case 'struct':
      return type.fields[index]!.type;
    case 'array':
      return type.element;
    case 'map':
      return index === 0 ? type.key : type.value;
    default:
      throw new Error(`${type.kind} has no children`);
  }
}
