// Time zones: offsets from UTC by instant and by wall clock. Named zones ask Intl once per span of eight days (offsets at both ends;
// if they differ, the transition is found by bisection) and keep the answer: O(1) per value after the first.
import { CaudalError } from './error.ts';
import { daysFromCivil } from './civil-date.ts';

export const US_PER_SECOND = 1_000_000n;
export const US_PER_DAY = 86_400_000_000n;
const SECONDS_PER_DAY = 86_400;
const SPAN_SECONDS = 8 * SECONDS_PER_DAY;

export const floorDiv = (a: bigint, b: bigint): bigint => (a >= 0n || a % b === 0n ? a / b : a / b - 1n);
export interface TimeZone {
  readonly id: string;
  /** Seconds east of UTC at an instant in microseconds. */
  offsetAt(us: bigint): number;
  /** The offset of all instants from one to another, if they have the same; undefined when not, or when that is long to tell. */
  constantOffset(fromUs: bigint, toUs: bigint): number | undefined;
  /** Wall clock microseconds of an instant. */
  toLocal(us: bigint): bigint;
  /** Instant of a wall clock: the earlier of two, shifted forward in a gap (as java.time does). */
  fromLocal(us: bigint): bigint;
}

class FixedZone implements TimeZone {
  readonly id: string;
  readonly #seconds: number;
  readonly #us: bigint;
  constructor(id: string, seconds: number) {
    this.id = id;
    this.#seconds = seconds;
    this.#us = BigInt(seconds) * US_PER_SECOND;
  }
  offsetAt(): number {
    return this.#seconds;
  }
  constantOffset(): number {
    return this.#seconds;
  }
  toLocal(us: bigint): bigint {
    return us + this.#us;
  }
  fromLocal(us: bigint): bigint {
    return us - this.#us;
  }
}

interface Span {
  readonly before: number;
  readonly transition: number;
  readonly after: number;
}
class NamedZone implements TimeZone {
  readonly id: string;
  readonly #format: Intl.DateTimeFormat;
  readonly #spans = new Map<number, Span>();
  constructor(id: string) {
    this.id = id;
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: id,
      calendar: 'gregory',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }
  #ask(seconds: number): number {
    const part: Record<string, string> = {};
    for (const { type, value } of this.#format.formatToParts(seconds * 1000)) part[type] = value;
    const year = part.era === 'BC' ? 1 - Number(part.year) : Number(part.year);
    const days = daysFromCivil(year, Number(part.month), Number(part.day));
    return days * SECONDS_PER_DAY + Number(part.hour) * 3600 + Number(part.minute) * 60 + Number(part.second) - seconds;
  }
  #span(index: number): Span {
    let low = index * SPAN_SECONDS;
    let high = low + SPAN_SECONDS;
    const before = this.#ask(low);
    const after = this.#ask(high);
    while (before !== after && high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#ask(middle) === before) low = middle;
      else high = middle;
    }
    return { before, transition: high, after };
  }
  offsetAt(us: bigint): number {
    const seconds = withinIntl(us),
      span = this.#known(Math.floor(seconds / SPAN_SECONDS));
    return seconds < span.transition ? span.before : span.after;
  }
  constantOffset(fromUs: bigint, toUs: bigint): number | undefined {
    const first = Math.floor(withinIntl(fromUs) / SPAN_SECONDS),
      last = Math.floor(withinIntl(toUs) / SPAN_SECONDS);
    if (last - first > MAX_CONSTANT_SPANS) return undefined;
    const { before } = this.#known(first);
    for (let index = first; index <= last; index++) {
      const span = this.#known(index);
      if (span.before !== before || span.after !== before) return undefined;
    }
    return before;
  }
  #known(index: number): Span {
    let span = this.#spans.get(index);
    if (!span) this.#spans.set(index, (span = this.#span(index)));
    return span;
  }
  toLocal(us: bigint): bigint {
    return us + BigInt(this.offsetAt(us)) * US_PER_SECOND;
  }
  fromLocal(us: bigint): bigint {
    const before = this.offsetAt(us - US_PER_DAY);
    const after = this.offsetAt(us + US_PER_DAY);
    const early = us - BigInt(before) * US_PER_SECOND;
    if (before === after || this.offsetAt(early) === before) return early;
    const late = us - BigInt(after) * US_PER_SECOND;
    return this.offsetAt(late) === after ? late : early;
  }
}
/** What Intl can format, less one span, in seconds. */
const INTL_LIMIT = 8_639_000_000_000;
const withinIntl = (us: bigint): number => Math.min(Math.max(Number(floorDiv(us, US_PER_SECOND)), -INTL_LIMIT), INTL_LIMIT);
/** Half a year or so: no zone with summer time has one offset for longer. */
const MAX_CONSTANT_SPANS = 32;

const OFFSET = /^(?:UTC|GMT|UT)?([+-])(?:(\d{1,2})(?::(\d{1,2})(?::(\d{1,2}))?)?|(\d{2})(\d{2})(\d{2})?)$/;
const ZONES = new Map<string, TimeZone>();

function makeZone(id: string): TimeZone | undefined {
  if (/^(?:Z|UTC|GMT|UT|GMT0|Etc\/UTC|Etc\/GMT)$/i.test(id)) return new FixedZone(id, 0);
  const match = OFFSET.exec(id);
  if (match) {
    const [hours = 0, minutes = 0, seconds = 0] = match.slice(match[2] === undefined ? 5 : 2).map((part) => Number(part ?? 0));
    if (hours > 18 || minutes > 59 || seconds > 59) return undefined;
    const total = hours * 3600 + minutes * 60 + seconds;
    return total > 18 * 3600 ? undefined : new FixedZone(id, match[1] === '-' ? -total : total);
  }
  try {
    return new NamedZone(id);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
/** A zone by id (`Europe/Zurich`, `UTC`, `+02:00`, `GMT-8`), or undefined. */
export function findTimeZone(id: string): TimeZone | undefined {
  const known = ZONES.get(id);
  if (known) return known;
  const zone = makeZone(id);
  if (zone) ZONES.set(id, zone);
  return zone;
}
export function timeZone(id: string): TimeZone {
  const zone = findTimeZone(id);
  if (!zone)
    throw new CaudalError('INVALID_TIMEZONE', `'${id}' is not a time zone.`, {
      hint: "Use an id like 'Europe/Zurich' or an offset like '+02:00'.",
    });
  return zone;
}

/** Day number and microseconds of the day of a wall clock. */
export function splitLocal(us: bigint): { readonly days: number; readonly usOfDay: bigint } {
  const days = floorDiv(us, US_PER_DAY);
  return { days: Number(days), usOfDay: us - days * US_PER_DAY };
}
/** Day number of an instant in a zone. */
export const localDays = (us: bigint, zone: TimeZone): number => splitLocal(zone.toLocal(us)).days;
