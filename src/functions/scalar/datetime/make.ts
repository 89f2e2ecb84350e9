// Dates, timestamps and intervals from their parts; time zones changed.
import { daysFromCivil, isCivilDate } from '../../../types/civil-date.ts';
import {
  DATE,
  INT,
  INTERVAL_DAY_TIME,
  INTERVAL_YEAR_MONTH,
  STRING,
  TIMESTAMP,
  TIMESTAMP_NTZ,
  decimal,
} from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import { US_PER_DAY, timeZone } from '../../../types/time-zone.ts';
import type { Value } from '../../../types/value.ts';
import { type EvaluationContext, type ScalarFunction, scalar } from '../../define.ts';
import { takes } from '../../signature.ts';
import { toMoment } from '../arithmetic/checked.ts';
import { tryForm } from '../arithmetic/try.ts';

const common = { group: 'datetime', nulls: 'propagate', fallible: true } as const;
const SECONDS = decimal(16, 6);

function outOfBounds(what: string): never {
  throw new CaudalError('DATETIME_FIELD_OUT_OF_BOUNDS', `There is no ${what}.`, {
    hint: 'Use the try_ form of the function to get NULL.',
  });
}
function makeDate(year: number, month: number, day: number): number {
  if (!isCivilDate(year, month, day) || Math.abs(year) > 290_000) outOfBounds(`date ${year}-${month}-${day}`);
  return daysFromCivil(year, month, day);
}
function makeLocal(args: readonly Value[]): bigint {
  const [year, month, day, hour, minute] = args as readonly number[];
  const us = args[5] as bigint;
  const time = hour! >= 0 && hour! < 24 && minute! >= 0 && minute! < 60 && us >= 0n && us <= 60_000_000n;
  if (!time) outOfBounds(`time ${hour}:${minute}:${Number(us) / 1e6}`);
  return BigInt(makeDate(year!, month!, day!)) * US_PER_DAY + BigInt(hour! * 60 + minute!) * 60_000_000n + us;
}
const PARTS = [INT, INT, INT, INT, INT, SECONDS] as const;
const ZERO_DAYS = [0, 0, 0, 0n] as const;
function makeDayTime(args: readonly Value[]): Value {
  const [days, hours, minutes, us] = ZERO_DAYS.map((zero, i) => BigInt((args[i] ?? zero) as number | bigint));
  return toMoment(days! * US_PER_DAY + (hours! * 60n + minutes!) * 60_000_000n + us!, INTERVAL_DAY_TIME);
}
const zone = (id: Value): ReturnType<typeof timeZone> => timeZone(id as string);
const sourceZone = (id: Value | undefined, context: EvaluationContext): ReturnType<typeof timeZone> =>
  timeZone((id as string | undefined) ?? context.timeZone);

const dateFunction = scalar({
  ...common,
  name: 'make_date',
  doc: 'Date of year, month and day; impossible ones are an error.',
  example: ['make_date(2024, 2, 29)', '2024-02-29'],
  signature: takes([INT, INT, INT], DATE),
  value: ([year, month, day]) => makeDate(year as number, month as number, day as number),
});
const timestampFunction = scalar({
  ...common,
  name: 'make_timestamp',
  aliases: ['make_timestamp_ltz'],
  doc: "Timestamp of its parts, in a zone or the session's.",
  example: ['make_timestamp(2024, 2, 29, 12, 30, 45.5)', '2024-02-29 12:30:45.5'],
  signature: takes([...PARTS, STRING], TIMESTAMP, 1),
  value: (args, context) => sourceZone(args[6], context).fromLocal(makeLocal(args)),
});

export const MAKE: readonly ScalarFunction[] = [
  dateFunction,
  timestampFunction,
  tryForm('try_make_timestamp', timestampFunction, 'make_timestamp, NULL for impossible ones.', [
    'try_make_timestamp(2024, 2, 30, 0, 0, 0)',
    'NULL',
  ]),
  scalar({
    ...common,
    name: 'make_timestamp_ntz',
    doc: 'Timestamp without time zone of its parts.',
    example: ['make_timestamp_ntz(2024, 2, 29, 12, 30, 45)', '2024-02-29 12:30:45'],
    signature: takes(PARTS, TIMESTAMP_NTZ),
    value: (args) => makeLocal(args),
  }),
  scalar({
    ...common,
    name: 'make_dt_interval',
    doc: 'Interval of days, hours, minutes, seconds.',
    example: ['make_dt_interval(1, 2)', "INTERVAL '1 02:00:00' DAY TO SECOND"],
    signature: takes([INT, INT, INT, SECONDS], INTERVAL_DAY_TIME, 4),
    value: makeDayTime,
  }),
  scalar({
    ...common,
    name: 'make_ym_interval',
    doc: 'Interval of years and months.',
    example: ['make_ym_interval(1, 2)', "INTERVAL '1-2' YEAR TO MONTH"],
    signature: takes([INT, INT], INTERVAL_YEAR_MONTH, 2),
    value: ([years, months]) =>
      toMoment(
        BigInt((years as number | undefined) ?? 0) * 12n + BigInt((months as number | undefined) ?? 0),
        INTERVAL_YEAR_MONTH,
      ),
  }),
  scalar({
    ...common,
    name: 'from_utc_timestamp',
    doc: 'Reads a time as UTC, shows it in the zone.',
    example: ["from_utc_timestamp('2024-02-29 12:00:00', 'Asia/Tokyo')", '2024-02-29 21:00:00'],
    signature: takes([TIMESTAMP, STRING], TIMESTAMP),
    value: ([us, id]) => zone(id!).toLocal(us as bigint),
  }),
  scalar({
    ...common,
    name: 'to_utc_timestamp',
    doc: 'Reads a time in the zone, shows it as UTC.',
    example: ["to_utc_timestamp('2024-02-29 12:00:00', 'Asia/Tokyo')", '2024-02-29 03:00:00'],
    signature: takes([TIMESTAMP, STRING], TIMESTAMP),
    value: ([us, id]) => zone(id!).fromLocal(us as bigint),
  }),
  scalar({
    ...common,
    name: 'convert_timezone',
    doc: "Wall clock of one zone (default the session's) in another.",
    example: ["convert_timezone('UTC', 'Asia/Tokyo', TIMESTAMP_NTZ'2024-02-29 12:00:00')", '2024-02-29 21:00:00'],
    signature: (args, literals, name) =>
      args.length === 2
        ? takes([STRING, TIMESTAMP_NTZ], TIMESTAMP_NTZ)(args, literals, name)
        : takes([STRING, STRING, TIMESTAMP_NTZ], TIMESTAMP_NTZ)(args, literals, name),
    value: (args, context) => {
      const [source, target, local] = args.length === 2 ? [undefined, args[0]!, args[1]] : [args[0], args[1]!, args[2]];
      return zone(target).toLocal(sourceZone(source, context).fromLocal(local as bigint));
    },
  }),
];
