// time-formats.ts: the options dateFormat, timestampFormat and timestampNTZFormat of text formats: Java's patterns as Spark has them.
// Without a pattern reading is as lenient as a cast and ends may be blank; with one the text must be exactly what the pattern says.
import { formatDateTime } from '../types/datetime-format.ts';
import { parseDateTime } from '../types/datetime-parse.ts';
import { patternTokens, type PatternLetter, type PatternToken } from '../types/datetime-pattern.ts';
import { formatDate, parseDate, parseTimestamp, parseTimestampNtz } from '../types/datetime-text.ts';
import { CaudalError } from '../types/error.ts';
import { splitLocal, timeZone, US_PER_DAY, type TimeZone } from '../types/time-zone.ts';
import { option, type Options } from './options.ts';

/** As data: it crosses to workers. */
export interface TimeFormats {
  readonly date?: string;
  readonly timestamp?: string;
  readonly timestampNtz?: string;
}
type Kind = keyof TimeFormats;
const OPTION: Readonly<Record<Kind, string>> = {
  date: 'dateFormat',
  timestamp: 'timestampFormat',
  timestampNtz: 'timestampNTZFormat',
};
const KINDS = Object.keys(OPTION) as readonly Kind[];

/** The patterns that were given; each is checked, whether a column needs it or not. */
export function timeFormatsOf(options: Options): TimeFormats {
  const formats: { -readonly [K in Kind]?: string } = {};
  for (const kind of KINDS) {
    const pattern = option(options, OPTION[kind]);
    if (pattern === undefined) continue;
    patternTokens(pattern);
    formats[kind] = pattern;
  }
  return formats;
}

/** Readers of text; undefined where it does not fit. */
export interface TimeReader {
  date(text: string): number | undefined;
  timestamp(text: string): bigint | undefined;
  timestampNtz(text: string): bigint | undefined;
}
export function timeReader({ date, timestamp, timestampNtz }: TimeFormats, zone: TimeZone): TimeReader {
  return {
    date(text) {
      if (date === undefined) return parseDate(text);
      const parsed = parseDateTime(text, date);
      return parsed && splitLocal(parsed.local).days;
    },
    timestamp(text) {
      if (timestamp === undefined) return parseTimestamp(text, zone, 0n);
      const parsed = parseDateTime(text, timestamp);
      return parsed && (parsed.zone ?? zone).fromLocal(parsed.local);
    },
    timestampNtz: (text) => (timestampNtz === undefined ? parseTimestampNtz(text) : parseDateTime(text, timestampNtz)?.local),
  };
}

export interface TimeWriter {
  date(days: number): string;
  timestamp(us: bigint): string;
  timestampNtz(us: bigint): string;
}
const TIME_LETTERS: readonly PatternLetter[] = ['a', 'h', 'K', 'k', 'H', 'm', 's', 'S'];
const ZONE_LETTERS: readonly PatternLetter[] = ['V', 'z', 'O', 'X', 'x', 'Z'];
const UTC = timeZone('UTC');

/**
 * Instants are written in the session's zone, by default as Spark writes them, `2024-02-29T13:05:06.500+01:00`, but with
 * all six digits where a value has microseconds: what is written comes back the same.
 */
export function timeWriter(options: Options, zoneId: string): TimeWriter {
  const formats = timeFormatsOf(options);
  refuseLetters('date', formats.date, [...TIME_LETTERS, ...ZONE_LETTERS]);
  refuseLetters('timestampNtz', formats.timestampNtz, ZONE_LETTERS);
  const zone = timeZone(zoneId);
  const { date, timestamp, timestampNtz } = formats;
  const isoPattern = (us: bigint): string => `yyyy-MM-dd'T'HH:mm:ss.${us % 1000n === 0n ? 'SSS' : 'SSSSSS'}`;
  return {
    date: (days) => (date === undefined ? formatDate(days) : formatDateTime(BigInt(days) * US_PER_DAY, UTC, date)),
    timestamp: (us) => formatDateTime(us, zone, timestamp ?? `${isoPattern(us)}XXXXX`),
    timestampNtz: (us) => formatDateTime(us, UTC, timestampNtz ?? isoPattern(us)),
  };
}
/** A date has no time and a timestamp without time zone no zone to write. */
function refuseLetters(kind: Kind, pattern: string | undefined, letters: readonly PatternLetter[]): void {
  if (pattern === undefined) return;
  const found = fieldLetters(patternTokens(pattern)).find((letter) => letters.includes(letter));
  if (found === undefined) return;
  throw new CaudalError(
    'INVALID_DATETIME_PATTERN',
    `Option ${OPTION[kind]}: the pattern '${pattern}' has the letter '${found}', which such a value does not have.`,
    { params: { option: OPTION[kind] }, hint: 'Use timestampFormat for timestamps.' },
  );
}
const fieldLetters = (tokens: readonly PatternToken[]): readonly PatternLetter[] =>
  tokens.flatMap((token) =>
    token.kind === 'field' ? [token.letter] : token.kind === 'optional' ? fieldLetters(token.tokens) : [],
  );
