// Values of keyed state and of rows that functions get and give: the engine's to JavaScript's and back, by type. A schema that is one type
// ('int') stands for a bare value, one with names for a row.
import { CaudalError } from '../../types/error.ts';
import { structOf } from '../../types/data-type.ts';
import type { DataType, Schema } from '../../types/data-type.ts';
import { formatDecimal } from '../../types/decimal.ts';
import { formatValue } from '../../types/format-value.ts';
import { StructValue } from '../../types/value.ts';
import type { MapValue, Value } from '../../types/value.ts';
import { fromJs } from '../from-js.ts';
import { uniqueNames } from '../js-values.ts';
import type { ValueFormat } from '../js-values.ts';
import { toDataType, toSchema } from '../schema-input.ts';
import type { DataTypeInput, SchemaInput } from '../schema-input.ts';

const MS_PER_DAY = 86_400_000;

export interface Codec {
  readonly type: DataType;
  toValue(js: unknown, what: string): Value;
  toJs(value: Value): unknown;
}
export function codecOf(type: DataType, format: ValueFormat): Codec {
  return {
    type,
    toValue: (js, what) => fromJs(js, type, format.timeZone, () => what),
    toJs: (value) => toJs(value, type, format),
  };
}
/** The type a state's schema stands for. */
export function typeOfSchema(schema: SchemaInput): DataType {
  if (typeof schema !== 'string')
    return 'type' in schema && schema.type === 'struct' ? toDataType(schema as DataTypeInput) : structOf(toSchema(schema));
  try {
    return toDataType(schema);
  } catch (error) {
    if (!(error instanceof CaudalError)) throw error;
    return structOf(toSchema(schema));
  }
}
/** An object of the row's columns. */
export function rowToJs(row: readonly Value[], schema: Schema, format: ValueFormat): Record<string, unknown> {
  const names = uniqueNames(schema.map((field) => field.name));
  return Object.fromEntries(schema.map(({ type }, i) => [names[i]!, toJs(row[i]!, type, format)]));
}
/** Values of the columns of an object or a list; what is left out is NULL. */
export function rowFromJs(row: unknown, schema: Schema, format: ValueFormat, what: string): readonly Value[] {
  const value = fromJs(row, structOf(schema), format.timeZone, () => what);
  if (value instanceof StructValue) return value.values;
  throw new CaudalError('DATATYPE_MISMATCH', `${what} is ${row === null ? 'null' : typeof row}, not a row.`);
}

function toJs(value: Value, type: DataType, format: ValueFormat): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case 'bigint':
      return format.integers === 'bigint' ? value : safe(value as bigint);
    case 'decimal': {
      const text = formatDecimal(value as bigint, type.scale);
      return format.decimals === 'string' ? text : Number(text);
    }
    case 'date':
      return new Date((value as number) * MS_PER_DAY);
    case 'timestamp':
    case 'timestamp_ntz':
      if (format.timestamps === 'bigint') return value;
      if (format.timestamps === 'string') return formatValue(value, type, format.timeZone);
      return new Date(Math.floor(Number(value as bigint) / 1000));
    case 'interval_year_month':
    case 'interval_day_time':
      return formatValue(value, type, format.timeZone);
    case 'array':
      return (value as readonly Value[]).map((item) => toJs(item, type.element, format));
    case 'struct':
      return rowToJs((value as StructValue).values, type.fields, format);
    case 'map':
      return new Map((value as MapValue).entries.map(([k, v]) => [toJs(k, type.key, format), toJs(v, type.value, format)]));
    default:
      return value;
  }
}
function safe(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new CaudalError('INTEGER_OUT_OF_RANGE', `A value is ${value}, which a JavaScript number cannot hold exactly.`, {
    hint: "Ask for bigints with the option integers: 'bigint' of Session.create.",
  });
}
