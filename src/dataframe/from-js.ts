// JavaScript values to engine values of a given type: rows of createDataFrame, literals, parameters. What collect() gives back is taken
// too: exact decimals as text, timestamps as Date, text, epoch milliseconds (number) or microseconds (bigint). Nothing is rounded or wrapped in silence.
import { timeZone } from '../types/time-zone.ts';
import { isNumeric } from '../types/data-type.ts';
import type { DataType, DecimalType } from '../types/data-type.ts';
import { parseDate, parseTimestampNtz, parseTimestampText } from '../types/datetime-text.ts';
import { decimalFromDouble, decimalFromText } from '../types/decimal.ts';
import { CaudalError } from '../types/error.ts';
import { formatType } from '../types/format-type.ts';
import { parseInterval } from '../types/interval-text.ts';
import { MapValue, StructValue } from '../types/value.ts';
import type { Value } from '../types/value.ts';

const MS_PER_DAY = 86_400_000;
const INTEGER_BITS = { tinyint: 8, smallint: 16, int: 32, bigint: 64 } as const;

/** Names the value in errors; asked only then. */
type What = () => string;

/** undefined and null are NULL; a value that the type cannot hold exactly is an error that says `what` it is. */
export function fromJs(value: unknown, type: DataType, zone: string, what: What): Value {
  if (value === null || value === undefined) return null;
  const converted = convert(value, type, zone, what);
  if (converted === undefined) throw mismatch(value, type, what);
  return converted;
}
const mismatch = (value: unknown, type: DataType, what: What): CaudalError =>
  new CaudalError('DATATYPE_MISMATCH', `${what()}: ${describe(value)} is not a value of type ${formatType(type)}.`, {
    params: { type: formatType(type), value: describe(value) },
  });
function describe(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
  return typeof value === 'object' ? `an object (${value?.constructor?.name ?? 'without prototype'})` : String(value);
}

function convert(value: unknown, type: DataType, zone: string, what: What): Value | undefined {
  switch (type.kind) {
    case 'null':
      return undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'tinyint':
    case 'smallint':
    case 'int':
    case 'bigint':
      return integer(value, INTEGER_BITS[type.kind]);
    case 'float':
      return typeof value === 'number' ? Math.fround(value) : undefined;
    case 'double':
      return typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : undefined;
    case 'decimal':
      return decimalValue(value, type);
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'binary':
      return bytes(value);
    case 'date':
      return date(value);
    case 'timestamp':
    case 'timestamp_ntz':
      return timestamp(value, type.kind === 'timestamp' ? zone : undefined);
    case 'interval_year_month':
      return typeof value === 'string' ? parseInterval(value, type) : integer(value, 32);
    case 'interval_day_time':
      return typeof value === 'string' ? parseInterval(value, type) : integer(value, 64);
    case 'array':
    case 'map':
    case 'struct':
      return nested(value, type, zone, what);
  }
}

/** Exactly this integer, as the engine holds integers of this width. */
function integer(value: unknown, bits: number): number | bigint | undefined {
  if (typeof value !== 'bigint' && !(typeof value === 'number' && Number.isInteger(value))) return undefined;
  const exact = BigInt(value);
  if (BigInt.asIntN(bits, exact) !== exact) return undefined;
  return bits === 64 ? exact : Number(exact);
}
function decimalValue(value: unknown, type: DecimalType): bigint | undefined {
  const found =
    typeof value === 'number'
      ? decimalFromDouble(value, type)
      : typeof value === 'string' || typeof value === 'bigint'
        ? decimalFromText(String(value), type)
        : undefined;
  return found === 'overflow' ? undefined : found;
}
function bytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined;
}
function date(value: unknown): number | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : Math.floor(value.getTime() / MS_PER_DAY);
  return typeof value === 'string' ? parseDate(value) : typeof value === 'number' ? date(new Date(value)) : undefined;
}
/** Without a zone: a wall clock. */
function timestamp(value: unknown, zone: string | undefined): bigint | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : BigInt(value.getTime()) * 1000n;
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? value : undefined;
  if (typeof value === 'number') return timestamp(new Date(value), zone);
  if (typeof value !== 'string') return undefined;
  if (zone === undefined) return parseTimestampNtz(value);
  const parsed = parseTimestampText(value);
  return parsed && !parsed.timeOnly ? (parsed.zone ?? timeZone(zone)).fromLocal(parsed.local) : undefined;
}

type Nested = Extract<DataType, { kind: 'array' | 'map' | 'struct' }>;
function nested(value: unknown, type: Nested, zone: string, what: What): Value | undefined {
  switch (type.kind) {
    case 'array':
      if (!Array.isArray(value) && !(ArrayBuffer.isView(value) && isNumeric(type.element))) return undefined;
      return Array.from(value as ArrayLike<unknown>, (v, i) => fromJs(v, type.element, zone, () => `${what()}[${i}]`));
    case 'map': {
      const entries = value instanceof Map ? [...value] : isPlain(value) ? Object.entries(value) : undefined;
      return (
        entries && new MapValue(entries.map(([k, v]) => [fromJs(k, type.key, zone, what), fromJs(v, type.value, zone, what)]))
      );
    }
    case 'struct': {
      const at = Array.isArray(value) ? (i: number) => value[i] as unknown : isPlain(value) ? fieldsOf(value, type) : undefined;
      return at && new StructValue(type.fields.map((f, i) => fromJs(at(i), f.type, zone, () => `${what()}.${f.name}`)));
    }
  }
}
const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** Own properties only: a row named `constructor` is not a function. */
const fieldsOf =
  (value: Record<string, unknown>, type: Extract<DataType, { kind: 'struct' }>) =>
  (i: number): unknown => {
    const { name } = type.fields[i]!;
    return Object.hasOwn(value, name) || !(name in Object.prototype) ? value[name] : undefined;
  };
