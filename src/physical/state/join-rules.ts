// Where Spark, Flink and Kafka Streams differ about joins of two streams: which rows are late, and when a row's partners can no longer come.
// Microseconds; Spark and Kafka close a millisecond after the last possible partner, Flink with it.
import type { Semantics } from '../../plan/stream.ts';

const MS = 1000n;

interface JoinRules {
  /** Rows of that time or before are late; undefined: none is. */
  lateUpTo(watermarkUs: bigint, part: 'time' | 'end'): bigint | undefined;
  /** How long after its time a row is kept that meets partners up to `reachUs` later; isOpen: not those at the bound. */
  keptFor(reachUs: bigint, isOpen: boolean): bigint;
  /**
   * Sides whose rows that the epoch's watermark closes meet what has come, and do not wait for the rest of the epoch. In Spark those of the
   * right, which comes second: so windows that closed together are joined. Without a partner they are kept to leave with NULLs.
   */
  readonly excludesEarly: 'both' | 'right' | 'none';
  /** The same for a row that meets only partners with the same time or window. */
  keptForKey(part: 'time' | 'end'): bigint;
}
const closesAfter = (reachUs: bigint, isOpen: boolean): bigint => reachUs + (isOpen ? 0n : MS);

const spark: JoinRules = { lateUpTo: (us) => us, keptFor: closesAfter, excludesEarly: 'right', keptForKey: () => 0n };
const flink: JoinRules = {
  lateUpTo: (us, part) => (part === 'time' ? us - 1n : us + MS),
  keptFor(reachUs, isOpen) {
    const lastUs = isOpen ? reachUs - MS : reachUs;
    return lastUs > 0n ? lastUs : 0n;
  },
  // The watermark comes behind the rows that it closes: windows that fire together are still joined.
  excludesEarly: 'none',
  keptForKey: (part) => (part === 'time' ? 0n : -MS),
};
export const JOIN_RULES: { readonly [S in Semantics]: JoinRules } = {
  spark,
  flink,
  'flink-sql': flink,
  kafka: { lateUpTo: () => undefined, keptFor: closesAfter, excludesEarly: 'both', keptForKey: () => 0n },
};
