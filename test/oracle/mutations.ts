// Rules of the engine broken one at a time, row by row of the table where Spark, Flink, Flink SQL and Kafka Streams differ: `<` for `<=`,
// a millisecond more or less, a watermark used too early, state that stays. `apply` breaks the rule, and gives back what mends it.
import { Slices } from '../../src/physical/groups/slices.ts';
import { PaneTable } from '../../src/physical/panes/pane-table.ts';
import { WINDOW_RULES } from '../../src/physical/panes/window-rules.ts';
import type { WindowRules } from '../../src/physical/panes/window-rules.ts';
import { Watermarks } from '../../src/streaming/watermarks.ts';
import type { Preset } from './rules.ts';

export interface Mutation {
  readonly name: string;
  readonly preset: Preset;
  apply(): () => void;
}
const MS = 1000n;
const PRESETS: readonly Preset[] = ['spark', 'flink', 'flink-sql', 'kafka'];

/** Puts another function in the place of a member of an object or a prototype. */
function replaced<T extends object, K extends keyof T>(target: T, member: K, by: (original: T[K]) => T[K]): () => void {
  const own = Object.getOwnPropertyDescriptor(target, member)!;
  const original = target[member];
  Object.defineProperty(target, member, { ...own, value: by(original) });
  return () => Object.defineProperty(target, member, own);
}
const rule = <K extends keyof WindowRules>(
  preset: Preset,
  name: string,
  member: K,
  by: (original: WindowRules[K]) => WindowRules[K],
): Mutation => ({ name: `${preset}: ${name}`, preset, apply: () => replaced(WINDOW_RULES[preset], member, by) });

/** Spark's plain windows are kept in slices by their end. */
const sliced = (name: string, byUs: bigint): Mutation[] => [
  {
    name: `spark: rows for plain windows are late ${name}`,
    preset: 'spark',
    apply: () =>
      replaced(
        Slices.prototype,
        'take',
        (original) =>
          function (this: Slices, batch, lateUs) {
            return original.call(this, batch, lateUs === undefined ? undefined : lateUs + byUs);
          },
      ),
  },
  {
    name: `spark: plain windows are freed ${name}`,
    preset: 'spark',
    apply: () =>
      replaced(
        Slices.prototype,
        'closeUntil',
        (original) =>
          function (this: Slices, untilUs) {
            return original.call(this, untilUs + byUs);
          },
      ),
  },
];
const boundaries = PRESETS.flatMap((preset): Mutation[] => [
  rule(preset, 'rows are late 1 ms later', 'lateAt', (original) => (end, lateness) => original(end, lateness) + MS),
  rule(preset, 'rows are late 1 ms earlier', 'lateAt', (original) => (end, lateness) => original(end, lateness) - MS),
  rule(preset, 'windows close 1 ms later', 'fireAt', (original) => (end) => original(end) + MS),
  rule(preset, 'windows close 1 ms earlier', 'fireAt', (original) => (end) => original(end) - MS),
  rule(
    preset,
    'sessions that touch stay apart',
    'sessionsTouch',
    (original) => (earlierEnd, laterStart, gap) => original(earlierEnd - MS, laterStart, gap),
  ),
  rule(
    preset,
    'sessions 1 ms apart merge',
    'sessionsTouch',
    (original) => (earlierEnd, laterStart, gap) => original(earlierEnd + MS, laterStart, gap),
  ),
]);

const others: readonly Mutation[] = [
  rule('flink', 'no second firing within the allowed lateness', 'refires', () => false),
  rule('flink', 'state goes when the window fires', 'freeAt', () => (end) => end - MS),
  rule('kafka', 'sessions end a gap after their last record', 'sessionEnd', () => (time, gap) => time + gap),
  rule('kafka', 'windows before 1970 count', 'hasNegativeStarts', () => true),
  {
    name: 'spark: rows of an epoch are judged by the watermark they make themselves',
    preset: 'spark',
    apply() {
      const restores = [
        replaced(
          Watermarks.prototype,
          'observe',
          (original) =>
            function (this: Watermarks, times, now) {
              original.call(this, times, now);
              this.advance(now);
            },
        ),
        replaced(
          Watermarks.prototype,
          'ports',
          (original) =>
            function (this: Watermarks) {
              const judged = Object.entries(original.call(this)).map(([id, list]) => [
                id,
                list.map((port) => ({ ...port, lateUs: port.evictUs })),
              ]);
              return Object.fromEntries(judged) as ReturnType<Watermarks['ports']>;
            },
        ),
      ];
      return () => restores.forEach((restore) => restore());
    },
  },
  {
    name: 'spark: no empty epoch after the watermark has moved',
    preset: 'spark',
    apply: () => replaced(Watermarks.prototype, 'hasMoved', () => () => false),
  },
  {
    name: 'spark: windows that closed stay',
    preset: 'spark',
    apply: () => replaced(Slices.prototype, 'closeUntil', () => () => 0),
  },
  {
    name: 'flink: panes that are over stay',
    preset: 'flink',
    apply: () => replaced(PaneTable.prototype, 'remove', () => () => undefined),
  },
];
export const MUTATIONS: readonly Mutation[] = [
  ...boundaries,
  ...sliced('1 ms later', -MS),
  ...sliced('1 ms earlier', MS),
  ...others,
];
