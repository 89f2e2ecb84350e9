// Text to timestamps by a Java pattern: strict fields, names in any case, missing ones from 1970-01-01 00:00:00, nothing left over.
import { daysFromCivil, isCivilDate, weekday } from './civil-date.ts';
import { type TimeZone, US_PER_DAY, findTimeZone } from './time-zone.ts';
import { MONTHS, type PatternLetter, type PatternToken, WEEKDAYS, patternTokens } from './datetime-pattern.ts';

type Fields = Partial<
  Record<
    | 'era'
    | 'year'
    | 'month'
    | 'day'
    | 'dayOfYear'
    | 'weekOfMonth'
    | 'quarter'
    | 'weekday'
    | 'half'
    | 'hour12'
    | 'hour'
    | 'minute'
    | 'second'
    | 'us',
    number
  >
> & { zone?: TimeZone };
export interface ParsedDateTime {
  /** Wall clock microseconds. */
  readonly local: bigint;
  readonly zone: TimeZone | undefined;
}
const FAILED = -1;
type NumberField = Exclude<keyof Fields, 'zone'>;
/** Letters that are a number and nothing else. */
const NUMBER_FIELDS: Readonly<Partial<Record<PatternLetter, NumberField>>> = {
  d: 'day',
  D: 'dayOfYear',
  F: 'weekOfMonth',
  H: 'hour',
  m: 'minute',
  s: 'second',
};
const ID = /[A-Za-z][A-Za-z0-9_/]*(?:[+-]\d{1,2}(?::\d{2})?)?|[+-]\d{2}:?\d{2}|Z/y;
const OFFSET = /Z|(?:GMT)?[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?|GMT/y;
const ZONE_FIELDS: Readonly<Partial<Record<PatternLetter, RegExp>>> = {
  V: ID,
  z: ID,
  O: /GMT(?:[+-]\d{1,2}(?::\d{2}(?::\d{2})?)?)?/iy,
  X: /Z|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?/y,
  x: OFFSET,
  Z: OFFSET,
};

class Reader {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  get end(): number {
    return this.#text.length;
  }

  /** Reads tokens from `at` into `fields`; the place behind them, or FAILED. */
  read(tokens: readonly PatternToken[], at: number, fields: Fields): number {
    let place = at;
    for (const [i, token] of tokens.entries()) {
      if (token.kind === 'text') place = this.#literal(token.text, place);
      else if (token.kind === 'field') place = this.#field(token.letter, token.count, place, fields, reservedDigits(tokens, i));
      else {
        const tried: Fields = { ...fields };
        const next = this.read(token.tokens, place, tried);
        if (next !== FAILED) {
          Object.assign(fields, tried);
          place = next;
        }
      }
      if (place === FAILED) return FAILED;
    }
    return place;
  }
  #literal(text: string, at: number): number {
    return this.#text.slice(at, at + text.length).toLowerCase() === text.toLowerCase() ? at + text.length : FAILED;
  }
  #number(at: number, least: number, most: number, reserved: number, store: (n: number) => void): number {
    let end = at;
    while (end < this.#text.length && end - at < most + reserved && isDigit(this.#text.charCodeAt(end))) end++;
    const stop = Math.max(at + least, Math.min(at + most, end - reserved));
    if (stop > end) return FAILED;
    store(Number(this.#text.slice(at, stop)));
    return stop;
  }
  #name(names: readonly string[], short: boolean, at: number, store: (index: number) => void): number {
    const rest = this.#text.slice(at, at + 12).toLowerCase();
    const index = names.findIndex((name) => rest.startsWith((short ? name.slice(0, 3) : name).toLowerCase()));
    if (index < 0) return FAILED;
    store(index);
    return at + (short ? 3 : names[index]!.length);
  }
  #match(pattern: RegExp, at: number, store: (match: RegExpExecArray) => boolean): number {
    pattern.lastIndex = at;
    const match = pattern.exec(this.#text);
    return match && store(match) ? at + match[0].length : FAILED;
  }
  #field(letter: PatternLetter, count: number, at: number, f: Fields, reserved: number): number {
    const number = (key: NumberField): number =>
      this.#number(at, count === 1 ? 1 : count, count === 1 ? 19 : count, count === 1 ? reserved : 0, (n) => {
        f[key] = n;
      });
    const plain = NUMBER_FIELDS[letter];
    if (plain !== undefined) return number(plain);
    const zone = ZONE_FIELDS[letter];
    if (zone) return this.#zone(zone, at, f);
    switch (letter) {
      case 'G':
        return this.#match(/AD|BC|Anno Domini|Before Christ/iy, at, (m) => {
          f.era = /^[aA]/.test(m[0]) ? 1 : 0;
          return true;
        });
      case 'y':
        return this.#year(count, at, f, reserved);
      case 'M':
      case 'L':
        return count > 2
          ? this.#name(MONTHS, count === 3, at, (i) => {
              f.month = i + 1;
            })
          : number('month');
      case 'Q':
      case 'q':
        return count > 2
          ? this.#match(/Q([1-4])|([1-4])(?:st|nd|rd|th) quarter/iy, at, (m) => {
              f.quarter = Number(m[1] ?? m[2]);
              return true;
            })
          : number('quarter');
      case 'E':
        return this.#name(WEEKDAYS, count < 4, at, (i) => {
          f.weekday = i;
        });
      case 'a':
        return this.#match(/[AP]M/iy, at, (m) => {
          f.half = /^p/i.test(m[0]) ? 12 : 0;
          return true;
        });
      case 'h':
        return this.#clock(number('hour12'), f, 1, 12);
      case 'K':
        return this.#clock(number('hour12'), f, 0, 11);
      case 'k':
        return this.#clock24(number('hour'), f);
      case 'S':
        return this.#match(new RegExp(String.raw`\d{1,${count}}`, 'y'), at, (m) => {
          f.us = Number(m[0].slice(0, 6).padEnd(6, '0'));
          return true;
        });
      default:
        return FAILED;
    }
  }
  #year(count: number, at: number, f: Fields, reserved: number): number {
    if (count === 2)
      return this.#number(at, 2, 2, 0, (n) => {
        f.year = 2000 + n;
      });
    const sign = this.#text[at];
    const signed = sign === '-' || (sign === '+' && count >= 4);
    return this.#number(signed ? at + 1 : at, count, reserved > 0 ? count : 10, reserved, (n) => {
      f.year = sign === '-' ? -n : n;
    });
  }
  #clock(place: number, f: Fields, least: number, most: number): number {
    if (place === FAILED || f.hour12! < least || f.hour12! > most) return FAILED;
    f.hour12 = f.hour12! % 12;
    return place;
  }
  #clock24(place: number, f: Fields): number {
    if (place === FAILED || f.hour! < 1 || f.hour! > 24) return FAILED;
    f.hour = f.hour! % 24;
    return place;
  }
  #zone(pattern: RegExp, at: number, f: Fields): number {
    return this.#match(pattern, at, (match) => {
      const zone = findTimeZone(match[0]);
      if (zone) f.zone = zone;
      return zone !== undefined;
    });
  }
}
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
/** Digits that fixed-width fields right behind token `i` need: `yyyyMMdd` reads 4, 2, 2. */
function reservedDigits(tokens: readonly PatternToken[], i: number): number {
  let digits = 0;
  for (const next of tokens.slice(i + 1)) {
    if (next.kind !== 'field' || next.count < 2 || !'MdDHhKkms'.includes(next.letter) || (next.letter === 'M' && next.count > 2))
      break;
    digits += next.count;
  }
  return digits;
}

function dayOf(f: Fields): number | undefined {
  const year = f.era === 0 ? 1 - (f.year ?? 1970) : (f.year ?? 1970);
  if (Math.abs(year) > 290_000) return undefined;
  if (f.dayOfYear !== undefined && f.month === undefined) {
    const days = daysFromCivil(year, 1, 1) + f.dayOfYear - 1;
    return f.dayOfYear >= 1 && days < daysFromCivil(year + 1, 1, 1) ? days : undefined;
  }
  const month = f.month ?? 1;
  const day = f.day ?? 1;
  if (!isCivilDate(year, month, day)) return undefined;
  const days = daysFromCivil(year, month, day);
  if (f.weekday !== undefined && f.day !== undefined && weekday(days) !== f.weekday) return undefined;
  return f.quarter !== undefined && f.month !== undefined && Math.floor((month + 2) / 3) !== f.quarter ? undefined : days;
}
/** The text read by the pattern, or undefined. */
export function parseDateTime(text: string, pattern: string): ParsedDateTime | undefined {
  const reader = new Reader(text);
  const f: Fields = {};
  if (reader.read(patternTokens(pattern), 0, f) !== reader.end) return undefined;
  const days = dayOf(f);
  const hour = f.hour ?? (f.hour12 === undefined ? (f.half ?? 0) : f.hour12 + (f.half ?? 0));
  const [minute, second] = [f.minute ?? 0, f.second ?? 0];
  if (days === undefined || hour > 23 || minute > 59 || second > 59) return undefined;
  return { local: BigInt(days) * US_PER_DAY + BigInt((hour * 3600 + minute * 60 + second) * 1e6 + (f.us ?? 0)), zone: f.zone };
}
