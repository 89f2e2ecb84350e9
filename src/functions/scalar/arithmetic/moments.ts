// Arithmetic of dates, timestamps and intervals: which overload two types mean, and its meaning.
// Months move the calendar date (clamped to the month's end); days of a day-time interval move the wall clock, the rest the instant.
import { addMonths } from '../../../types/civil-date.ts';
import { type DataType, DATE, INTERVAL_DAY_TIME, INT, TIMESTAMP, isInteger } from '../../../types/data-type.ts';
import { intervalOf, unitsOf, widerInterval } from '../../../types/interval-units.ts';
import { type TimeZone, US_PER_DAY, splitLocal, timeZone } from '../../../types/time-zone.ts';
import type { Value } from '../../../types/value.ts';
import type { EvaluationContext, Signature } from '../../define.ts';
import { overflow, toMoment } from './checked.ts';

const isTimestamp = (t: DataType): boolean => t.kind === 'timestamp' || t.kind === 'timestamp_ntz';
const isInterval = (t: DataType): boolean => t.kind === 'interval_day_time' || t.kind === 'interval_year_month';
export const isMomentType = (t: DataType): boolean => t.kind === 'date' || isTimestamp(t) || isInterval(t);
const DAYS = intervalOf('interval_day_time', 0, 0);

/** Types of moment ± amount; undefined if this is none. An INTERVAL DAY keeps a date a date. */
function shiftTypes(moment: DataType, amount: DataType): Signature | undefined {
  if (moment.kind === 'date') {
    if (isInteger(amount) || amount.kind === 'null') return { args: [DATE, INT], returns: DATE };
    if (amount.kind === 'interval_year_month') return { args: [DATE, amount], returns: DATE };
    if (amount.kind !== 'interval_day_time') return undefined;
    return unitsOf(amount)[1] === 0 ? { args: [DATE, amount], returns: DATE } : { args: [TIMESTAMP, amount], returns: TIMESTAMP };
  }
  if (isTimestamp(moment) && isInterval(amount)) return { args: [moment, amount], returns: moment };
  return moment.kind === 'string' && isInterval(amount) ? { args: [TIMESTAMP, amount], returns: TIMESTAMP } : undefined;
}
const sameInterval = (a: DataType, b: DataType): Signature | undefined => {
  const type = isInterval(a) ? a : b;
  const fits = (t: DataType): boolean => t.kind === type.kind || t.kind === 'null';
  if (!isInterval(type) || !fits(a) || !fits(b)) return undefined;
  const wider = a.kind === b.kind ? widerInterval(a, b) : type;
  return { args: [wider, wider], returns: wider };
};
export function addMomentTypes(a: DataType, b: DataType): Signature | undefined {
  const swapped = shiftTypes(b, a);
  return (
    sameInterval(a, b) ??
    shiftTypes(a, b) ??
    (swapped && { args: [swapped.args[1]!, swapped.args[0]!], returns: swapped.returns })
  );
}
export function subtractMomentTypes(a: DataType, b: DataType): Signature | undefined {
  const shift = sameInterval(a, b) ?? shiftTypes(a, b);
  if (shift) return shift;
  if (a.kind === 'date' && b.kind === 'date') return { args: [DATE, DATE], returns: DAYS };
  const moment = (t: DataType): boolean => t.kind === 'date' || isTimestamp(t) || t.kind === 'string';
  if (!moment(a) || !moment(b) || (!isMomentType(a) && !isMomentType(b))) return undefined;
  const side =
    a.kind === 'timestamp_ntz' && b.kind !== 'timestamp'
      ? a
      : b.kind === 'timestamp_ntz' && a.kind !== 'timestamp'
        ? b
        : TIMESTAMP;
  const both = a.kind === 'string' && b.kind === 'date' ? DATE : b.kind === 'string' && a.kind === 'date' ? DATE : side;
  return { args: [both, both], returns: both.kind === 'date' ? DAYS : INTERVAL_DAY_TIME };
}

const local = (us: bigint, zone: TimeZone | undefined): bigint => (zone ? zone.toLocal(us) : us);
const instant = (us: bigint, zone: TimeZone | undefined): bigint => (zone ? zone.fromLocal(us) : us);
/** Moves a timestamp by months; `zone` undefined for TIMESTAMP_NTZ. */
export function shiftMonths(us: bigint, months: number, zone: TimeZone | undefined): bigint {
  const { days, usOfDay } = splitLocal(local(us, zone));
  return instant(BigInt(addMonths(days, months)) * US_PER_DAY + usOfDay, zone);
}
/** Moves a timestamp by a day-time interval. */
export function shiftDayTime(us: bigint, interval: bigint, zone: TimeZone | undefined): bigint {
  const days = interval / US_PER_DAY;
  const moved = days === 0n ? us : instant(local(us, zone) + days * US_PER_DAY, zone);
  return moved + (interval - days * US_PER_DAY);
}
const zoneOf = (type: DataType, context: EvaluationContext): TimeZone | undefined =>
  type.kind === 'timestamp' ? timeZone(context.timeZone) : undefined;
const toDay = (exact: number): number => ((exact | 0) === exact ? exact : overflow('date'));

/** moment + sign * amount. */
export function shiftMoment(
  moment: Value,
  amount: Value,
  sign: 1 | -1,
  types: readonly DataType[],
  context: EvaluationContext,
): Value {
  const [type, by] = [types[0]!, types[1]!];
  if (type.kind === 'date') {
    const days = Number(moment);
    if (by.kind === 'interval_year_month') return toDay(addMonths(days, sign * Number(amount)));
    return toDay(days + sign * (by.kind === 'interval_day_time' ? Number((amount as bigint) / US_PER_DAY) : Number(amount)));
  }
  if (isInterval(type)) return toMoment(BigInt(moment as bigint) + BigInt(sign) * BigInt(amount as bigint), type);
  const zone = zoneOf(type, context);
  if (by.kind === 'interval_year_month') return toMoment(shiftMonths(moment as bigint, sign * Number(amount), zone), type);
  return toMoment(shiftDayTime(moment as bigint, BigInt(sign) * (amount as bigint), zone), type);
}
/** Time between two dates or timestamps: wall clock days for dates and TIMESTAMP (as Spark), so DST never shows as an hour. */
export function between(end: Value, start: Value, types: readonly DataType[], context: EvaluationContext): Value {
  if (types[0]!.kind === 'date')
    return toMoment((BigInt(end as number) - BigInt(start as number)) * US_PER_DAY, INTERVAL_DAY_TIME);
  const zone = zoneOf(types[0]!, context);
  return toMoment(local(end as bigint, zone) - local(start as bigint, zone), INTERVAL_DAY_TIME);
}
