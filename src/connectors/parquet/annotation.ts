// What a column means beyond its physical type: the logical type, or the older converted type in its terms.
import { CONVERTED_TYPES } from './hyparquet.ts';
import type { ConvertedType } from './hyparquet.ts';
import type { ThriftRecord } from './thrift-record.ts';

export type TimeUnit = 'millis' | 'micros' | 'nanos';
type BareKind = 'string' | 'enum' | 'json' | 'bson' | 'uuid' | 'float16' | 'date' | 'interval' | 'null' | 'list' | 'map';
export type Annotation =
  | { readonly kind: BareKind }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'time' | 'timestamp'; readonly unit: TimeUnit; readonly utc: boolean }
  | { readonly kind: 'int'; readonly bits: number; readonly signed: boolean };

export const annotationOf = (element: ThriftRecord): Annotation | undefined => {
  const logical = element.struct(10);
  return (logical && logicalType(logical)) ?? convertedType(element);
};

/** Members of the union LogicalType by field number, those without parameters. */
const BARE: readonly (readonly [number, BareKind])[] = [
  [1, 'string'],
  [2, 'map'],
  [3, 'list'],
  [4, 'enum'],
  [6, 'date'],
  [11, 'null'],
  [12, 'json'],
  [13, 'bson'],
  [14, 'uuid'],
  [15, 'float16'],
];
function logicalType(union: ThriftRecord): Annotation | undefined {
  for (const [id, kind] of BARE) if (union.has(id)) return { kind };
  const decimal = union.struct(5),
    time = union.struct(7),
    timestamp = union.struct(8),
    integer = union.struct(10);
  if (decimal) return { kind: 'decimal', scale: decimal.count(1, 'the scale'), precision: decimal.count(2, 'the precision') };
  if (time) return { kind: 'time', utc: time.boolean(1, false), unit: timeUnit(time) };
  if (timestamp) return { kind: 'timestamp', utc: timestamp.boolean(1, false), unit: timeUnit(timestamp) };
  if (integer) return { kind: 'int', bits: integer.count(1, 'the bit width'), signed: integer.boolean(2, true) };
  // Variant, geometry and what comes later are read as what they are made of.
  return undefined;
}
function timeUnit(type: ThriftRecord): TimeUnit {
  const unit = type.struct(2);
  if (unit?.has(1)) return 'millis';
  if (unit?.has(2)) return 'micros';
  if (unit?.has(3)) return 'nanos';
  throw type.fail('unknown unit of time');
}

const CONVERTED: { readonly [K in Exclude<ConvertedType, 'DECIMAL'>]: Annotation } = {
  UTF8: { kind: 'string' },
  MAP: { kind: 'map' },
  MAP_KEY_VALUE: { kind: 'map' },
  LIST: { kind: 'list' },
  ENUM: { kind: 'enum' },
  DATE: { kind: 'date' },
  TIME_MILLIS: { kind: 'time', unit: 'millis', utc: true },
  TIME_MICROS: { kind: 'time', unit: 'micros', utc: true },
  TIMESTAMP_MILLIS: { kind: 'timestamp', unit: 'millis', utc: true },
  TIMESTAMP_MICROS: { kind: 'timestamp', unit: 'micros', utc: true },
  UINT_8: { kind: 'int', bits: 8, signed: false },
  UINT_16: { kind: 'int', bits: 16, signed: false },
  UINT_32: { kind: 'int', bits: 32, signed: false },
  UINT_64: { kind: 'int', bits: 64, signed: false },
  INT_8: { kind: 'int', bits: 8, signed: true },
  INT_16: { kind: 'int', bits: 16, signed: true },
  INT_32: { kind: 'int', bits: 32, signed: true },
  INT_64: { kind: 'int', bits: 64, signed: true },
  JSON: { kind: 'json' },
  BSON: { kind: 'bson' },
  INTERVAL: { kind: 'interval' },
};
function convertedType(element: ThriftRecord): Annotation | undefined {
  const converted = element.member(6, CONVERTED_TYPES);
  if (converted !== 'DECIMAL') return converted && CONVERTED[converted];
  return { kind: 'decimal', scale: element.optionalCount(7, 'the scale') ?? 0, precision: element.count(8, 'the precision') };
}
