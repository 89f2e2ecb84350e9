// checks.ts: the words of a step that check: each answers null, or what is wrong.
import { isDeepStrictEqual } from 'node:util';
import type { CaseRow, CaseStep, CaseValue } from './case.ts';
import { differsAsMultiset, differsByEpoch, differsInOrder, plain } from './compare.ts';
import type { CaseRun } from './runner.ts';

type Check = (run: CaseRun, step: CaseStep) => string | null | Promise<string | null>;
type Progress = NonNullable<CaseRun['query']['lastProgress']>;

export const CHECKS: Readonly<Partial<Record<keyof CaseStep, Check>>> = {
  expect: (run, step) => {
    const epochs = run.recent;
    run.recent = [];
    return rowsDiffer(run, epochs, step.expect!);
  },
  expectAll: (run, step) => {
    run.recent = [];
    return rowsDiffer(run, run.all, step.expectAll!);
  },
  expectTable: async (run, step) =>
    run.case.ordered
      ? differsInOrder(await run.table(), step.expectTable!)
      : differsAsMultiset(await run.table(), step.expectTable!),
  expectUpdates: (run, step) => rowsDiffer(run, run.all, step.expectUpdates!),
  expectLatestPerWindow: (run, step) => differsAsMultiset(latestPerWindow(run), step.expectLatestPerWindow!),
  expectLate: async (run, step) => {
    const columns = Object.keys(Object.values(run.case.inputs)[0]!);
    const rows = (await run.query.sideOutput('late').collect()) as Record<string, unknown>[];
    return differsAsMultiset(
      rows.map((row) => columns.map((name) => plain(row[name]))),
      step.expectLate!,
    );
  },
  expectPane: (run, step) => differsAsMultiset(pane(run, step), step.values!),
  expectWatermarkMs: async (run, step) => {
    await run.probe(step.probe!);
    const { watermark } = run.query.lastProgress!.eventTime;
    return equal(watermark === undefined ? null : Date.parse(watermark), step.expectWatermarkMs!);
  },
  eventTimeStats: (run, step) => {
    const progress = run.query.recentProgress.filter((one) => one.numInputRows > 0).at(-1);
    if (!progress) return 'no epoch with rows';
    const seconds = Object.fromEntries(
      Object.keys(step.eventTimeStats!).map((name) => {
        const time = progress.eventTime[name as 'min'];
        return [name, time === undefined ? null : Date.parse(time) / 1000];
      }),
    );
    return isDeepStrictEqual(seconds, step.eventTimeStats) ? null : `got ${JSON.stringify(progress.eventTime)}`;
  },
  stateRows: (run, step) =>
    equal(
      sum(run.query.lastProgress ? [run.query.lastProgress] : [], (operator) => operator.numRowsTotal),
      step.stateRows!,
    ),
  droppedByWatermark: (run, step) =>
    equal(
      sum(sinceInput(run), (operator) => operator.numRowsDroppedByWatermark),
      step.droppedByWatermark!,
    ),
  droppedDuplicates: (run, step) =>
    equal(
      sum(sinceInput(run), (operator) => operator.customMetrics?.['numDroppedDuplicateRows'] ?? 0),
      step.droppedDuplicates!,
    ),
  expectLeftBuffer: (run, step) => bufferDiffers(run, 'left', step.expectLeftBuffer!),
  expectRightBuffer: (run, step) => bufferDiffers(run, 'right', step.expectRightBuffer!),
};

const equal = (actual: unknown, expected: unknown): string | null =>
  actual === expected ? null : `got ${String(actual)}, expected ${String(expected)}`;

const rowsDiffer = (run: CaseRun, epochs: readonly (readonly CaseRow[])[], expected: readonly CaseRow[]): string | null =>
  run.case.ordered ? differsByEpoch(epochs, expected) : differsAsMultiset(epochs.flat(), expected);

const sinceInput = (run: CaseRun): readonly Progress[] =>
  run.query.recentProgress.filter((progress) => progress.batchId >= run.inputFrom);
const sum = (epochs: readonly Progress[], of: (operator: Progress['stateOperators'][number]) => number): number =>
  epochs.reduce((total, progress) => total + progress.stateOperators.reduce((n, operator) => n + of(operator), 0), 0);

function columnAt(run: CaseRun, name: string): number {
  const at = run.case.columns.indexOf(name);
  if (at < 0) throw new Error(`case ${run.case.id} has no column ${name}`);
  return at;
}
function latestPerWindow(run: CaseRun): readonly CaseRow[] {
  const at = ['key', 'w_start', 'w_end'].map((name) => columnAt(run, name));
  const latest = new Map<string, CaseRow>();
  for (const row of run.all.flat()) latest.set(JSON.stringify(at.map((i) => row[i])), row);
  return [...latest.values()];
}
function pane(run: CaseRun, step: CaseStep): readonly CaseValue[] {
  let rows = run.all.flat();
  if (step.window !== 'global') {
    const [start, end] = [columnAt(run, 'w_start'), columnAt(run, 'w_end')];
    rows = rows.filter((row) => row[start] === step.window![0] && row[end] === step.window![1]);
  }
  const values = columnAt(run, 'vals');
  const wanted = step.expectPane === 'all' ? rows : rows.slice(-1);
  return wanted.flatMap((row) => row[values] as readonly CaseValue[]);
}
async function bufferDiffers(run: CaseRun, side: 'left' | 'right', expected: readonly number[]): Promise<string | null> {
  const reader = run.session.read.format('statestore').option('joinSide', side);
  const rows = (await reader.load(run.directory).collect()) as { value: { ts: Date } }[];
  return differsInOrder(
    rows.map((row) => row.value.ts.getTime()).sort((a, b) => a - b),
    expected,
  );
}
