// Dates and timestamps to and from text by patterns.
import { type DataType, BIGINT, DATE, STRING, TIMESTAMP, TIMESTAMP_NTZ } from '../../../types/data-type.ts';
import { CaudalError } from '../../../types/error.ts';
import { US_PER_SECOND, splitLocal, timeZone } from '../../../types/time-zone.ts';
import type { Value } from '../../../types/value.ts';
import { type EvaluationContext, type ScalarFunction, type SignatureRule, scalar } from '../../define.ts';
import { castArgument, checkCount, implicitCast, rule, takes } from '../../signature.ts';
import { tryForm } from '../arithmetic/try.ts';
import { castValue } from '../../cast/cast-value.ts';
import { formatDateTime } from '../../../types/datetime-format.ts';
import { type ParsedDateTime, parseDateTime } from '../../../types/datetime-parse.ts';

const common = { group: 'datetime', nulls: 'propagate', fallible: true } as const;
const DEFAULT_PATTERN = 'yyyy-MM-dd HH:mm:ss';

function parsed(text: Value, pattern: Value): ParsedDateTime {
  const result = parseDateTime(text as string, pattern as string);
  if (result) return result;
  throw new CaudalError(
    'CANNOT_PARSE_TIMESTAMP',
    `The text '${text as string}' does not match the pattern '${pattern as string}'.`,
    {
      hint: 'Use the try_ form of the function to get NULL.',
    },
  );
}
const instantOf = (p: ParsedDateTime, context: EvaluationContext): bigint =>
  (p.zone ?? timeZone(context.timeZone)).fromLocal(p.local);
/** Text stays text if a pattern follows; without one it is cast. */
const TEXT_OR_MOMENT = (to: DataType) =>
  rule('a string, date or timestamp', (t) =>
    t.kind === 'string' || t.kind === 'date' || t.kind === 'timestamp' || t.kind === 'timestamp_ntz' ? t : implicitCast(t, to),
  );
const READS =
  (to: DataType): SignatureRule =>
  (args, _literals, name) => {
    checkCount(name, args.length, 1, 2);
    const first = castArgument(name, 0, args[0]!, TEXT_OR_MOMENT(to));
    return { args: [first, ...args.slice(1).map((t, i) => castArgument(name, i + 1, t, STRING))], returns: to };
  };
function read(value: Value, pattern: Value | undefined, from: DataType, to: DataType, context: EvaluationContext): Value {
  if (typeof value !== 'string' || pattern === undefined) return castValue(value, from, to, 'ansi', context);
  const p = parsed(value, pattern);
  if (to.kind === 'timestamp') return instantOf(p, context);
  return to.kind === 'date' ? splitLocal(p.local).days : p.local;
}
const reading = (
  name: string,
  aliases: readonly string[],
  to: DataType,
  doc: string,
  example: readonly [string, string],
): ScalarFunction =>
  scalar({
    ...common,
    name,
    aliases,
    doc,
    example,
    signature: READS(to),
    value: ([x, pattern], context, types) => read(x!, pattern, types[0]!, to, context),
  });

const TO_SECONDS: SignatureRule = (args, literals, name) =>
  args.length === 0 && name === 'unix_timestamp'
    ? { args: [], returns: BIGINT }
    : { ...READS(TIMESTAMP)(args, literals, name), returns: BIGINT };
function toSeconds(
  value: Value | undefined,
  pattern: Value | undefined,
  types: readonly DataType[],
  context: EvaluationContext,
): bigint {
  // Towards 0, where unix_seconds goes down.
  if (value === undefined) return context.nowUs / US_PER_SECOND;
  const from = types[0]!;
  if (typeof value === 'string') return instantOf(parsed(value, pattern ?? DEFAULT_PATTERN), context) / US_PER_SECOND;
  return (castValue(value, from, TIMESTAMP, 'ansi', context) as bigint) / US_PER_SECOND;
}
const seconds = (name: string, doc: string, example: readonly [string, string]): ScalarFunction =>
  scalar({
    ...common,
    name,
    doc,
    example,
    signature: TO_SECONDS,
    value: ([x, pattern], context, types) => toSeconds(x, pattern, types, context),
  });

const toDate = reading('to_date', [], DATE, 'Date of text, by a pattern if given.', [
  "to_date('29.02.2024', 'dd.MM.yyyy')",
  '2024-02-29',
]);
const toTimestamp = reading('to_timestamp', ['to_timestamp_ltz'], TIMESTAMP, 'Timestamp of text, by a pattern if given.', [
  "to_timestamp('2024-02-29 12:30', 'yyyy-MM-dd HH:mm')",
  '2024-02-29 12:30:00',
]);

export const TEXT: readonly ScalarFunction[] = [
  toDate,
  toTimestamp,
  reading('to_timestamp_ntz', [], TIMESTAMP_NTZ, 'Timestamp without time zone of text.', [
    "to_timestamp_ntz('2024-02-29 12:30:00')",
    '2024-02-29 12:30:00',
  ]),
  tryForm('try_to_date', toDate, 'to_date, NULL for bad text.', ["try_to_date('x')", 'NULL']),
  tryForm('try_to_timestamp', toTimestamp, 'to_timestamp, NULL for bad text.', ["try_to_timestamp('x')", 'NULL']),
  scalar({
    ...common,
    name: 'date_format',
    doc: 'Text of a timestamp by a pattern.',
    example: ["date_format('2024-02-29', 'dd/MM/yyyy')", '29/02/2024'],
    signature: takes([TIMESTAMP, STRING], STRING),
    value: ([us, pattern], context) => formatDateTime(us as bigint, timeZone(context.timeZone), pattern as string),
  }),
  scalar({
    ...common,
    name: 'from_unixtime',
    doc: 'Text of seconds since 1970-01-01 UTC, by a pattern.',
    example: ['from_unixtime(0)', '1970-01-01 00:00:00'],
    signature: takes([BIGINT, STRING], STRING, 1),
    value: ([s, pattern], context) =>
      formatDateTime(
        (s as bigint) * US_PER_SECOND,
        timeZone(context.timeZone),
        (pattern as string | undefined) ?? DEFAULT_PATTERN,
      ),
  }),
  seconds('unix_timestamp', 'Seconds since 1970-01-01 UTC; of now without arguments.', [
    "unix_timestamp('1970-01-01 00:01:00')",
    '60',
  ]),
  seconds('to_unix_timestamp', 'Seconds since 1970-01-01 UTC.', ["to_unix_timestamp('1970-01-01', 'yyyy-MM-dd')", '0']),
];
