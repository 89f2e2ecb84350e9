// Dates and timestamps cut to the start of a unit: trunc gives a date, date_trunc a timestamp; unknown units give NULL, as in Spark.
import { civilFromDays, daysFromCivil, weekday } from '../../../types/civil-date.ts';
import { DATE, STRING, TIMESTAMP } from '../../../types/data-type.ts';
import { US_PER_DAY, US_PER_SECOND, splitLocal, timeZone } from '../../../types/time-zone.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { daysOf, fromLocal, localColumn } from '../../local-column.ts';
import { takes } from '../../signature.ts';

const common = { group: 'datetime', nulls: 'propagate', fallible: false } as const;
type DateUnit = 'YEAR' | 'QUARTER' | 'MONTH' | 'WEEK';
const DATE_UNITS: Readonly<Record<string, DateUnit>> = {
  YEAR: 'YEAR',
  YYYY: 'YEAR',
  YY: 'YEAR',
  QUARTER: 'QUARTER',
  MONTH: 'MONTH',
  MM: 'MONTH',
  MON: 'MONTH',
  WEEK: 'WEEK',
};
const TIME_UNITS: Readonly<Record<string, bigint>> = {
  MICROSECOND: 1n,
  MILLISECOND: 1000n,
  SECOND: US_PER_SECOND,
  MINUTE: 60n * US_PER_SECOND,
  HOUR: 3600n * US_PER_SECOND,
  DAY: US_PER_DAY,
  DD: US_PER_DAY,
};
function truncateDays(days: number, unit: DateUnit): number {
  if (unit === 'WEEK') return days - weekday(days);
  const { year, month } = civilFromDays(days);
  return daysFromCivil(year, unit === 'YEAR' ? 1 : unit === 'QUARTER' ? month - ((month - 1) % 3) : month, 1);
}
function truncateLocal(us: bigint, name: string): bigint | null {
  const { days, usOfDay } = splitLocal(us);
  const time = TIME_UNITS[name];
  if (time !== undefined) return us - (usOfDay % time);
  const unit = DATE_UNITS[name];
  return unit === undefined ? null : BigInt(truncateDays(days, unit)) * US_PER_DAY;
}

/** Earlier than a row by at most this much lies the start of its unit. */
const DATE_REACH_US = 366n * US_PER_DAY;
const truncateColumn: NonNullable<ScalarFunction['column']> = (engine, args, n, returns, literals, context) => {
  const unit = typeof literals[0] === 'string' ? literals[0].toUpperCase() : '';
  const time = TIME_UNITS[unit],
    dateUnit = DATE_UNITS[unit];
  if (time === undefined && dateUnit === undefined) return undefined;
  const local = localColumn(engine, args[1]!, context.timeZone, time ?? DATE_REACH_US);
  if (!local) return undefined;
  const { memory, kernels } = engine;
  const out = memory.temp(Math.max(1, n * 8));
  if (time !== undefined) kernels.truncateI64(local.ptr, time, out, n);
  else {
    const days = daysOf(engine, local, n);
    const view = memory.i32(days.ptr, n);
    for (let i = 0; i < n; i++) view[i] = truncateDays(view[i]!, dateUnit!);
    if (kernels.castDateTimestamp(days.ptr, out, n) !== 0) return undefined;
  }
  return fromLocal(engine, out, local, returns, n);
};

export const TRUNCATE: readonly ScalarFunction[] = [
  scalar({
    ...common,
    name: 'trunc',
    doc: 'Date cut to the start of a year, quarter, month or week.',
    example: ["trunc('2024-02-29', 'month')", '2024-02-01'],
    signature: takes([DATE, STRING], DATE),
    value: ([days, name]) => {
      const unit = DATE_UNITS[(name as string).toUpperCase()];
      return unit === undefined ? null : truncateDays(days as number, unit);
    },
  }),
  scalar({
    ...common,
    name: 'date_trunc',
    doc: 'Timestamp cut to the start of a unit.',
    example: ["date_trunc('HOUR', '2024-02-29 12:30:45')", '2024-02-29 12:00:00'],
    signature: takes([STRING, TIMESTAMP], TIMESTAMP),
    column: truncateColumn,
    value: ([name, us], context) => {
      const unit = (name as string).toUpperCase();
      const zone = timeZone(context.timeZone);
      const time = TIME_UNITS[unit];
      // Below the hour the instant is cut, so that the doubled hour of a change of offset stays the one it was.
      if (time !== undefined && time <= 60n * US_PER_SECOND && zone.offsetAt(us as bigint) % 60 === 0)
        return truncateInstant(us as bigint, time);
      const local = truncateLocal(zone.toLocal(us as bigint), unit);
      return local === null ? null : zone.fromLocal(local);
    },
  }),
];
const truncateInstant = (us: bigint, unit: bigint): bigint => us - (((us % unit) + unit) % unit);
