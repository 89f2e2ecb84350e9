// Timestamps to text by a Java pattern, in English. Cost: one call per field.
import { type CivilDate, civilFromDays, dayOfYear, weekday } from './civil-date.ts';
import { type TimeZone, splitLocal } from './time-zone.ts';
import { MONTHS, type PatternLetter, type PatternToken, WEEKDAYS, patternTokens } from './datetime-pattern.ts';

interface Moment {
  readonly date: CivilDate;
  readonly days: number;
  /** Seconds and microseconds of the day. */
  readonly seconds: number;
  readonly us: number;
  readonly offset: number;
  readonly instant: bigint;
  readonly zone: TimeZone;
}
const pad = (n: number, width: number): string => String(n).padStart(width, '0');
const hours = (m: Moment): number => Math.floor(m.seconds / 3600);

function year(y: number, count: number): string {
  if (count === 2) return pad(((y % 100) + 100) % 100, 2);
  const digits = pad(Math.abs(y), count);
  return y < 0 ? `-${digits}` : count >= 4 && digits.length > count ? `+${digits}` : digits;
}
const named = (names: readonly string[], index: number, number: number, count: number): string =>
  count === 4 ? names[index]! : count === 3 ? names[index]!.slice(0, 3) : pad(number, count);
const ORDINALS = ['1st', '2nd', '3rd', '4th'] as const;
function quarter(month: number, count: number): string {
  const q = Math.floor((month + 2) / 3);
  return count === 4 ? `${ORDINALS[q - 1]} quarter` : count === 3 ? `Q${q}` : pad(q, count);
}
/** +hh, +hhmm or +hh:mm, with seconds if there are any and the form has room. */
function offsetText(offset: number, form: 'hours' | 'plain' | 'colon', seconds: boolean): string {
  const size = Math.abs(offset);
  const [h, m, s] = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  const colon = form === 'colon' ? ':' : '';
  const minutes = form === 'hours' && m === 0 ? '' : `${colon}${pad(m, 2)}`;
  return `${offset < 0 ? '-' : '+'}${pad(h, 2)}${minutes}${seconds && s !== 0 ? `${colon}${pad(s, 2)}` : ''}`;
}
const OFFSET_FORMS = ['hours', 'plain', 'colon', 'plain', 'colon'] as const;
const isoOffset = (m: Moment, count: number): string => offsetText(m.offset, OFFSET_FORMS[count - 1]!, count > 3);
function localizedOffset(offset: number, full: boolean): string {
  if (offset === 0) return 'GMT';
  const text = offsetText(offset, 'colon', true);
  return `GMT${full ? text : text.replace(/^([+-])0/, '$1').replace(/:00$/, '')}`;
}
function zoneName(m: Moment, full: boolean): string {
  if (/^(?:Z|[+-]|(?:UTC|GMT|UT)[+-])/.test(m.zone.id)) return m.zone.id;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: m.zone.id, timeZoneName: full ? 'long' : 'short' });
  const part = format.formatToParts(Number(m.instant / 1000n)).find((p) => p.type === 'timeZoneName');
  return part?.value ?? m.zone.id;
}

const WRITE: { readonly [L in PatternLetter]: (m: Moment, count: number) => string } = {
  G: (m, count) => (m.date.year > 0 ? (count === 4 ? 'Anno Domini' : 'AD') : count === 4 ? 'Before Christ' : 'BC'),
  y: (m, count) => year(m.date.year, count),
  M: (m, count) => named(MONTHS, m.date.month - 1, m.date.month, count),
  L: (m, count) => named(MONTHS, m.date.month - 1, m.date.month, count),
  d: (m, count) => pad(m.date.day, count),
  D: (m, count) => pad(dayOfYear(m.days), count),
  Q: (m, count) => quarter(m.date.month, count),
  q: (m, count) => quarter(m.date.month, count),
  E: (m, count) => named(WEEKDAYS, weekday(m.days), 0, Math.max(3, count)),
  F: (m) => String(((m.date.day - 1) % 7) + 1),
  a: (m) => (hours(m) < 12 ? 'AM' : 'PM'),
  h: (m, count) => pad(((hours(m) + 11) % 12) + 1, count),
  K: (m, count) => pad(hours(m) % 12, count),
  k: (m, count) => pad(((hours(m) + 23) % 24) + 1, count),
  H: (m, count) => pad(hours(m), count),
  m: (m, count) => pad(Math.floor(m.seconds / 60) % 60, count),
  s: (m, count) => pad(m.seconds % 60, count),
  S: (m, count) => `${pad(m.us, 6)}000`.slice(0, count),
  V: (m) => m.zone.id,
  z: (m, count) => zoneName(m, count === 4),
  O: (m, count) => localizedOffset(m.offset, count === 4),
  X: (m, count) => (m.offset === 0 ? 'Z' : isoOffset(m, count)),
  x: (m, count) => isoOffset(m, count),
  Z: (m, count) =>
    count === 4 ? localizedOffset(m.offset, true) : count === 5 ? (m.offset === 0 ? 'Z' : isoOffset(m, 5)) : isoOffset(m, 2),
};
const write = (tokens: readonly PatternToken[], m: Moment): string =>
  tokens
    .map((token) =>
      token.kind === 'text' ? token.text : token.kind === 'field' ? WRITE[token.letter](m, token.count) : write(token.tokens, m),
    )
    .join('');

/** Text of an instant in a zone. */
export function formatDateTime(us: bigint, zone: TimeZone, pattern: string): string {
  const { days, usOfDay } = splitLocal(zone.toLocal(us));
  const seconds = Math.floor(Number(usOfDay) / 1e6);
  return write(patternTokens(pattern), {
    date: civilFromDays(days),
    days,
    seconds,
    us: Number(usOfDay) - seconds * 1e6,
    offset: zone.offsetAt(us),
    instant: us,
    zone,
  });
}
