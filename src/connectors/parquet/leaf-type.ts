// Which engine type a leaf is read as, and how its physical values become that. The rules (docs/parquet.md):
// unsigned integers widen (uint64: decimal(20,0)), float16 is float, TIME is text `HH:mm:ss[.ffffff]`, nanoseconds are cut to microseconds,
// instants (isAdjustedToUTC, INT96) are timestamp and others timestamp_ntz, UUID is text, INTERVAL is a day-time interval (months refused).
import {
  BIGINT,
  BINARY,
  BOOLEAN,
  DATE,
  DOUBLE,
  FLOAT,
  INT,
  INTERVAL_DAY_TIME,
  NULL,
  SMALLINT,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  TINYINT,
  decimal,
} from '../../types/data-type.ts';
import type { DataType } from '../../types/data-type.ts';
import type { Annotation, TimeUnit } from './annotation.ts';
import type { SchemaElement } from './footer.ts';
import type { PhysicalType } from './hyparquet.ts';

/** From physical to stored values; `same` is a copy. */
export type Conversion =
  | 'same'
  | 'int8'
  | 'int16'
  | 'int32To64'
  | 'uint32To64'
  | 'int32To128'
  | 'int64To128'
  | 'uint64To128'
  | 'millis'
  | 'nanos'
  | 'int96'
  | 'float16'
  | 'fixedDecimal64'
  | 'fixedDecimal128'
  | 'bytesDecimal64'
  | 'bytesDecimal128'
  | 'fixedBytes'
  | 'uuid'
  | 'interval'
  | 'timeMillis'
  | 'timeMicros'
  | 'timeNanos';
export interface LeafType {
  readonly type: DataType;
  readonly conversion: Conversion;
}

const as = (type: DataType, conversion: Conversion = 'same'): LeafType => ({ type, conversion });
const UNITS: { readonly [U in TimeUnit]: Conversion } = { millis: 'millis', micros: 'same', nanos: 'nanos' };
const TIMES: { readonly [U in TimeUnit]: Conversion } = { millis: 'timeMillis', micros: 'timeMicros', nanos: 'timeNanos' };

/** undefined: the annotation does not fit the physical type, or the precision of a decimal is out of range. */
export function leafType(element: SchemaElement): LeafType | undefined {
  const { annotation } = element;
  if (annotation?.kind === 'null') return as(NULL);
  if (annotation?.kind === 'decimal')
    return decimalType(element.physical!, annotation.precision, annotation.scale, element.typeLength);
  return BY_PHYSICAL[element.physical!](annotation, element.typeLength);
}

function decimalType(physical: PhysicalType, precision: number, scale: number, width: number): LeafType | undefined {
  if (precision < 1 || precision > 38 || scale > precision) return undefined;
  const type = decimal(precision, scale),
    wide = precision > 18;
  switch (physical) {
    case 'INT32':
      return as(type, wide ? 'int32To128' : 'int32To64');
    case 'INT64':
      return as(type, wide ? 'int64To128' : 'same');
    case 'FIXED_LEN_BYTE_ARRAY':
      return width > 0 ? as(type, wide ? 'fixedDecimal128' : 'fixedDecimal64') : undefined;
    case 'BYTE_ARRAY':
      return as(type, wide ? 'bytesDecimal128' : 'bytesDecimal64');
    default:
      return undefined;
  }
}

const BY_PHYSICAL: { readonly [P in PhysicalType]: (annotation: Annotation | undefined, width: number) => LeafType | undefined } =
  {
    BOOLEAN: () => as(BOOLEAN),
    INT32(annotation) {
      if (annotation?.kind === 'date') return as(DATE);
      if (annotation?.kind === 'time') return as(STRING, TIMES[annotation.unit]);
      if (annotation?.kind !== 'int' || annotation.bits === 32)
        return annotation?.kind === 'int' && !annotation.signed ? as(BIGINT, 'uint32To64') : as(INT);
      if (annotation.bits === 8) return annotation.signed ? as(TINYINT, 'int8') : as(SMALLINT, 'int16');
      return annotation.bits === 16 ? (annotation.signed ? as(SMALLINT, 'int16') : as(INT)) : undefined;
    },
    INT64(annotation) {
      if (annotation?.kind === 'timestamp') return as(annotation.utc ? TIMESTAMP : TIMESTAMP_NTZ, UNITS[annotation.unit]);
      if (annotation?.kind === 'time') return as(STRING, TIMES[annotation.unit]);
      return annotation?.kind === 'int' && !annotation.signed ? as(decimal(20, 0), 'uint64To128') : as(BIGINT);
    },
    INT96: () => as(TIMESTAMP, 'int96'),
    FLOAT: () => as(FLOAT),
    DOUBLE: () => as(DOUBLE),
    BYTE_ARRAY: (annotation) =>
      as(annotation?.kind === 'string' || annotation?.kind === 'json' || annotation?.kind === 'enum' ? STRING : BINARY),
    FIXED_LEN_BYTE_ARRAY(annotation, width) {
      if (annotation?.kind === 'uuid' && width === 16) return as(STRING, 'uuid');
      if (annotation?.kind === 'float16' && width === 2) return as(FLOAT, 'float16');
      if (annotation?.kind === 'interval' && width === 12) return as(INTERVAL_DAY_TIME, 'interval');
      if (annotation?.kind === 'string') return as(STRING, 'fixedBytes');
      return as(BINARY, 'fixedBytes');
    },
  };

/** Bytes of one physical value; 0 where it varies (BYTE_ARRAY) or is a bit. */
export const physicalBytes = (physical: PhysicalType, typeLength: number): number =>
  physical === 'FIXED_LEN_BYTE_ARRAY' ? typeLength : WIDTHS[physical];
const WIDTHS: { readonly [P in Exclude<PhysicalType, 'FIXED_LEN_BYTE_ARRAY'>]: number } = {
  BOOLEAN: 0,
  INT32: 4,
  INT64: 8,
  INT96: 12,
  FLOAT: 4,
  DOUBLE: 8,
  BYTE_ARRAY: 0,
};
