// Any value as text, as Spark's CAST to STRING and `show` print it: arrays [1, 2], structs {a, b}, maps {k -> v}, null inside them.
import { unreachable } from './assert.ts';
import type { DataType } from './data-type.ts';
import { formatDate, formatLocal, formatTimestamp } from './datetime-text.ts';
import { formatDecimal } from './decimal.ts';
import { formatDouble, formatFloat } from './format-number.ts';
import { formatDayTime, formatYearMonth } from './interval-text.ts';
import { timeZone } from './time-zone.ts';
import type { MapValue, StructValue, Value } from './value.ts';

const decoder = new TextDecoder();

/** Text of a value; timestamps stand in the zone given. */
export function formatValue(value: Value, type: DataType, zone: string): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'null':
      return 'null';
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'string':
      return String(value);
    case 'float':
      return formatFloat(value as number);
    case 'double':
      return formatDouble(value as number);
    case 'decimal':
      return formatDecimal(value as bigint, type.scale);
    case 'binary':
      return decoder.decode(value as Uint8Array);
    case 'date':
      return formatDate(value as number);
    case 'timestamp':
      return formatTimestamp(value as bigint, timeZone(zone));
    case 'timestamp_ntz':
      return formatLocal(value as bigint);
    case 'interval_year_month':
      return formatYearMonth(value as number, type);
    case 'interval_day_time':
      return formatDayTime(value as bigint, type);
    case 'array':
      return `[${(value as readonly Value[]).map((v) => formatValue(v, type.element, zone)).join(', ')}]`;
    case 'struct': {
      const { values } = value as StructValue;
      return `{${values.map((v, i) => formatValue(v, type.fields[i]!.type, zone)).join(', ')}}`;
    }
    case 'map': {
      const { entries } = value as MapValue;
      return `{${entries.map(([k, v]) => `${formatValue(k, type.key, zone)} -> ${formatValue(v, type.value, zone)}`).join(', ')}}`;
    }
    default:
      return unreachable(type);
  }
}
