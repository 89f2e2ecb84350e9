// Parts of dates and timestamps: year, quarter, …, second; extract and date_part by name; last_day, dayname, monthname.
import { makeColumn } from '../../../column/column.ts';
import { civilFromDays, dayOfYear, daysFromCivil, daysInMonth, isoWeek, weekday } from '../../../types/civil-date.ts';
import { type DataType, DATE, INT, STRING, TINYINT, decimal } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import { US_PER_DAY, splitLocal, timeZone } from '../../../types/time-zone.ts';
import type { Value } from '../../../types/value.ts';
import { type EvaluationContext, type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import { TIMESTAMPS, castArgument, checkCount, implicitCast, rule, takes } from '../../signature.ts';
import { localColumn } from '../../local-column.ts';
import { numberColumn } from '../../number-column.ts';
import { MONTHS, WEEKDAYS } from '../../../types/datetime-pattern.ts';

const common = { group: 'datetime', nulls: 'propagate', fallible: false } as const;
type DatePart = (days: number) => number;
type TimePart = (usOfDay: number) => number;

const yearOf: DatePart = (days) => civilFromDays(days).year;
const quarterOf: DatePart = (days) => Math.floor((civilFromDays(days).month + 2) / 3);
const monthOf: DatePart = (days) => civilFromDays(days).month;
const dayOf: DatePart = (days) => civilFromDays(days).day;
const weekOf: DatePart = (days) => isoWeek(days).week;
const dayOfWeek: DatePart = (days) => ((weekday(days) + 1) % 7) + 1;
const hourOf: TimePart = (us) => Math.floor(us / 3_600_000_000);
const minuteOf: TimePart = (us) => Math.floor(us / 60_000_000) % 60;
const secondOf: TimePart = (us) => Math.floor(us / 1_000_000) % 60;

/** Wall clock of a timestamp of either kind. */
export const localOf = (value: Value, type: DataType, context: EvaluationContext): bigint =>
  type.kind === 'timestamp' ? timeZone(context.timeZone).toLocal(value as bigint) : (value as bigint);

const datePart = (
  name: string,
  aliases: readonly string[],
  doc: string,
  example: readonly [string, string],
  f: DatePart,
): ScalarFunction =>
  scalar({
    ...common,
    name,
    aliases,
    doc,
    example,
    signature: takes([DATE], INT),
    column: numberColumn(f),
    value: ([days]) => f(days as number),
  });
/** (microsecond of the day / divisor) % modulus, for whole columns. */
const timeColumn =
  (divisor: bigint, modulus: number): NonNullable<ScalarFunction['column']> =>
  (engine, [column], n, returns, _literals, context) => {
    const local = localColumn(engine, column!, context.timeZone);
    if (!local) return undefined;
    const ptr = engine.memory.temp(Math.max(1, n * 4));
    engine.kernels.dayField(local.ptr, divisor, modulus, ptr, n);
    return makeColumn({ type: returns, layout: 'fixed', length: n, ptr });
  };
const timePart = (
  name: string,
  doc: string,
  example: readonly [string, string],
  f: TimePart,
  column: NonNullable<ScalarFunction['column']>,
): ScalarFunction =>
  scalar({
    ...common,
    name,
    doc,
    example,
    signature: takes([TIMESTAMPS], INT),
    column,
    value: ([us], context, types) => f(Number(splitLocal(localOf(us!, types[0]!, context)).usOfDay)),
  });

/** Fields of extract: of the date, or of the time. */
const DATE_FIELDS: Readonly<Record<string, DatePart>> = {
  YEAR: yearOf,
  Y: yearOf,
  YEARS: yearOf,
  YR: yearOf,
  YRS: yearOf,
  YEAROFWEEK: (days) => isoWeek(days).year,
  QUARTER: quarterOf,
  QTR: quarterOf,
  MONTH: monthOf,
  MON: monthOf,
  MONS: monthOf,
  MONTHS: monthOf,
  WEEK: weekOf,
  W: weekOf,
  WEEKS: weekOf,
  DAY: dayOf,
  D: dayOf,
  DAYS: dayOf,
  DAYOFWEEK: dayOfWeek,
  DOW: dayOfWeek,
  DAYOFWEEK_ISO: (days) => weekday(days) + 1,
  DOW_ISO: (days) => weekday(days) + 1,
  ISODOW: (days) => weekday(days) + 1,
  DOY: dayOfYear,
  DAYOFYEAR: dayOfYear,
};
const TIME_FIELDS: Readonly<Record<string, TimePart>> = {
  HOUR: hourOf,
  H: hourOf,
  HOURS: hourOf,
  HR: hourOf,
  HRS: hourOf,
  MINUTE: minuteOf,
  M: minuteOf,
  MIN: minuteOf,
  MINS: minuteOf,
  MINUTES: minuteOf,
};
const SECOND_FIELDS = new Set(['SECOND', 'S', 'SEC', 'SECS', 'SECONDS']);
const SECONDS = decimal(8, 6);
const isInterval = (t: DataType): boolean => t.kind === 'interval_day_time' || t.kind === 'interval_year_month';
const SOURCE = rule('a date, timestamp or interval', (t) => (t.kind === 'date' || isInterval(t) ? t : TIMESTAMPS(t)));

/** An interval has the fields of its kind only. */
const INTERVAL_FIELDS: Partial<Record<DataType['kind'], RegExp>> = {
  interval_year_month: /^(?:Y|YEARS?|YRS?|MON.*)$/,
  interval_day_time: /^(?:D|DAYS?|H.*|M|MIN.*|S.*)$/,
};

const EXTRACT: SignatureRule = (args, literals, name) => {
  checkCount(name, args.length, 2);
  const source = castArgument(name, 1, args[1]!, SOURCE);
  const field = typeof literals[0] === 'string' ? literals[0].toUpperCase() : undefined;
  const named = field !== undefined && (field in DATE_FIELDS || field in TIME_FIELDS || SECOND_FIELDS.has(field));
  const known = named && (INTERVAL_FIELDS[source.kind]?.test(field) ?? true);
  if (!known)
    throw new CaudalError(
      'INVALID_EXTRACT_FIELD',
      `\`${name}\` knows no field ${field === undefined ? 'that is not a literal' : `'${field}'`}.`,
      {
        hint: `Use ${[...Object.keys(DATE_FIELDS), ...Object.keys(TIME_FIELDS), 'SECOND'].filter((f) => f.length > 3).join(', ')}.`,
      },
    );
  const moment = field in DATE_FIELDS && !isInterval(source) ? implicitCast(source, DATE)! : source;
  const narrow = isInterval(source) && !/^[YD]/.test(field);
  return { args: [STRING, moment], returns: SECOND_FIELDS.has(field) ? SECONDS : narrow ? TINYINT : INT };
};
function extractFromInterval(field: string, value: Value): Value {
  if (typeof value === 'number')
    return field.startsWith('Y') ? Math.trunc(value / 12) : field.startsWith('MON') ? value % 12 : null;
  const us = value as bigint;
  if (field.startsWith('D')) return Number(us / US_PER_DAY);
  const rest = Number(us % US_PER_DAY);
  if (SECOND_FIELDS.has(field)) return us % 60_000_000n;
  return field.startsWith('H') ? Math.trunc(rest / 3.6e9) : Math.trunc(rest / 6e7) % 60;
}
function extract(field: string, value: Value, type: DataType, context: EvaluationContext): Value {
  if (isInterval(type)) return extractFromInterval(field, value);
  if (type.kind === 'date' && field in DATE_FIELDS) return DATE_FIELDS[field]!(value as number);
  const us = type.kind === 'date' ? 0n : splitLocal(localOf(value, type, context)).usOfDay;
  return SECOND_FIELDS.has(field) ? us % 60_000_000n : TIME_FIELDS[field]!(Number(us));
}

export const PARTS: readonly ScalarFunction[] = [
  datePart('year', [], 'Year of a date.', ["year('2024-02-29')", '2024'], yearOf),
  datePart('quarter', [], 'Quarter, 1 to 4.', ["quarter('2024-05-01')", '2'], quarterOf),
  datePart('month', [], 'Month, 1 to 12.', ["month('2024-02-29')", '2'], monthOf),
  datePart('day', ['dayofmonth'], 'Day of the month.', ["day('2024-02-29')", '29'], dayOf),
  datePart('dayofweek', [], 'Day of the week, 1 is Sunday.', ["dayofweek('2024-02-29')", '5'], dayOfWeek),
  datePart('dayofyear', [], 'Day of the year, 1 to 366.', ["dayofyear('2024-02-29')", '60'], dayOfYear),
  datePart('weekday', [], 'Day of the week, 0 is Monday.', ["weekday('2024-02-29')", '3'], weekday),
  datePart('weekofyear', ['week'], 'ISO week of the year.', ["weekofyear('2024-02-29')", '9'], weekOf),
  timePart('hour', 'Hour, 0 to 23.', ["hour('2024-02-29 12:30:45')", '12'], hourOf, timeColumn(3_600_000_000n, 24)),
  timePart('minute', 'Minute, 0 to 59.', ["minute('2024-02-29 12:30:45')", '30'], minuteOf, timeColumn(60_000_000n, 60)),
  timePart('second', 'Second, 0 to 59.', ["second('2024-02-29 12:30:45')", '45'], secondOf, timeColumn(1_000_000n, 60)),
  scalar({
    ...common,
    name: 'extract',
    aliases: ['date_part', 'datepart'],
    doc: 'Part of a date, timestamp or interval, by name.',
    example: ["date_part('YEAR', DATE'2024-02-29')", '2024'],
    signature: EXTRACT,
    value: ([field, value], context, types) => extract((field as string).toUpperCase(), value!, types[1]!, context),
  }),
  scalar({
    ...common,
    name: 'monthname',
    doc: 'Short English name of the month.',
    example: ["monthname('2024-02-29')", 'Feb'],
    signature: takes([DATE], STRING),
    value: ([days]) => MONTHS[monthOf(days as number) - 1]!.slice(0, 3),
  }),
  scalar({
    ...common,
    name: 'dayname',
    doc: 'Short English name of the day.',
    example: ["dayname('2024-02-29')", 'Thu'],
    signature: takes([DATE], STRING),
    value: ([days]) => WEEKDAYS[weekday(days as number)]!.slice(0, 3),
  }),
  scalar({
    ...common,
    name: 'last_day',
    doc: 'Last day of the month.',
    example: ["last_day('2024-02-10')", '2024-02-29'],
    signature: takes([DATE], DATE),
    value: ([days]) => {
      const { year, month } = civilFromDays(days as number);
      return daysFromCivil(year, month, daysInMonth(year, month));
    },
  }),
];
