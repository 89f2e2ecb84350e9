// Numbers since 1970-01-01 and back.
import { BIGINT, DATE, INT, TIMESTAMP, isFloating, isInteger, decimal } from '../../../types/data-type.ts';
import { US_PER_SECOND, floorDiv } from '../../../types/time-zone.ts';
import { type ScalarFunction, scalar } from '../../define.ts';
import { NUMERIC, rule, takes } from '../../signature.ts';
import { overflow } from '../arithmetic/checked.ts';
import { secondsToMicros } from '../../cast/numbers.ts';

const common = { group: 'datetime', nulls: 'propagate', fallible: false } as const;
const SECONDS = rule('a number', (t) => (isInteger(t) ? BIGINT : NUMERIC(t)));
const since = (
  name: string,
  aliases: readonly string[],
  doc: string,
  example: readonly [string, string],
  us: bigint,
): ScalarFunction =>
  scalar({
    ...common,
    name,
    aliases,
    doc,
    example,
    signature: takes([TIMESTAMP], BIGINT),
    value: ([t]) => floorDiv(t as bigint, us),
  });
const fromUnits = (
  name: string,
  aliases: readonly string[],
  doc: string,
  example: readonly [string, string],
  us: bigint,
): ScalarFunction =>
  scalar({
    ...common,
    name,
    aliases,
    doc,
    example,
    fallible: true,
    signature: takes([BIGINT], TIMESTAMP),
    value: ([n]) => {
      const exact = (n as bigint) * us;
      return BigInt.asIntN(64, exact) === exact ? exact : overflow('timestamp');
    },
  });

/** As Java's (long): what is no number is NULL, what is too large the last timestamp. */
function saturated(seconds: number): bigint | null {
  if (!Number.isFinite(seconds)) return null;
  const us = seconds * 1e6;
  return Math.abs(us) < 2 ** 63 ? BigInt(Math.trunc(us)) : us < 0 ? -(2n ** 63n) : 2n ** 63n - 1n;
}

export const EPOCH: readonly ScalarFunction[] = [
  since(
    'unix_seconds',
    ['epoch'],
    'Seconds since 1970-01-01 UTC.',
    ["unix_seconds(TIMESTAMP'1970-01-01 00:01:00Z')", '60'],
    US_PER_SECOND,
  ),
  since(
    'unix_millis',
    ['epoch_ms'],
    'Milliseconds since 1970-01-01 UTC.',
    ["unix_millis(TIMESTAMP'1970-01-01 00:00:01Z')", '1000'],
    1000n,
  ),
  since(
    'unix_micros',
    ['epoch_us'],
    'Microseconds since 1970-01-01 UTC.',
    ["unix_micros(TIMESTAMP'1970-01-01 00:00:01Z')", '1000000'],
    1n,
  ),
  scalar({
    ...common,
    name: 'timestamp_seconds',
    fallible: true,
    doc: 'Timestamp of seconds since 1970-01-01 UTC.',
    example: ['unix_millis(timestamp_seconds(1.5))', '1500'],
    signature: takes([SECONDS], TIMESTAMP),
    value: ([n], _context, types) =>
      isFloating(types[0]!)
        ? saturated(n as number)
        : secondsToMicros(n!, types[0]!.kind === 'decimal' ? types[0]! : decimal(20, 0), TIMESTAMP),
  }),
  fromUnits(
    'timestamp_millis',
    ['make_timestamp_ms'],
    'Timestamp of milliseconds since 1970-01-01 UTC.',
    ['unix_seconds(timestamp_millis(1500))', '1'],
    1000n,
  ),
  fromUnits(
    'timestamp_micros',
    [],
    'Timestamp of microseconds since 1970-01-01 UTC.',
    ['unix_millis(timestamp_micros(1500))', '1'],
    1n,
  ),
  scalar({
    ...common,
    name: 'unix_date',
    doc: 'Days since 1970-01-01.',
    example: ["unix_date('1970-01-02')", '1'],
    signature: takes([DATE], INT),
    value: ([days]) => days!,
  }),
  scalar({
    ...common,
    name: 'date_from_unix_date',
    doc: 'Date of days since 1970-01-01.',
    example: ['date_from_unix_date(1)', '1970-01-02'],
    signature: takes([INT], DATE),
    value: ([days]) => days!,
  }),
];
