// How each query of Nexmark streams, and which cannot yet. Whoever makes one run moves its line up: the test says so.
import type { OutputMode, Semantics } from '../../src/plan/stream.ts';

interface Mode {
  readonly mode: OutputMode;
  readonly semantics?: Semantics;
}
interface Missing {
  /** What starting it says. */
  readonly code: string;
  readonly why: string;
}
const append: Mode = { mode: 'append' };

export const STREAMED: Readonly<Record<string, Mode>> = {
  q0: append,
  q1: append,
  q2: append,
  q10: append,
  q11: append,
  q12: append,
  q13: append,
  q14: append,
  // Spark refuses distinct aggregates on streams.
  q15: { mode: 'complete', semantics: 'flink-sql' },
  q16: { mode: 'complete', semantics: 'flink-sql' },
  q17: { mode: 'complete' },
  q21: append,
  q22: append,
};

const twoStreams: Missing = { code: 'UNSUPPORTED_FEATURE', why: 'joins of two streams' };
const changelog = (why: string): Missing => ({ code: 'UNSUPPORTED_FEATURE', why: `output mode changelog, for ${why}` });

/** Tried in append where rows are final, else in changelog. */
export const NOT_YET: Readonly<Record<string, Missing & Mode>> = {
  q3: { ...append, ...twoStreams },
  q4: { mode: 'changelog', ...changelog('an aggregate of an aggregate that changes') },
  q5: { ...append, ...twoStreams },
  q6: { mode: 'changelog', ...changelog('window functions') },
  q7: { ...append, ...twoStreams },
  q8: { ...append, ...twoStreams },
  q9: { mode: 'changelog', ...changelog('the first row of a key that changes') },
  q18: { mode: 'changelog', ...changelog('the first row of a key that changes') },
  q19: { mode: 'changelog', ...changelog('the first ten rows of a key that change') },
  q20: { ...append, ...twoStreams },
  q23: { ...append, ...twoStreams },
};
