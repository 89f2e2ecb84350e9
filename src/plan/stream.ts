// What plans know of streams. The streaming layer adds how a source is opened (streaming/source.ts).
import type { Schema } from '../types/data-type.ts';

/** Which engine's rules hold for watermarks, lateness, firing and session bounds. */
export type Semantics = 'spark' | 'flink' | 'flink-sql' | 'kafka';
export type OutputMode = 'append' | 'update' | 'complete' | 'changelog';

/** What a StreamSource leaf reads from. */
export interface StreamDefinition {
  /** Tells the streams of a session apart; physical plans, which go to workers, name a stream by it. */
  readonly streamId: number;
  /** For EXPLAIN: `memory`, `rate`, … */
  readonly name: string;
  readonly schema: Schema;
}

/** The side output by which the rows of an `Observe` come to the driver; no name of a user's has its first character. */
export const observedTag = (name: string): string => `\u0000${name}`;
