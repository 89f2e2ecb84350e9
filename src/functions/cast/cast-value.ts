// CAST of one value: the meaning of every pair of types canCast allows. ansi: throws on bad input; try: NULL.
import { type DataType, isNumeric } from '../../types/data-type.ts';
import { unreachable } from '../../types/assert.ts';
import { CaudalError } from '../../types/error.ts';
import { parseDate, parseTimestamp, parseTimestampNtz, trimAll } from '../../types/datetime-text.ts';
import { formatValue } from '../../types/format-value.ts';
import { parseInterval } from '../../types/interval-text.ts';
import { US_PER_DAY, floorDiv, localDays, timeZone } from '../../types/time-zone.ts';
import { MapValue, StructValue, type Value } from '../../types/value.ts';
import { invalidInput } from './errors.ts';
import { castToNumber, secondsToMicros } from './numbers.ts';

/** What casts depend on: the session's zone, and the day that text with a time only means. */
export interface CastContext {
  readonly timeZone: string;
  readonly nowUs: bigint;
}
const encoder = new TextEncoder();
const TRUE = new Set(['t', 'true', 'y', 'yes', '1']);
const FALSE = new Set(['f', 'false', 'n', 'no', '0']);

function toBoolean(value: Value, from: DataType, to: DataType): boolean {
  if (typeof value !== 'string') return from.kind === 'boolean' ? (value as boolean) : Number(value) !== 0;
  const text = trimAll(value).toLowerCase();
  return TRUE.has(text) || (!FALSE.has(text) && invalidInput(value, from, to));
}
function toDate(value: Value, from: DataType, to: DataType, context: CastContext): number {
  if (typeof value === 'string') return parseDate(value) ?? invalidInput(value, from, to);
  if (from.kind === 'timestamp') return localDays(value as bigint, timeZone(context.timeZone));
  return from.kind === 'timestamp_ntz' ? Number(floorDiv(value as bigint, US_PER_DAY)) : (value as number);
}
function toTimestamp(value: Value, from: DataType, to: DataType, context: CastContext): bigint {
  if (isNumeric(from)) return secondsToMicros(value, from, to);
  if (from.kind === 'timestamp') return value as bigint;
  const zone = timeZone(context.timeZone);
  if (typeof value === 'string') return parseTimestamp(value, zone, context.nowUs) ?? invalidInput(value, from, to);
  return zone.fromLocal(typeof value === 'number' ? BigInt(value) * US_PER_DAY : (value as bigint));
}
function toTimestampNtz(value: Value, from: DataType, to: DataType, context: CastContext): bigint {
  if (typeof value === 'string') return parseTimestampNtz(value) ?? invalidInput(value, from, to);
  if (from.kind === 'date') return BigInt(value as number) * US_PER_DAY;
  return from.kind === 'timestamp' ? timeZone(context.timeZone).toLocal(value as bigint) : (value as bigint);
}
type CastElement = (value: Value, from: DataType, to: DataType) => Value;
function toNested(value: Value, from: DataType, to: DataType, cast: CastElement): Value {
  if (from.kind === 'array' && to.kind === 'array')
    return (value as readonly Value[]).map((v) => cast(v, from.element, to.element));
  if (from.kind === 'struct' && to.kind === 'struct')
    return new StructValue((value as StructValue).values.map((v, i) => cast(v, from.fields[i]!.type, to.fields[i]!.type)));
  if (from.kind === 'map' && to.kind === 'map')
    return new MapValue((value as MapValue).entries.map(([k, v]) => [cast(k, from.key, to.key), cast(v, from.value, to.value)]));
  throw new Error(`analysis lets no cast from ${from.kind} to ${to.kind} through`);
}

function castStrict(value: Value, from: DataType, to: DataType, context: CastContext, cast: CastElement): Value {
  switch (to.kind) {
    case 'null':
      return null;
    case 'string':
      return from.kind === 'string' ? value : formatValue(value, from, context.timeZone);
    case 'boolean':
      return toBoolean(value, from, to);
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
    case 'float':
    case 'double':
    case 'decimal':
      return castToNumber(value, from, to);
    case 'binary':
      return typeof value === 'string' ? encoder.encode(value) : value;
    case 'date':
      return toDate(value, from, to, context);
    case 'timestamp':
      return toTimestamp(value, from, to, context);
    case 'timestamp_ntz':
      return toTimestampNtz(value, from, to, context);
    case 'interval_year_month':
    case 'interval_day_time':
      return typeof value === 'string' ? (parseInterval(value, to) ?? invalidInput(value, from, to)) : value;
    case 'array':
    case 'struct':
    case 'map':
      return toNested(value, from, to, cast);
    default:
      return unreachable(to);
  }
}
/** One value cast; NULL stays NULL, and with `try` what fails becomes NULL, elements one by one. Errors carry no position: the caller adds it. */
export function castValue(value: Value, from: DataType, to: DataType, mode: 'ansi' | 'try', context: CastContext): Value {
  if (value === null) return null;
  const element: CastElement = (v, f, t) => castValue(v, f, t, mode, context);
  if (mode === 'ansi') return castStrict(value, from, to, context, element);
  try {
    return castStrict(value, from, to, context, element);
  } catch (error) {
    if (error instanceof CaudalError) return null;
    throw error;
  }
}
