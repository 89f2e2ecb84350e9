// How each query of Nexmark streams: in which output modes and by whose rules its end is the batch query's answer.
import type { OutputMode, Semantics } from '../../src/plan/stream.ts';

export interface Way {
  readonly mode: OutputMode;
  readonly semantics: Semantics;
}
const append: Way = { mode: 'append', semantics: 'spark' };
const appendInFlink: Way = { mode: 'append', semantics: 'flink-sql' };
const complete: Way = { mode: 'complete', semantics: 'spark' };
/** Spark refuses distinct aggregates on streams. */
const completeInFlink: Way = { mode: 'complete', semantics: 'flink-sql' };
const changelog: Way = { mode: 'changelog', semantics: 'flink-sql' };
/** Window functions, and aggregates of what changes, take rows back: no other mode can say so. */
const onlyChangelog: readonly Way[] = [changelog];

export const WAYS: Readonly<Record<string, readonly Way[]>> = {
  q0: [append, changelog],
  q1: [append],
  q2: [append],
  q3: [append, changelog],
  q4: onlyChangelog,
  q5: [append, appendInFlink, changelog],
  q6: onlyChangelog,
  q7: [append, changelog],
  q8: [append, appendInFlink, changelog],
  q9: onlyChangelog,
  q10: [append],
  q11: [append, changelog],
  // By the clock: a test of its own.
  q12: [],
  q13: [append],
  q14: [append],
  q15: [completeInFlink, changelog],
  q16: [completeInFlink, changelog],
  q17: [complete, changelog],
  q18: onlyChangelog,
  q19: onlyChangelog,
  q20: [append, changelog],
  q21: [append],
  q22: [append],
  q23: [append, changelog],
};
