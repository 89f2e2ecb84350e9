// arrow-type.ts: Arrow's types as far as a reader needs them, in the shape that apache-arrow's own type objects have (any version), and what
// they are here: unsigned integers widen (uint64: decimal(20,0)), float16 is float, TIME is text, nanoseconds are cut to microseconds.
import type { DataType } from '../../types/data-type.ts';
import {
  BIGINT,
  BINARY,
  BOOLEAN,
  DATE,
  DOUBLE,
  FLOAT,
  INT,
  INTERVAL_DAY_TIME,
  INTERVAL_YEAR_MONTH,
  NULL,
  SMALLINT,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  TINYINT,
  arrayOf,
  decimal,
  mapOf,
  structOf,
} from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';

/** Numbers of Arrow's type union; -1 is apache-arrow's own for dictionaries. */
export const TYPE = {
  Null: 1,
  Int: 2,
  Float: 3,
  Binary: 4,
  Utf8: 5,
  Bool: 6,
  Decimal: 7,
  Date: 8,
  Time: 9,
  Timestamp: 10,
  Interval: 11,
  List: 12,
  Struct: 13,
  FixedSizeBinary: 15,
  FixedSizeList: 16,
  Map: 17,
  Duration: 18,
  LargeBinary: 19,
  LargeUtf8: 20,
  LargeList: 21,
  Dictionary: -1,
} as const;
export interface ArrowField {
  readonly name: string;
  readonly nullable: boolean;
  readonly type: ArrowType;
}
export interface ArrowType {
  readonly typeId: number;
  readonly bitWidth?: number;
  readonly isSigned?: boolean;
  readonly precision?: number;
  readonly scale?: number;
  /** DateUnit, TimeUnit or IntervalUnit. */
  readonly unit?: number;
  readonly timezone?: string | null;
  readonly byteWidth?: number;
  readonly listSize?: number;
  readonly children?: readonly ArrowField[] | null;
  /** Of a dictionary: its codes and its values. */
  readonly indices?: ArrowType;
  readonly dictionary?: ArrowType;
  readonly id?: number;
}
/** Units per second of TimeUnit. */
export const UNITS_PER_SECOND = [1n, 1_000n, 1_000_000n, 1_000_000_000n] as const;

const unsupported = (what: string): CaudalError =>
  new CaudalError('UNSUPPORTED_DATATYPE', `Arrow's type ${what} cannot be read.`, { params: { type: what } });

export function dataTypeOf(type: ArrowType): DataType {
  const child = (i: number): ArrowField => type.children![i]!;
  switch (type.typeId) {
    case TYPE.Null:
      return NULL;
    case TYPE.Int:
      return integerType(type);
    case TYPE.Float:
      return type.precision === 2 ? DOUBLE : FLOAT;
    case TYPE.Binary:
    case TYPE.LargeBinary:
    case TYPE.FixedSizeBinary:
      return BINARY;
    case TYPE.Utf8:
    case TYPE.LargeUtf8:
    case TYPE.Time:
      return STRING;
    case TYPE.Bool:
      return BOOLEAN;
    case TYPE.Decimal:
      return decimalType(type);
    case TYPE.Date:
      return DATE;
    case TYPE.Timestamp:
      return type.timezone ? TIMESTAMP : TIMESTAMP_NTZ;
    case TYPE.Interval:
      return intervalType(type);
    case TYPE.Duration:
      return INTERVAL_DAY_TIME;
    case TYPE.List:
    case TYPE.LargeList:
    case TYPE.FixedSizeList:
      return arrayOf(dataTypeOf(child(0).type), child(0).nullable);
    case TYPE.Struct:
      return structOf(type.children!.map((f) => ({ name: f.name, nullable: f.nullable, type: dataTypeOf(f.type) })));
    case TYPE.Map: {
      const [key, value] = child(0).type.children!;
      return mapOf(dataTypeOf(key!.type), dataTypeOf(value!.type), value!.nullable);
    }
    case TYPE.Dictionary:
      return dataTypeOf(type.dictionary!);
    default:
      throw unsupported(`number ${type.typeId}`);
  }
}
function integerType({ bitWidth, isSigned }: ArrowType): DataType {
  switch (bitWidth) {
    case 8:
      return isSigned ? TINYINT : SMALLINT;
    case 16:
      return isSigned ? SMALLINT : INT;
    case 32:
      return isSigned ? INT : BIGINT;
    case 64:
      return isSigned ? BIGINT : decimal(20, 0);
    default:
      throw unsupported(`Int of ${bitWidth} bits`);
  }
}
function decimalType({ precision, scale, bitWidth = 128 }: ArrowType): DataType {
  if (bitWidth === 128 && precision! >= 1 && precision! <= 38 && scale! >= 0 && scale! <= precision!)
    return decimal(precision!, scale!);
  throw unsupported(`Decimal${bitWidth}(${precision}, ${scale})`);
}
function intervalType({ unit }: ArrowType): DataType {
  if (unit === 0) return INTERVAL_YEAR_MONTH;
  if (unit === 1) return INTERVAL_DAY_TIME;
  throw unsupported('Interval of months, days and nanoseconds');
}
