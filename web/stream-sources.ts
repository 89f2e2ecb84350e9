// stream-sources.ts: where the page's stream takes its rows from, and questions to ask of it. Each source becomes the view `stream`,
// with event time in one of its columns.
import type { DataFrame, Session } from '../src/index.ts';
import { quoted } from './engine.ts';
import type { OpenFile } from './state.ts';

export type SourceKind = 'rate' | 'replay' | 'websocket';
/** All that a stream is started with, and started again after a reload. */
export interface StreamSettings {
  readonly source: SourceKind;
  readonly rowsPerSecond: number;
  /** Seconds of event time that a second of replay takes. */
  readonly speed: number;
  readonly file: string;
  readonly timeColumn: string;
  readonly url: string;
  readonly schema: string;
  readonly mode: 'complete' | 'update' | 'append';
  readonly sql: string;
  /** The query is the editor's text. */
  readonly isOwn: boolean;
}
export const SPEEDS = [
  { seconds: 1, label: 'as it happened', window: '10 seconds' },
  { seconds: 60, label: '1 minute a second', window: '5 minutes' },
  { seconds: 3600, label: '1 hour a second', window: '6 hours' },
  { seconds: 86_400, label: '1 day a second', window: '1 day' },
] as const;

const isTime = (type: string): boolean => type.startsWith('timestamp') || type === 'date';
/** Files that have a column to be replayed by. */
export const replayable = (files: readonly OpenFile[]): readonly OpenFile[] => files.filter((f) => timeColumns(f).length > 0);
export const timeColumns = ({ columns }: OpenFile): readonly string[] =>
  columns.filter(({ type }) => isTime(type)).map(({ name }) => name);

/** Name of the event-time column. */
export function timeColumnOf({ source, timeColumn, schema }: StreamSettings): string {
  if (source === 'rate') return 'timestamp';
  if (source === 'replay') return timeColumn;
  return /(?:^|,)\s*(\w+)\s*:?\s+timestamp/i.exec(schema)?.[1] ?? '';
}
export interface StreamQuestion {
  readonly title: string;
  readonly mode: StreamSettings['mode'];
  readonly sql: string;
}
export function questionsFor(settings: StreamSettings): readonly StreamQuestion[] {
  const time = `\`${timeColumnOf(settings)}\``;
  const speed = settings.source === 'replay' ? settings.speed : 1;
  const size = SPEEDS.find(({ seconds }) => seconds === speed)!.window;
  return [
    {
      title: `Rows in windows of ${size}`,
      mode: 'complete',
      sql: `SELECT window.start AS start, window.end AS end, count(*) AS rows\nFROM stream\nGROUP BY window(${time}, '${size}')\nORDER BY start DESC`,
    },
    {
      title: 'All so far',
      mode: 'complete',
      sql: `SELECT count(*) AS rows, min(${time}) AS first, max(${time}) AS last\nFROM stream`,
    },
    { title: 'The rows themselves', mode: 'append', sql: 'SELECT *\nFROM stream' },
  ];
}

/** How far a started stream has come: replays go on behind these rows. */
export interface StreamPlace {
  readonly startMs: number;
  readonly rows: number;
}
/** The stream's rows; `null` in a file's time column are left out of its replay. */
export async function openSource(session: Session, settings: StreamSettings, place: StreamPlace): Promise<DataFrame> {
  const rows = await rowsOf(session, settings, place);
  const time = timeColumnOf(settings);
  const delay = settings.source === 'replay' ? `${settings.speed} seconds` : '5 seconds';
  return time === '' ? rows : rows.withWatermark(time, delay);
}
async function rowsOf(session: Session, settings: StreamSettings, place: StreamPlace): Promise<DataFrame> {
  const { readStream } = session;
  switch (settings.source) {
    case 'rate':
      // Not `rate`, which would make up for the time the page was closed.
      return readStream
        .format('rate-micro-batch')
        .options({ rowsPerBatch: settings.rowsPerSecond, startTimestamp: place.startMs, advanceMillisPerBatch: 1000 })
        .load();
    case 'websocket':
      return readStream.format('websocket').schema(settings.schema).option('url', settings.url).load();
    case 'replay': {
      const column = `\`${settings.timeColumn}\``;
      const sorted = session.sql(`SELECT * FROM ${quoted(settings.file)} WHERE ${column} IS NOT NULL ORDER BY ${column}`).cache();
      const schema = (await sorted.dtypes()).map(([name, type]) => `\`${name}\` ${type}`).join(', ');
      return readStream.schema(schema).load(replay(sorted, settings, place.rows));
    }
  }
}

const CHUNK = 4096;
const TICK_MS = 100;
/** Rows at the pace of their times. */
async function* replay(sorted: DataFrame, { timeColumn, speed }: StreamSettings, from: number): AsyncGenerator<object> {
  let startedAt: number | undefined, firstMs: number | undefined;
  try {
    for (let at = from; ; at += CHUNK) {
      const rows = await sorted.slice(at, at + CHUNK).collect();
      if (rows.length === 0) return;
      for (const row of rows) {
        const timeMs = (row[timeColumn] as Date).getTime();
        startedAt ??= performance.now();
        firstMs ??= timeMs;
        while (timeMs - firstMs > (performance.now() - startedAt) * speed)
          await new Promise((resolve) => setTimeout(resolve, TICK_MS));
        yield row;
      }
    }
  } finally {
    sorted.unpersist();
  }
}
