// Where Spark, Flink, Flink SQL and Kafka Streams differ about windows, as the least watermark at which something happens.
// Microseconds; Flink counts in milliseconds and calls a window full at its last one, `end - 1 ms`.
import type { Semantics } from '../../plan/stream.ts';

const MS = 1000n;

export interface WindowRules {
  /** Rows for a window with this end are late from here on. */
  lateAt(endUs: bigint, latenessUs: bigint): bigint;
  /** Its result is due. */
  fireAt(endUs: bigint): bigint;
  /** Its state goes. */
  freeAt(endUs: bigint, latenessUs: bigint): bigint;
  /** Each row sees the watermark that the rows before it made; else all rows of an epoch see one. */
  readonly perRow: boolean;
  /** Update mode sends a window's result after each of its rows. */
  readonly updatesPerRow: boolean;
  /** A row for a window that has fired and is still there fires it again. */
  readonly refires: boolean;
  /** Windows that begin before 1970 are windows too. */
  readonly hasNegativeStarts: boolean;
  /** Two sessions, `earlier` beginning no later, are one. */
  sessionsTouch(earlierEndUs: bigint, laterStartUs: bigint, gapUs: bigint): boolean;
  /** End of the session of one row, whose own window ends at its time plus the gap. */
  sessionEnd(timeUs: bigint, gapUs: bigint): bigint;
  /** The end by which a session is judged late, due and over. */
  sessionBound(endUs: bigint, gapUs: bigint): bigint;
}

const upToGap = {
  sessionsTouch: (earlierEndUs: bigint, laterStartUs: bigint) => laterStartUs <= earlierEndUs,
  sessionEnd: (timeUs: bigint, gapUs: bigint) => timeUs + gapUs,
  sessionBound: (endUs: bigint) => endUs,
};

export const WINDOW_RULES: { readonly [S in Semantics]: WindowRules } = {
  spark: {
    lateAt: (endUs) => endUs,
    fireAt: (endUs) => endUs,
    freeAt: (endUs) => endUs,
    perRow: false,
    updatesPerRow: false,
    refires: false,
    hasNegativeStarts: true,
    ...upToGap,
  },
  flink: {
    lateAt: (endUs, latenessUs) => endUs - MS + latenessUs,
    fireAt: (endUs) => endUs - MS,
    freeAt: (endUs, latenessUs) => endUs - MS + latenessUs,
    perRow: true,
    updatesPerRow: false,
    refires: true,
    hasNegativeStarts: true,
    ...upToGap,
  },
  'flink-sql': {
    lateAt: (endUs) => endUs - MS,
    fireAt: (endUs) => endUs - MS,
    freeAt: (endUs) => endUs - MS,
    perRow: true,
    updatesPerRow: false,
    refires: false,
    hasNegativeStarts: true,
    ...upToGap,
  },
  kafka: {
    lateAt: (endUs) => endUs,
    fireAt: (endUs) => endUs,
    freeAt: (endUs) => endUs,
    perRow: true,
    updatesPerRow: true,
    refires: false,
    hasNegativeStarts: false,
    sessionsTouch: (earlierEndUs, laterStartUs, gapUs) => laterStartUs - earlierEndUs <= gapUs,
    sessionEnd: (timeUs) => timeUs,
    // Dropped when end < stream time - grace - gap: strictly, a millisecond later than a window that ends there.
    sessionBound: (endUs, gapUs) => endUs + gapUs + MS,
  },
};
