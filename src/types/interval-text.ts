// Intervals to and from text: INTERVAL '1-2' YEAR TO MONTH (months), INTERVAL '1 02:03:04.5' DAY TO SECOND (microseconds).
import { formatFraction } from './datetime-text.ts';
import { US_PER_DAY } from './time-zone.ts';

const pad2 = (n: number): string => String(n).padStart(2, '0');

export function formatYearMonth(months: number): string {
  const size = Math.abs(months);
  return `INTERVAL '${months < 0 ? '-' : ''}${Math.floor(size / 12)}-${size % 12}' YEAR TO MONTH`;
}
export function formatDayTime(us: bigint): string {
  const size = us < 0n ? -us : us;
  const rest = Number(size % US_PER_DAY);
  const seconds = Math.floor(rest / 1e6);
  const time = `${pad2(Math.floor(seconds / 3600))}:${pad2(Math.floor(seconds / 60) % 60)}:${pad2(seconds % 60)}`;
  return `INTERVAL '${us < 0n ? '-' : ''}${size / US_PER_DAY} ${time}${formatFraction(rest % 1e6)}' DAY TO SECOND`;
}

const signed = (outer: string | undefined, inner: string | undefined): -1 | 1 => ((outer === '-') !== (inner === '-') ? -1 : 1);
const YEAR_MONTH = /^(?:INTERVAL\s+([+-])?'([+-])?(\d+)-(\d{1,2})'\s+YEAR\s+TO\s+MONTH|([+-])?(\d+)-(\d{1,2}))$/i;
/** Months of `1-2`, with or without the INTERVAL around it. */
export function parseYearMonth(text: string): number | undefined {
  const m = YEAR_MONTH.exec(text.trim());
  if (!m) return undefined;
  const months = Number(m[4] ?? m[7]);
  const total = signed(m[1] ?? m[5], m[2]) * (Number(m[3] ?? m[6]) * 12 + months);
  return months < 12 && Math.abs(total) < 2 ** 31 ? total : undefined;
}
const DAY_TIME =
  /^(?:INTERVAL\s+([+-])?'([+-])?(\d{1,9}) (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?'\s+DAY\s+TO\s+SECOND|([+-])?(\d{1,9}) (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?)$/i;
/** Microseconds of `1 02:03:04.5`, with or without the INTERVAL around it. */
export function parseDayTime(text: string): bigint | undefined {
  const m = DAY_TIME.exec(text.trim());
  if (!m) return undefined;
  const at = m[3] === undefined ? 9 : 3;
  const [hour, minute, second] = [Number(m[at + 1]), Number(m[at + 2]), Number(m[at + 3])];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Number((m[at + 4] ?? '').slice(0, 6).padEnd(6, '0'));
  const us = BigInt(m[at]!) * US_PER_DAY + BigInt((hour * 3600 + minute * 60 + second) * 1e6 + fraction);
  return signed(m[1] ?? m[8], m[2]) < 0 ? -us : us;
}
