// Windows of time. Analysis puts a call's rows into windows (AssignWindows) and the struct of a window's bounds in its place; here are the
// names, types, and how lengths of time are written.
import type { Column } from '../../column/column.ts';
import { type DataType, BIGINT, INTERVAL_DAY_TIME, STRING, TIMESTAMP, structOf } from '../../types/data-type.ts';
import { CaudalError } from '../../types/error.ts';
import { intervalFromText } from '../../types/interval-parts.ts';
import type { StructValue, Value } from '../../types/value.ts';
import { type AssignerFunction, type ScalarFunction, assigner, scalar } from '../define.ts';
import { implicitCast, rule, takes } from '../signature.ts';

/** The time of a window's last microsecond. */
const LAST = 1n;
export const isWindow = (type: DataType): boolean =>
  type.kind === 'struct' &&
  type.fields.length === 2 &&
  type.fields.every((f, i) => f.name.toLowerCase() === ['start', 'end'][i] && isTimestamp(f.type)) &&
  type.fields[0]!.type.kind === type.fields[1]!.type.kind;
const isTimestamp = (type: DataType): boolean => type.kind === 'timestamp' || type.kind === 'timestamp_ntz';
export const windowOf = (time: DataType): DataType =>
  structOf(['start', 'end'].map((name) => ({ name, type: time, nullable: false })));
const timeOf = (window: DataType): DataType => (window.kind === 'struct' ? window.fields[1]!.type : TIMESTAMP);

const TIME = rule('a timestamp or a window', (t) =>
  isWindow(t) || t.kind === 'timestamp_ntz' ? t : t.kind === 'null' ? undefined : implicitMoment(t),
);
const implicitMoment = (t: DataType): DataType | undefined =>
  t.kind === 'string' || t.kind === 'date' || t.kind === 'timestamp' ? implicitCast(t, TIMESTAMP) : undefined;
const WINDOW = rule('a window', (t) => (isWindow(t) ? t : undefined));
const DURATION = rule("a length of time such as '5 minutes'", (t) =>
  t.kind === 'string' || t.kind === 'interval_day_time' ? t : t.kind === 'int' || t.kind === 'bigint' ? BIGINT : undefined,
);
const GAP = rule("a length of time such as '5 minutes'", (t) =>
  t.kind === 'string' || t.kind === 'null' ? STRING : t.kind === 'interval_day_time' ? t : undefined,
);
const windowType = ([time]: readonly DataType[]): DataType => windowOf(isWindow(time!) ? timeOf(time!) : time!);

const common = { group: 'time window' } as const;
export const TIME_WINDOWS: readonly (AssignerFunction | ScalarFunction)[] = [
  assigner({
    ...common,
    name: 'window',
    doc: "Windows of time that hold a row: size, and where they overlap how often one begins, and from where: window(t, '10 minutes', '5 minutes', '1 minute'). The struct of start and end.",
    column: 'window',
    signature: takes([TIME, DURATION, DURATION, DURATION], windowType, 2),
  }),
  assigner({
    ...common,
    name: 'session_window',
    doc: "Sessions: rows of a group less than a gap apart: session_window(t, '5 minutes'). The gap may differ from row to row.",
    column: 'session_window',
    signature: takes([TIME, GAP], windowType),
  }),
  assigner({
    ...common,
    name: 'cumulate',
    doc: "Windows that grow by a step up to a size: cumulate(t, '1 minute', '1 hour').",
    column: 'window',
    signature: takes([TIME, DURATION, DURATION, DURATION], windowType, 1),
  }),
  assigner({
    ...common,
    name: 'sliding_window',
    doc: "Kafka's sliding windows, both ends inclusive: of the given length, ending at a row or beginning 1 ms behind it.",
    column: 'window',
    signature: takes([TIME, DURATION], windowType),
  }),
  scalar({
    ...common,
    name: 'window_time',
    nulls: 'propagate',
    fallible: false,
    doc: "Event time of a window's result: its end less a microsecond.",
    example: [
      "window_time(named_struct('start', TIMESTAMP'2024-01-01 10:00:00', 'end', TIMESTAMP'2024-01-01 10:05:00'))",
      '2024-01-01 10:04:59.999999',
    ],
    signature: takes([WINDOW], ([window]) => timeOf(window!)),
    value: ([window]) => {
      const end = (window as StructValue).values[1] as bigint | null;
      return end === null ? null : end - LAST;
    },
    column: (engine, [window], n, type) => {
      const end = window!.layout === 'struct' ? window!.children[1]! : undefined;
      if (end?.layout !== 'fixed' || end.validityPtr) return undefined;
      const ptr = engine.memory.temp(Math.max(1, n * 8));
      engine.kernels.shiftTimes(end.ptr, -LAST, ptr, n);
      return { ...end, type, ptr } satisfies Column;
    },
  }),
  scalar({
    ...common,
    name: 'proctime',
    nulls: 'propagate',
    fallible: false,
    deterministic: false,
    doc: 'Processing time: when the row came. In a query over tables, the time of the query.',
    signature: takes([], TIMESTAMP),
    value: (_args, context) => context.nowUs,
  }),
  scalar({
    ...common,
    name: 'session_gap',
    nulls: 'propagate',
    fallible: true,
    doc: 'A length of time written as text, as session_window reads it; NULL when it is none.',
    example: ["session_gap('1 minute 30 seconds')", "INTERVAL '0 00:01:30' DAY TO SECOND"],
    signature: takes([STRING], INTERVAL_DAY_TIME),
    value: ([text]) => {
      const interval = intervalFromText(text as string);
      if (typeof interval === 'string') return null;
      return 'months' in interval ? noMonths(text as string) : interval.micros;
    },
  }),
];
function noMonths(text: string): never {
  throw new CaudalError('INVALID_PARAMETER_VALUE', `Intervals greater than a month is not supported (${text}).`, {
    hint: 'Months have no fixed length: give days.',
  });
}
/** Microseconds of a constant length of time: text, an interval, or a whole number of microseconds. */
export function durationUs(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(value);
  const text = String(value);
  const interval = intervalFromText(text);
  if (typeof interval === 'string')
    throw new CaudalError('CANNOT_PARSE_INTERVAL', `Unable to parse '${text}' as an interval: ${interval}`, {
      hint: "Write it as '5 minutes' or '1 hour 30 minutes'.",
    });
  return 'months' in interval ? noMonths(text) : interval.micros;
}
