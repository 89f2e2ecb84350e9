// Runs lanes of a race, one process after the other, and turns what they answer into the rows of a table.
import { spawn } from 'node:child_process';
import { CHILD } from './build.ts';
import { ENGINES } from './engines/index.ts';
import type { DataSource, FileForm } from './engines/engine.ts';
import type { EngineRun, Job } from './race.ts';
import type { Cell, Report, Row, Section } from './report.ts';

export interface Options {
  readonly rows: number;
  readonly engines: readonly string[];
  readonly sources: readonly DataSource[];
  readonly runs: number;
}
export interface Lane {
  readonly title: string;
  readonly run: EngineRun | { readonly error: string };
}
const LANE_LIMIT_MS = 30 * 60_000;
/** 1e7 rows of CSV text and the plain values of a digest are on the heap. */
const HEAP_MB = 8000;

/** The engines asked for that can do the job, each in all its lanes. */
export async function runLanes(options: Options, task: Job['task'], runs = options.runs): Promise<Lane[]> {
  const able = options.engines.filter((name) => canDo(name, task));
  const lanes: Lane[] = [];
  for (const name of able)
    for (const [title, threads] of ENGINES[name]!.lanes) {
      console.error(`${title}: ${'load' in task ? `load from ${task.load}` : task.source}`);
      lanes.push({ title, run: await runChild(name, options.rows, { threads, task, runs }) });
    }
  return lanes;
}
function canDo(name: string, task: Job['task']): boolean {
  const engine = ENGINES[name]!.create();
  return 'load' in task ? engine.loads.includes(task.load as FileForm) : engine.sources.includes(task.source);
}
export const titlesOf = (engines: readonly string[]): string[] =>
  engines.flatMap((name) => ENGINES[name]!.lanes.map(([title]) => title));

/** What a lane died of is its answer; the others go on. */
async function runChild(name: string, rows: number, job: Job): Promise<EngineRun | { error: string }> {
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, CHILD, name, String(rows), JSON.stringify(job)]);
  const limit = setTimeout(() => child.kill('SIGKILL'), LANE_LIMIT_MS);
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on('close', (...end) => resolve(end)),
  );
  clearTimeout(limit);
  const line = said.stdout.trim().split('\n').pop() ?? '';
  if (code === 0 && line.startsWith('{')) return JSON.parse(line) as EngineRun;
  return { error: `ended with ${signal ?? code}: ${said.stderr.trim().split('\n').slice(-6).join(' ')}` };
}

const cellsOf = (lanes: readonly Lane[], cell: (run: EngineRun) => Cell | undefined): Row['cells'] =>
  Object.fromEntries(
    lanes.flatMap(({ title, run }) => {
      const found = 'error' in run ? { values: [], error: run.error } : cell(run);
      return found ? [[title, found] as const] : [];
    }),
  );
/** A row for each thing measured. */
export function measuredRows(names: readonly string[], lanes: readonly Lane[]): Row[] {
  const cell = (run: EngineRun, name: string): Cell | undefined => {
    const found = run.measured.find((m) => m.name === name);
    if (!found) return undefined;
    const { times, digest, error } = found;
    return { values: times, ...(digest ? { digest } : {}), ...(error === undefined ? {} : { error }) };
  };
  return names.map((name) => ({ name, cells: cellsOf(lanes, (run) => cell(run, name)) }));
}
export const factRow = (name: string, lanes: readonly Lane[], fact: (run: EngineRun) => number | undefined): Row => ({
  name,
  cells: cellsOf(lanes, (run) => {
    const value = fact(run);
    return value === undefined ? undefined : { values: [value] };
  }),
});
export const peakRow = (name: string, lanes: readonly Lane[]): Row =>
  factRow(name, lanes, (run) => (run.peakBytes === undefined ? undefined : run.peakBytes / 2 ** 20));
/** Only lanes that answered at all keep a column. */
export const reportOf = (name: string, title: string, titles: readonly string[], sections: readonly Section[]): Report => ({
  name,
  title,
  lanes: titles.filter((lane) => sections.some((section) => section.rows.some((row) => row.cells[lane]))),
  sections,
});
