// Dates and timestamps to and from Spark's plain text: `2024-02-29`, `2024-02-29 12:30:00.5`, parts and a zone optional when read.
// Parsers return undefined for text that is none; ranges are checked. Cost: one regular expression per value.
import { civilFromDays, daysFromCivil, isCivilDate } from './civil-date.ts';
import { type TimeZone, US_PER_DAY, findTimeZone, splitLocal } from './time-zone.ts';

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** Years beyond four digits carry a sign, as java.time prints them. */
export function formatYear(year: number): string {
  if (year < 0) return `-${pad(-year, 4)}`;
  return year > 9999 ? `+${year}` : pad(year, 4);
}
export function formatDate(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${formatYear(year)}-${pad(month, 2)}-${pad(day, 2)}`;
}
/** `.5` for 500000 µs; nothing for 0. */
export const formatFraction = (us: number): string => (us === 0 ? '' : `.${pad(us, 6).replace(/0+$/, '')}`);
/** Wall clock microseconds as text. */
export function formatLocal(us: bigint): string {
  const { days, usOfDay } = splitLocal(us);
  const seconds = Math.floor(Number(usOfDay) / 1e6);
  const time = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  return `${formatDate(days)} ${time}${formatFraction(Number(usOfDay) % 1e6)}`;
}
export const formatTimestamp = (us: bigint, zone: TimeZone): string => formatLocal(zone.toLocal(us));

/** Without the white space and control characters at both ends. */
// oxlint-disable-next-line no-control-regex -- Spark trims control characters too
export const trimAll = (text: string): string => text.replace(/^[\s\u0000-\u001f\u007f]+|[\s\u0000-\u001f\u007f]+$/g, '');

const DATE = /^([+-]?\d{4,7})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T].*)?)?)?$/s;
/** Day number of `yyyy[-[M]M[-[d]d[( |T)…]]]`. */
export function parseDate(text: string): number | undefined {
  const match = DATE.exec(trimAll(text));
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
  return isCivilDate(year, month, day) && Math.abs(year) <= 5_000_000 ? daysFromCivil(year, month, day) : undefined;
}

const TIME = String.raw`(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?)?`;
const TIMESTAMP = new RegExp(String.raw`^([+-]?\d{4,6})(?:-(\d{1,2})(?:-(\d{1,2})(?:[ T](?:${TIME}\s*(\S.*)?)?)?)?)?$`);
const TIME_ONLY = /^T?(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?\s*(\S.*)?$/;

function usOfTime(hour = '0', minute = '0', second = '0', fraction = ''): bigint | undefined {
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (h > 23 || m > 59 || s > 59) return undefined;
  return BigInt((h * 3600 + m * 60 + s) * 1e6 + Number(fraction.slice(0, 6).padEnd(6, '0')));
}
export interface ParsedTimestamp {
  /** Wall clock microseconds; of the day alone if `timeOnly`. */
  readonly local: bigint;
  readonly timeOnly: boolean;
  /** The zone written in the text. */
  readonly zone: TimeZone | undefined;
}
export function parseTimestampText(text: string): ParsedTimestamp | undefined {
  const trimmed = trimAll(text);
  const match = TIMESTAMP.exec(trimmed);
  const time = match ? match.slice(4) : TIME_ONLY.exec(trimmed)?.slice(1);
  if (!time) return undefined;
  const usOfDay = usOfTime(time[0], time[1], time[2], time[3]);
  const zone = time[4] === undefined ? undefined : findTimeZone(time[4]);
  if (usOfDay === undefined || (time[4] !== undefined && !zone)) return undefined;
  if (!match) return { local: usOfDay, timeOnly: true, zone };
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
  if (!isCivilDate(year, month, day)) return undefined;
  const local = BigInt(daysFromCivil(year, month, day)) * US_PER_DAY + usOfDay;
  return BigInt.asIntN(64, local) === local ? { local, timeOnly: false, zone } : undefined;
}
/** Microseconds of a TIMESTAMP; `nowUs` gives the day of text that is a time only. */
export function parseTimestamp(text: string, zone: TimeZone, nowUs: bigint): bigint | undefined {
  const parsed = parseTimestampText(text);
  if (!parsed) return undefined;
  const in_ = parsed.zone ?? zone;
  const base = parsed.timeOnly ? BigInt(splitLocal(in_.toLocal(nowUs)).days) * US_PER_DAY : 0n;
  return in_.fromLocal(base + parsed.local);
}
/** Wall clock microseconds of a TIMESTAMP_NTZ; a zone in the text is left out, a time alone is no timestamp. */
export function parseTimestampNtz(text: string): bigint | undefined {
  const parsed = parseTimestampText(text);
  return parsed && !parsed.timeOnly ? parsed.local : undefined;
}
