// csv-times.ts: columns of dates and timestamps from CSV fields in ISO form:
// yyyy-[m]m-[d]d, and behind it [T or blank]hh:mm[:ss[.f…]][Z | ±hh[:mm]]. Other forms are left to TypeScript (`slow`).
import { RESULT_BAD, RESULT_NULLS, RESULT_SLOW, bareValue, fieldEnd, fieldStart } from './csv-config';

export const NOT_A_TIME: i64 = i64.MIN_VALUE;
export const MICROS_PER_DAY: i64 = 86400000000;

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
export function daysFromCivil(year: i32, month: i32, day: i32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const era = (y >= 0 ? y : y - 399) / 400;
  const yearOfEra = y - era * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}
function daysInMonth(year: i32, month: i32): i32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** One or two digits; moves `cursor`. -1 when there is none. */
let cursor: usize = 0;
function number(end: usize, most: i32): i32 {
  let value: i32 = 0, count: i32 = 0;
  while (cursor < end && count < most) {
    const digit = <i32>load<u8>(cursor) - 48;
    if (<u32>digit > 9) break;
    value = value * 10 + digit;
    cursor++;
    count++;
  }
  return count == 0 ? -1 : value;
}
// @ts-ignore: decorator
@inline function at(end: usize, byte: u8): bool {
  if (cursor >= end || load<u8>(cursor) != byte) return false;
  cursor++;
  return true;
}

/** Reads a date; cursor stands behind it. i32.MIN_VALUE = not one. */
function readDate(start: usize, end: usize): i32 {
  cursor = start;
  const year = number(end, 4);
  if (cursor - start != 4 || !at(end, 45)) return i32.MIN_VALUE;
  const month = number(end, 2);
  if (!at(end, 45)) return i32.MIN_VALUE;
  const day = number(end, 2);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return i32.MIN_VALUE;
  return daysFromCivil(year, month, day);
}
export function parseDate(start: usize, end: usize): i32 {
  const days = readDate(start, end);
  return cursor == end ? days : i32.MIN_VALUE;
}
/** Microseconds since 1970-01-01, UTC where the text names a zone (hasZone), else of the wall clock. */
let hasZone = false;
export function timestampHasZone(): bool {
  return hasZone;
}
export function parseTimestamp(start: usize, end: usize): i64 {
  hasZone = false;
  const days = readDate(start, end);
  if (days == i32.MIN_VALUE) return NOT_A_TIME;
  const midnight = <i64>days * MICROS_PER_DAY;
  if (cursor == end) return midnight;
  if (!at(end, 84) && !at(end, 32)) return NOT_A_TIME;
  const hour = number(end, 2);
  if (!at(end, 58)) return NOT_A_TIME;
  const minute = number(end, 2);
  let second: i32 = 0, micros: i64 = 0;
  if (at(end, 58)) {
    second = number(end, 2);
    if (at(end, 46)) {
      const point = cursor;
      let unit: i64 = 100000;
      for (; cursor < end; cursor++) {
        const digit = <u32>load<u8>(cursor) - 48;
        if (digit > 9) break;
        micros += unit * digit;
        unit /= 10;
      }
      if (cursor == point) return NOT_A_TIME;
    }
  }
  if (<u32>hour > 23 || <u32>minute > 59 || <u32>second > 59) return NOT_A_TIME;
  const offset = cursor == end ? 0 : zoneMinutes(end);
  if (cursor != end) return NOT_A_TIME;
  return midnight + (<i64>(hour * 3600 + minute * 60 + second) - <i64>offset * 60) * 1000000 + micros;
}
/** Z, ±hh, ±hh:mm, ±hhmm; leaves the cursor before the end when it is something else. */
function zoneMinutes(end: usize): i32 {
  hasZone = true;
  if (at(end, 90)) return 0;
  const negative = load<u8>(cursor) == 45;
  if (!at(end, 43) && !at(end, 45)) return 0;
  const hours = number(end, 2);
  if (cursor < end) at(end, 58);
  const minutes = cursor == end ? 0 : number(end, 2);
  if (<u32>hours > 18 || <u32>minutes > 59) {
    cursor = end + 1;
    return 0;
  }
  return negative ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

export function csvDate(ends: usize, rows: usize, n: i32, columnIndex: u32, config: usize, out: usize, validity: usize, misfits: usize, result: usize): void {
  let nulls: i32 = 0, bad: i32 = 0;
  let valid: u32 = 0, misfit: u32 = 0;
  for (let row = 0; row < n; row++) {
    const field = load<u32>(rows + (<usize>row << 2)) + columnIndex;
    const start = fieldStart(ends, field);
    const bare = bareValue(start, fieldEnd(ends, field, start), config);
    const days = bare == 0 ? 0 : parseDate(<usize>(bare >> 32), <usize>(bare & 0xffffffff));
    const bit = <u32>1 << (row & 31);
    if (bare == 0) nulls++;
    else if (days == i32.MIN_VALUE) {
      bad++;
      misfit |= bit;
    } else valid |= bit;
    store<i32>(out + (<usize>row << 2), days);
    if ((row & 31) == 31 || row == n - 1) {
      store<u32>(validity + (<usize>(row >> 5) << 2), valid);
      store<u32>(misfits + (<usize>(row >> 5) << 2), misfit);
      valid = 0;
      misfit = 0;
    }
  }
  store<i32>(result, nulls, RESULT_NULLS);
  store<i32>(result, bad, RESULT_BAD);
}
/** `local`: u32 rows whose text names no zone (RESULT_SLOW of them): TypeScript moves them from the session's zone to UTC. */
export function csvTimestamp(
  ends: usize, rows: usize, n: i32, columnIndex: u32, config: usize, out: usize, validity: usize, misfits: usize, local: usize,
  result: usize
): void {
  let nulls: i32 = 0, bad: i32 = 0, locals: i32 = 0;
  let valid: u32 = 0, misfit: u32 = 0;
  for (let row = 0; row < n; row++) {
    const field = load<u32>(rows + (<usize>row << 2)) + columnIndex;
    const start = fieldStart(ends, field);
    const bare = bareValue(start, fieldEnd(ends, field, start), config);
    const micros = bare == 0 ? 0 : parseTimestamp(<usize>(bare >> 32), <usize>(bare & 0xffffffff));
    const bit = <u32>1 << (row & 31);
    if (bare == 0) nulls++;
    else if (micros == NOT_A_TIME) {
      bad++;
      misfit |= bit;
    } else {
      valid |= bit;
      if (!hasZone) {
        store<u32>(local + (<usize>locals << 2), row);
        locals++;
      }
    }
    store<i64>(out + (<usize>row << 3), micros);
    if ((row & 31) == 31 || row == n - 1) {
      store<u32>(validity + (<usize>(row >> 5) << 2), valid);
      store<u32>(misfits + (<usize>(row >> 5) << 2), misfit);
      valid = 0;
      misfit = 0;
    }
  }
  store<i32>(result, nulls, RESULT_NULLS);
  store<i32>(result, bad, RESULT_BAD);
  store<i32>(result, locals, RESULT_SLOW);
}
