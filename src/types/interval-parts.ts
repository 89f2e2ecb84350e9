// Interval literals: year-month (months) or day-time (microseconds), never both, as in Spark 4.
import { type DataType, INTERVAL_DAY_TIME } from './data-type.ts';
import { intervalOfUnits } from './interval-units.ts';

export interface IntervalAmount {
  readonly amount: string;
  readonly unit: string;
}
/** With the type its units make. */
export type IntervalValue = { readonly type: DataType } & ({ readonly months: number } | { readonly micros: bigint });

const MONTHS: Readonly<Record<string, number>> = { year: 12, month: 1, quarter: 3, decade: 120, century: 1200 };
const MICROS: Readonly<Record<string, bigint>> = {
  week: 604_800_000_000n,
  day: 86_400_000_000n,
  hour: 3_600_000_000n,
  minute: 60_000_000n,
  second: 1_000_000n,
  millisecond: 1000n,
  microsecond: 1n,
};
/** Units that types of intervals do not have. */
const WRITTEN_AS: Readonly<Record<string, string>> = {
  quarter: 'month',
  decade: 'year',
  century: 'year',
  week: 'day',
  millisecond: 'second',
  microsecond: 'second',
};
const SHORT: Readonly<Record<string, string>> = {
  y: 'year',
  yr: 'year',
  mon: 'month',
  d: 'day',
  w: 'week',
  h: 'hour',
  hr: 'hour',
  m: 'minute',
  min: 'minute',
  s: 'second',
  sec: 'second',
  ms: 'millisecond',
  us: 'microsecond',
  centurie: 'century',
};
/** The unit's name in the singular; undefined if it is none. */
function unitOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  const singular = lower.length > 2 && lower.endsWith('s') ? lower.slice(0, -1) : lower;
  const unit = SHORT[lower] ?? SHORT[singular] ?? singular;
  return unit in MONTHS || unit in MICROS ? unit : undefined;
}
export const isIntervalUnit = (word: string): boolean => unitOf(word) !== undefined;

const AMOUNT = /^\s*([+-]?)(\d+)(?:\.(\d{1,9}))?\s*$/;
const INT_LIMIT = 2 ** 31;

/** The type written with these units; a message where they are of two kinds. */
export function intervalTypeOf(words: readonly string[]): DataType | string {
  if (words.length === 0) return INTERVAL_DAY_TIME;
  const units = words.map((word) => WRITTEN_AS[unitOf(word)!] ?? unitOf(word)!);
  const inMonths = units.filter((unit) => unit in MONTHS).length;
  if (inMonths > 0 && inMonths < units.length) return 'An interval has either years and months, or days and time.';
  return intervalOfUnits(inMonths > 0 ? 'interval_year_month' : 'interval_day_time', units);
}

/** The sum of the parts, or a message why there is none. */
export function intervalFromParts(parts: readonly IntervalAmount[]): IntervalValue | string {
  let months = 0;
  let micros = 0n;
  for (const { amount, unit } of parts) {
    const name = unitOf(unit);
    const match = AMOUNT.exec(amount);
    if (name === undefined) return `'${unit}' is no unit of an interval.`;
    if (!match) return `'${amount}' is no amount of an interval.`;
    const [, sign, whole = '0', fraction] = match;
    const factor = sign === '-' ? -1 : 1;
    if (name in MONTHS) {
      if (fraction) return `An interval of ${unit} takes whole numbers.`;
      months += factor * Number(whole) * MONTHS[name]!;
    } else {
      if (fraction && name !== 'second') return `An interval of ${unit} takes whole numbers.`;
      micros += BigInt(factor) * (BigInt(whole) * MICROS[name]! + BigInt((fraction ?? '').padEnd(6, '0').slice(0, 6)));
    }
  }
  if (Math.abs(months) >= INT_LIMIT || BigInt.asIntN(64, micros) !== micros) return 'The interval is out of range.';
  const type = intervalTypeOf(parts.map(({ unit }) => unit));
  if (typeof type === 'string') return type;
  return type.kind === 'interval_year_month' ? { months, type } : { micros, type };
}

/** `'1 day 2 hours'`, `'-3 months'`. */
export function intervalFromText(text: string): IntervalValue | string {
  const parts: IntervalAmount[] = [];
  const pattern = /\s*([+-]?\s*\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*,?/y;
  const body = text.trim().replace(/^interval\s+/i, '');
  while (pattern.lastIndex < body.length) {
    const match = pattern.exec(body);
    if (!match) return `Cannot parse the INTERVAL '${text}'.`;
    parts.push({ amount: match[1]!.replace(/\s/g, ''), unit: match[2]! });
  }
  return parts.length ? intervalFromParts(parts) : `Cannot parse the INTERVAL '${text}'.`;
}

const RANGES: Readonly<Record<string, { readonly pattern: RegExp; readonly units: readonly string[] }>> = {
  'year month': { pattern: /^(\d+)-(\d+)$/, units: ['year', 'month'] },
  'day hour': { pattern: /^(\d+) (\d+)$/, units: ['day', 'hour'] },
  'day minute': { pattern: /^(\d+) (\d+):(\d+)$/, units: ['day', 'hour', 'minute'] },
  'day second': { pattern: /^(\d+) (\d+):(\d+):(\d+(?:\.\d{1,9})?)$/, units: ['day', 'hour', 'minute', 'second'] },
  'hour minute': { pattern: /^(\d+):(\d+)$/, units: ['hour', 'minute'] },
  'hour second': { pattern: /^(\d+):(\d+):(\d+(?:\.\d{1,9})?)$/, units: ['hour', 'minute', 'second'] },
  'minute second': { pattern: /^(\d+):(\d+(?:\.\d{1,9})?)$/, units: ['minute', 'second'] },
};
/** Of a unit that is not the first, fewer than a larger one holds. */
const PER_LARGER: Readonly<Record<string, number>> = { month: 12, hour: 24, minute: 60, second: 60 };
/** `'1-2' YEAR TO MONTH`, `'1 02:03:04.5' DAY TO SECOND`; one sign for all. */
export function intervalFromRange(text: string, from: string, to: string): IntervalValue | string {
  const range = RANGES[`${unitOf(from)} ${unitOf(to)}`];
  const [, sign = '', body = ''] = /^\s*([+-]?)(.*?)\s*$/.exec(text) ?? [];
  const match = range?.pattern.exec(body);
  const fits = match && range!.units.every((unit, i) => i === 0 || Number(match[i + 1]) < PER_LARGER[unit]!);
  if (!range || !match || !fits) return `Cannot parse the INTERVAL '${text}' ${from.toUpperCase()} TO ${to.toUpperCase()}.`;
  return intervalFromParts(range.units.map((unit, i) => ({ amount: sign + match[i + 1]!, unit })));
}
