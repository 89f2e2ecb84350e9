// Names of data types: Spark's, and those of DuckDB and PostgreSQL that mean the same.
import {
  BIGINT,
  BINARY,
  BOOLEAN,
  DATE,
  DOUBLE,
  FLOAT,
  INT,
  NULL,
  SMALLINT,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  TINYINT,
  decimal,
} from '../types/data-type.ts';
import type { DataType } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import type { Position } from '../types/error.ts';
import { didYouMean } from '../types/suggest.ts';

const MAX_PRECISION = 38;
const NAMES: readonly (readonly [DataType, string])[] = [
  [BOOLEAN, 'BOOLEAN BOOL LOGICAL'],
  [TINYINT, 'TINYINT BYTE INT1'],
  [SMALLINT, 'SMALLINT SHORT INT2 UTINYINT'],
  [INT, 'INT INTEGER INT4 SIGNED USMALLINT'],
  [BIGINT, 'BIGINT LONG INT8 UINTEGER'],
  [FLOAT, 'FLOAT REAL FLOAT4'],
  [DOUBLE, 'DOUBLE FLOAT8'],
  [decimal(20, 0), 'UBIGINT'],
  [decimal(38, 0), 'HUGEINT UHUGEINT'],
  [STRING, 'STRING VARCHAR CHAR TEXT BPCHAR CHARACTER NVARCHAR'],
  [BINARY, 'BINARY VARBINARY BYTEA BLOB'],
  [DATE, 'DATE'],
  [TIMESTAMP, 'TIMESTAMP TIMESTAMP_LTZ TIMESTAMPTZ'],
  [TIMESTAMP_NTZ, 'TIMESTAMP_NTZ DATETIME'],
  [NULL, 'VOID NULL'],
];
const BY_NAME = new Map(NAMES.flatMap(([type, names]) => names.split(' ').map((name) => [name, type] as const)));
const DECIMAL_NAMES = ['DECIMAL', 'NUMERIC', 'DEC', 'NUMBER'];

/** The type of that name; `args` are the numbers in parentheses. */
export function typeNamed(name: string, args: readonly number[], position: Position): DataType {
  const upper = name.toUpperCase();
  if (DECIMAL_NAMES.includes(upper)) return decimalOf(args, position);
  const type = BY_NAME.get(upper);
  if (type) return type;
  throw new CaudalError('UNSUPPORTED_DATATYPE', `Unsupported data type '${name}'.`, {
    position,
    hint: didYouMean(upper, [...BY_NAME.keys(), ...DECIMAL_NAMES]),
    params: { typeName: name },
  });
}

function decimalOf(args: readonly number[], position: Position): DataType {
  const [precision = 10, scale = 0] = args;
  if (precision < 1 || precision > MAX_PRECISION)
    throw new CaudalError(
      'DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION',
      `Decimal precision ${precision} is not between 1 and ${MAX_PRECISION}.`,
      { position },
    );
  if (scale < 0 || scale > precision)
    throw new CaudalError('INVALID_DECIMAL_SCALE', `Decimal scale ${scale} is not between 0 and the precision ${precision}.`, {
      position,
    });
  return decimal(precision, scale);
}
