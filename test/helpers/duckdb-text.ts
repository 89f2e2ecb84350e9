// duckdb-text.ts: whether a value is what DuckDB prints: scalars as text, nested values as JSON.

import { formatType } from '../../src/types/format-type.ts';
import type { DataType } from '../../src/types/data-type.ts';
import type { MapValue, StructValue } from '../../src/types/value.ts';
import type { Value } from '../../src/types/value.ts';

/** Throws with the place where they differ. */
export function expectText(actual: Value, type: DataType, expected: unknown, place: string): void {
  const wrong = (): Error => new Error(`${place} (${formatType(type)}): ${show(actual)} instead of ${JSON.stringify(expected)}`);
  if (actual === null || expected === null || expected === undefined) {
    if (actual !== (expected ?? null)) throw wrong();
    return;
  }
  if (type.kind === 'array') {
    const items = expected as unknown[],
      list = actual as readonly Value[];
    if (!Array.isArray(items) || items.length !== list.length) throw wrong();
    list.forEach((item, i) => expectText(item, type.element, items[i], `${place}[${i}]`));
  } else if (type.kind === 'struct') {
    (actual as StructValue).values.forEach((v, i) =>
      expectText(
        v,
        type.fields[i]!.type,
        (expected as Record<string, unknown>)[type.fields[i]!.name],
        `${place}.${type.fields[i]!.name}`,
      ),
    );
  } else if (type.kind === 'map') {
    const { entries } = actual as MapValue;
    if (Object.keys(expected).length !== entries.length) throw wrong();
    for (const [key, value] of entries)
      expectText(value, type.value, (expected as Record<string, unknown>)[String(key)], `${place}{${String(key)}}`);
  } else if (type.kind === 'float' || type.kind === 'double') {
    const parsed = Number(String(expected).replace('inf', 'Infinity')),
      number = type.kind === 'float' ? Math.fround(parsed) : parsed;
    if (!Object.is(number, actual)) throw wrong();
  } else if (typeof expected === 'number') {
    // Nested values stand as JSON numbers, which have lost digits already.
    if (Number(scalarText(actual, type)) !== expected) throw wrong();
  } else if (scalarText(actual, type) !== String(expected)) throw wrong();
}
const show = (v: Value): string =>
  JSON.stringify(v, (_, x: unknown) => (typeof x === 'bigint' ? `${x}n` : x instanceof Uint8Array ? hex(x) : x));
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

export function scalarText(v: Value, type: DataType): string {
  switch (type.kind) {
    case 'binary':
      return hex(v as Uint8Array);
    case 'decimal':
      return decimalText(v as bigint, type.scale);
    case 'date':
      return dateText(v as number);
    case 'timestamp':
    case 'timestamp_ntz':
      return timestampText(v as bigint);
    default:
      return String(v);
  }
}
function decimalText(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
/** Days since 1970 in the proleptic Gregorian calendar, by counting from 400-year cycles that begin in March. */
function civil(days: number): { year: number; rest: string } {
  const shifted = days + 719_468,
    era = Math.floor(shifted / 146_097),
    day = shifted - era * 146_097;
  const yearOfEra = Math.floor((day - Math.floor(day / 1460) + Math.floor(day / 36_524) - Math.floor(day / 146_096)) / 365);
  const dayOfYear = day - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const month = Math.floor((5 * dayOfYear + 2) / 153),
    date = dayOfYear - Math.floor((153 * month + 2) / 5) + 1;
  const two = (n: number): string => String(n).padStart(2, '0');
  return { year: yearOfEra + era * 400 + (month >= 10 ? 1 : 0), rest: `${two(month < 10 ? month + 3 : month - 9)}-${two(date)}` };
}
function dateText(days: number): string {
  const { year, rest } = civil(days);
  return year > 0 ? `${String(year).padStart(4, '0')}-${rest}` : `${String(1 - year).padStart(4, '0')}-${rest} (BC)`;
}
function timestampText(micros: bigint): string {
  const day = 86_400_000_000n,
    days = micros / day - (micros % day < 0n ? 1n : 0n),
    inDay = Number(micros - days * day);
  const two = (n: number): string => String(n).padStart(2, '0');
  const seconds = Math.floor(inDay / 1e6),
    fraction = String(inDay % 1e6)
      .padStart(6, '0')
      .replace(/0+$/, '');
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return `${dateText(Number(days))} ${time}${fraction ? `.${fraction}` : ''}`;
}
