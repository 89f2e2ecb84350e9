// Durations as Spark writes them: '10 seconds', '1 minute 30 seconds', 'PT5M'; months count 31 days. Numbers are milliseconds.
import { intervalFromText } from '../types/interval-parts.ts';
import { CaudalError } from '../types/error.ts';

const MS_PER_MONTH = 31 * 86_400_000;
const ISO = /^([+-]?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const ISO_UNITS = ['years', 'months', 'weeks', 'days', 'hours', 'minutes', 'seconds'];

/** Whole milliseconds, rounded down; `what` is named in errors. */
export function durationMs(duration: string | number, what: string): number {
  if (typeof duration === 'number' && Number.isFinite(duration)) return Math.floor(duration);
  const value = typeof duration === 'string' ? amountOf(duration) : `${what} takes interval text.`;
  if (typeof value !== 'string') return value;
  throw new CaudalError('INVALID_INTERVAL_FORMAT', `${what}: ${value}`, {
    hint: "Write it as '10 seconds', '1 minute 30 seconds' or 'PT5M'.",
    params: { input: String(duration) },
  });
}
/** The delay of a watermark. */
export function delayMs(delay: string): number {
  const ms = durationMs(delay, 'withWatermark()');
  if (ms >= 0) return ms;
  throw new CaudalError('INVALID_PARAMETER_VALUE', `The delay threshold (${delay}) should not be negative.`, {
    params: { parameter: 'delayThreshold', value: delay },
  });
}

/** Years and months may stand beside days and time. A message if it is no interval. */
function amountOf(text: string): number | string {
  const parts = [...isoToWords(text).matchAll(/[+-]?\s*\d+(?:\.\d+)?\s*[A-Za-z]+/g)].map(([part]) => part);
  if (
    parts.length === 0 ||
    parts.join('').replace(/\s/g, '') !==
      isoToWords(text)
        .replace(/^\s*interval\s/i, '')
        .replace(/[\s,]/g, '')
  )
    return `Cannot parse the INTERVAL '${text}'.`;
  let ms = 0;
  for (const part of parts) {
    const value = intervalFromText(part);
    if (typeof value === 'string') return value;
    ms += 'months' in value ? value.months * MS_PER_MONTH : Number(value.micros) / 1000;
  }
  return Math.floor(ms);
}
function isoToWords(text: string): string {
  const match = ISO.exec(text.trim());
  if (!match) return text;
  return match
    .slice(2)
    .flatMap((amount, i) => (amount === undefined ? [] : [`${match[1]}${amount} ${ISO_UNITS[i]}`]))
    .join(' ');
}
