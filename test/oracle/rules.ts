// rules.ts: SEMANTICS section 1 as one table of functions: where Spark, Flink, Flink SQL and Kafka Streams differ. Times in ms.
// Windows are [start, end); Kafka's sessions are [first, last], both inclusive.

export type Preset = 'spark' | 'flink' | 'flink-sql' | 'kafka';
export interface Rules {
  /** Before any row. */
  readonly start: number;
  /** The watermark that the greatest time seen so far makes. */
  watermark(max: number, delay: number): number;
  /** Whether it moves with each row (used by the next one) or at the end of an epoch (used by the next epoch). */
  readonly perRow: boolean;
  /** Rows for this window come too late. */
  late(end: number, watermark: number, lateness: number): boolean;
  /** The window's result is due. */
  fires(end: number, watermark: number): boolean;
  /** The window's state goes. */
  frees(end: number, watermark: number, lateness: number): boolean;
  /** A row for a window that has fired and is kept makes it fire again. */
  readonly refires: boolean;
  /** Two sessions are one: `later` starts at or after `earlier`. */
  touches(earlierEnd: number, laterStart: number, gap: number): boolean;
  /** End of the session of a single row. */
  sessionEnd(time: number, gap: number): number;
  /** End by which a session is judged late or closed. */
  sessionClose(end: number, gap: number): number;
}

const flinkSessions = {
  touches: (earlierEnd: number, laterStart: number) => laterStart <= earlierEnd,
  sessionEnd: (time: number, gap: number) => time + gap,
  sessionClose: (end: number) => end,
};

export const RULES: Readonly<Record<Preset, Rules>> = {
  spark: {
    start: 0,
    watermark: (max, delay) => Math.max(0, max - delay),
    perRow: false,
    late: (end, watermark) => end <= watermark,
    fires: (end, watermark) => end <= watermark,
    frees: (end, watermark) => end <= watermark,
    refires: false,
    ...flinkSessions,
  },
  flink: {
    start: -Infinity,
    watermark: (max, delay) => max - delay - 1,
    perRow: true,
    late: (end, watermark, lateness) => end - 1 + lateness <= watermark,
    fires: (end, watermark) => watermark >= end - 1,
    frees: (end, watermark, lateness) => end - 1 + lateness <= watermark,
    refires: true,
    ...flinkSessions,
  },
  'flink-sql': {
    start: -Infinity,
    watermark: (max, delay) => max - delay,
    perRow: true,
    late: (end, watermark) => end - 1 <= watermark,
    fires: (end, watermark) => watermark >= end - 1,
    frees: (end, watermark) => watermark >= end - 1,
    refires: false,
    ...flinkSessions,
  },
  kafka: {
    start: -Infinity,
    watermark: (max, grace) => max - grace,
    perRow: true,
    late: (end, watermark) => end <= watermark,
    fires: (end, watermark) => end <= watermark,
    frees: (end, watermark) => end <= watermark,
    refires: false,
    touches: (earlierEnd, laterStart, gap) => laterStart - earlierEnd <= gap,
    sessionEnd: (time) => time,
    // A session is dropped when last < stream time - grace - gap: strict, so one ms later than a window of that end.
    sessionClose: (end, gap) => end + gap + 1,
  },
};
