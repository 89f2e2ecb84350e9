// Dates and timestamps moved and compared by calendar units.
import { addMonths, civilFromDays, daysInMonth, weekday } from '../../../types/civil-date.ts';
import { type DataType, BIGINT, BOOLEAN, DATE, DOUBLE, INT, STRING, TIMESTAMP } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import { type TimeZone, US_PER_DAY, US_PER_SECOND, splitLocal, timeZone } from '../../../types/time-zone.ts';
import type { Value } from '../../../types/value.ts';
import { type EvaluationContext, type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import { TIMESTAMPS, castArgument, checkCount, takes } from '../../signature.ts';
import { overflow } from '../arithmetic/checked.ts';
import { shiftDayTime, shiftMoment, shiftMonths } from '../arithmetic/moments.ts';
import { localOf } from './parts.ts';

const common = { group: 'datetime', nulls: 'propagate', fallible: true } as const;
const toDays = (exact: number): number => ((exact | 0) === exact ? exact : overflow('date'));

/** Months or microseconds of a unit. */
const UNITS: Readonly<Record<string, { readonly months: number } | { readonly us: bigint }>> = {
  MICROSECOND: { us: 1n },
  MILLISECOND: { us: 1000n },
  SECOND: { us: US_PER_SECOND },
  MINUTE: { us: 60n * US_PER_SECOND },
  HOUR: { us: 3600n * US_PER_SECOND },
  DAY: { us: US_PER_DAY },
  DAYOFYEAR: { us: US_PER_DAY },
  WEEK: { us: 7n * US_PER_DAY },
  MONTH: { months: 1 },
  QUARTER: { months: 3 },
  YEAR: { months: 12 },
};
function unitOf(name: string, of: string): (typeof UNITS)[string] {
  const unit = UNITS[name.toUpperCase()] ?? UNITS[name.toUpperCase().replace(/S$/, '')];
  if (!unit)
    throw new CaudalError('INVALID_PARAMETER_VALUE.DATETIME_UNIT', `\`${of}\` knows no unit '${name}'.`, {
      hint: `Use ${Object.keys(UNITS).join(', ')}.`,
    });
  return unit;
}
const zoneOf = (type: DataType, context: EvaluationContext): TimeZone | undefined =>
  type.kind === 'timestamp' ? timeZone(context.timeZone) : undefined;

function timestampAdd(unitName: string, n: bigint, us: bigint, type: DataType, context: EvaluationContext): bigint {
  const unit = unitOf(unitName, 'timestampadd');
  const zone = zoneOf(type, context);
  const moved =
    'months' in unit
      ? shiftMonths(us, Number(n) * unit.months, zone)
      : shiftDayTime(us, n * unit.us, unit.us >= US_PER_DAY ? zone : undefined);
  return BigInt.asIntN(64, moved) === moved ? moved : overflow('timestamp');
}
function wholeMonths(from: bigint, to: bigint): number {
  const [start, end] = [splitLocal(from), splitLocal(to)];
  const [a, b] = [civilFromDays(start.days), civilFromDays(end.days)];
  const months = (b.year - a.year) * 12 + b.month - a.month;
  const rest = BigInt(b.day - a.day) * US_PER_DAY + end.usOfDay - start.usOfDay;
  return months > 0 && rest < 0n ? months - 1 : months < 0 && rest > 0n ? months + 1 : months;
}
function timestampDiff(unitName: string, from: bigint, to: bigint): bigint {
  const unit = unitOf(unitName, 'timestampdiff');
  return 'months' in unit ? BigInt(Math.trunc(wholeMonths(from, to) / unit.months)) : (to - from) / unit.us;
}
function monthsBetween(end: bigint, start: bigint, roundOff: boolean): number {
  const [t1, t2] = [splitLocal(end), splitLocal(start)];
  const [a, b] = [civilFromDays(t1.days), civilFromDays(t2.days)];
  const months = (a.year - b.year) * 12 + a.month - b.month;
  const isEnd = (c: typeof a): boolean => c.day === daysInMonth(c.year, c.month);
  if (a.day === b.day || (isEnd(a) && isEnd(b))) return months;
  const seconds = (t: typeof t1): number => Number(t.usOfDay / US_PER_SECOND);
  const difference = months + ((a.day - b.day) * 86_400 + seconds(t1) - seconds(t2)) / (31 * 86_400);
  return roundOff ? Math.round(difference * 1e8) / 1e8 : difference;
}
const DAY_NAMES: Readonly<Record<string, number>> = {
  MO: 0,
  MON: 0,
  MONDAY: 0,
  TU: 1,
  TUE: 1,
  TUESDAY: 1,
  WE: 2,
  WED: 2,
  WEDNESDAY: 2,
  TH: 3,
  THU: 3,
  THURSDAY: 3,
  FR: 4,
  FRI: 4,
  FRIDAY: 4,
  SA: 5,
  SAT: 5,
  SATURDAY: 5,
  SU: 6,
  SUN: 6,
  SUNDAY: 6,
};
function nextDay(days: number, name: string): number {
  const day = DAY_NAMES[name.trim().toUpperCase()];
  if (day === undefined) throw new CaudalError('ILLEGAL_DAY_OF_WEEK', `'${name}' is no day of the week.`);
  return days + ((day - weekday(days) + 6) % 7) + 1;
}
/** (date, days), or the three-argument form (unit, amount, timestamp). */
const DATE_ADD: SignatureRule = (args, literals, name) => {
  checkCount(name, args.length, 2, 3);
  if (args.length === 3) return takes([STRING, BIGINT, TIMESTAMPS], (types) => types[2]!)(args, literals, name);
  const interval = args[1]!.kind === 'interval_day_time' || args[1]!.kind === 'interval_year_month';
  return {
    args: [castArgument(name, 0, args[0]!, DATE), interval ? args[1]! : castArgument(name, 1, args[1]!, INT)],
    returns: DATE,
  };
};
const DATE_DIFF: SignatureRule = (args, literals, name) =>
  args.length === 3
    ? takes([STRING, TIMESTAMPS, TIMESTAMPS], BIGINT)(args, literals, name)
    : takes([DATE, DATE], INT)(args, literals, name);
const dateAdd = (
  name: string,
  aliases: readonly string[],
  sign: 1 | -1,
  doc: string,
  example: readonly [string, string],
): ScalarFunction =>
  scalar({
    ...common,
    name,
    aliases,
    doc,
    example,
    signature: DATE_ADD,
    value: ([a, b, c], context, types) =>
      c === undefined
        ? shiftMoment(a!, b!, sign, types, context)
        : timestampAdd(a as string, BigInt(sign) * (b as bigint), c as bigint, types[2]!, context),
  });
const span = (unit: Value, from: Value, to: Value, types: readonly DataType[], context: EvaluationContext): bigint =>
  timestampDiff(unit as string, localOf(from, types[1]!, context), localOf(to, types[2]!, context));

export const SHIFT: readonly ScalarFunction[] = [
  dateAdd('date_add', ['dateadd'], 1, 'Date some days later.', ["date_add('2024-02-28', 2)", '2024-03-01']),
  dateAdd('date_sub', [], -1, 'Date some days earlier.', ["date_sub('2024-03-01', 1)", '2024-02-29']),
  scalar({
    ...common,
    name: 'add_months',
    doc: 'Date some months later, clamped to the end of the month.',
    example: ["add_months('2024-01-31', 1)", '2024-02-29'],
    signature: takes([DATE, INT], DATE),
    value: ([days, n]) => toDays(addMonths(days as number, n as number)),
  }),
  scalar({
    ...common,
    name: 'datediff',
    aliases: ['date_diff'],
    doc: 'Days from start to end: datediff(end, start), or whole units: datediff(unit, start, end).',
    example: ["datediff('2024-03-01', '2024-02-28')", '2'],
    signature: DATE_DIFF,
    value: ([a, b, c], context, types) => (c === undefined ? (a as number) - (b as number) : span(a!, b!, c, types, context)),
  }),
  scalar({
    ...common,
    name: 'timestampdiff',
    doc: 'Whole units from start to end.',
    example: ["timestampdiff('MONTH', '2024-01-31', '2024-03-01')", '1'],
    signature: takes([STRING, TIMESTAMPS, TIMESTAMPS], BIGINT),
    value: ([unit, from, to], context, types) => span(unit!, from!, to!, types, context),
  }),
  scalar({
    ...common,
    name: 'timestampadd',
    doc: 'Timestamp some units later.',
    example: ["timestampadd('HOUR', 2, '2024-02-29 23:00:00')", '2024-03-01 01:00:00'],
    signature: takes([STRING, BIGINT, TIMESTAMPS], (types) => types[2]!),
    value: ([unit, n, us], context, types) => timestampAdd(unit as string, n as bigint, us as bigint, types[2]!, context),
  }),
  scalar({
    ...common,
    name: 'months_between',
    fallible: false,
    doc: 'Months from start to end with the fraction of 31-day months.',
    example: ["months_between('2024-03-15', '2024-02-01')", '1.4516129'],
    signature: takes([TIMESTAMP, TIMESTAMP, BOOLEAN], DOUBLE, 1),
    value: ([end, start, roundOff], context, types) =>
      monthsBetween(localOf(end!, types[0]!, context), localOf(start!, types[1]!, context), roundOff !== false),
  }),
  scalar({
    ...common,
    name: 'next_day',
    doc: 'First date later than this that is the day of the week.',
    example: ["next_day('2024-02-29', 'Mon')", '2024-03-04'],
    signature: takes([DATE, STRING], DATE),
    value: ([days, name]) => nextDay(days as number, name as string),
  }),
];
