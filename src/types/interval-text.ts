// Intervals to and from text: INTERVAL '1-2' YEAR TO MONTH (months), INTERVAL '1 02:03:04.5' DAY TO SECOND (microseconds); fewer units
// where the type has fewer.
import type { DataType } from './data-type.ts';
import { formatFraction } from './datetime-text.ts';
import { intervalFromParts, intervalFromRange } from './interval-parts.ts';
import { intervalName, unitNames, unitsOf } from './interval-units.ts';
import { US_PER_DAY } from './time-zone.ts';

const pad2 = (n: number | bigint): string => String(n).padStart(2, '0');
const quoted = (isNegative: boolean, amount: string, type: DataType): string =>
  intervalName(type)
    .toUpperCase()
    .replace(' ', ` '${isNegative ? '-' : ''}${amount}' `);

export function formatYearMonth(months: number, type: DataType): string {
  const size = Math.abs(months);
  const [first, last] = unitsOf(type);
  const years = Math.floor(size / 12);
  return quoted(months < 0, first === 1 ? String(size) : last === 0 ? String(years) : `${years}-${size % 12}`, type);
}
/** Microseconds of day, hour, minute, second, and what stands before each. */
const SIZES = [US_PER_DAY, 3_600_000_000n, 60_000_000n, 1_000_000n] as const;
const MARKS = ['', ' ', ':', ':'] as const;
export function formatDayTime(us: bigint, type: DataType): string {
  const [first, last] = unitsOf(type);
  let rest = us < 0n ? -us : us;
  let text = '';
  for (let unit = first; unit <= last; unit++) {
    const amount = rest / SIZES[unit]!;
    rest -= amount * SIZES[unit]!;
    text += (unit === first ? '' : MARKS[unit]!) + (unit === 0 ? amount : pad2(amount));
  }
  return quoted(us < 0n, last === 3 ? text + formatFraction(Number(rest)) : text, type);
}

const WRITTEN = /^INTERVAL\s+([+-]?)\s*'([^']*)'\s+([A-Z]+)(?:\s+TO\s+([A-Z]+))?$/i;
/** Months or microseconds of `INTERVAL '1-2' YEAR TO MONTH`, or of `1-2` in the type's units; undefined for other text. */
export function parseInterval(text: string, type: DataType): number | bigint | undefined {
  const [, sign = '', body, from, to] = WRITTEN.exec(text.trim()) ?? [];
  const [first, last] = from === undefined ? unitNames(type) : [from, to ?? from];
  const amount = body ?? text;
  const value = first === last ? intervalFromParts([{ amount, unit: first }]) : intervalFromRange(amount, first, last);
  if (typeof value === 'string' || value.type.kind !== type.kind) return undefined;
  const size = 'months' in value ? value.months : value.micros;
  return sign === '-' ? -size : size;
}
