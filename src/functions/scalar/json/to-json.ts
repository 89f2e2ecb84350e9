// Values as JSON text: NULL fields left out, dates and timestamps in ISO form, binary as base64.
import { unreachable } from '../../../types/assert.ts';
import type { DataType } from '../../../types/data-type.ts';
import { formatDecimal } from '../../../types/decimal.ts';
import { formatDouble, formatFloat } from '../../../types/format-number.ts';
import { formatValue } from '../../../types/format-value.ts';
import { timeZone } from '../../../types/time-zone.ts';
import type { MapValue, StructValue, Value } from '../../../types/value.ts';
import { formatDateTime } from '../../../types/datetime-format.ts';

const real = (text: string, value: number): string => (Number.isFinite(value) ? text : `"${text}"`);

export function toJson(value: Value, type: DataType, zone: string): string {
  if (value === null) return 'null';
  switch (type.kind) {
    case 'null':
      return 'null';
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return String(value);
    case 'float':
      return real(formatFloat(value as number), value as number);
    case 'double':
      return real(formatDouble(value as number), value as number);
    case 'decimal':
      return formatDecimal(value as bigint, type.scale);
    case 'string':
      return JSON.stringify(value as string);
    case 'binary':
      return `"${btoa(Array.from(value as Uint8Array, (byte) => String.fromCharCode(byte)).join(''))}"`;
    case 'timestamp':
      return `"${formatDateTime(value as bigint, timeZone(zone), "yyyy-MM-dd'T'HH:mm:ss.SSSXXX")}"`;
    case 'timestamp_ntz':
      return `"${formatDateTime(value as bigint, timeZone('UTC'), "yyyy-MM-dd'T'HH:mm:ss.SSS")}"`;
    case 'date':
    case 'interval_year_month':
    case 'interval_day_time':
      return JSON.stringify(formatValue(value, type, zone));
    case 'array':
      return `[${(value as readonly Value[]).map((item) => toJson(item, type.element, zone)).join(',')}]`;
    case 'map': {
      const entries = (value as MapValue).entries.map(
        ([k, v]) => `${JSON.stringify(formatValue(k, type.key, zone))}:${toJson(v, type.value, zone)}`,
      );
      return `{${entries.join(',')}}`;
    }
    case 'struct': {
      const { values } = value as StructValue;
      const fields = type.fields.flatMap((f, i) =>
        values[i] === null ? [] : [`${JSON.stringify(f.name)}:${toJson(values[i]!, f.type, zone)}`],
      );
      return `{${fields.join(',')}}`;
    }
    default:
      return unreachable(type);
  }
}
