// Runs lanes of a race, one process after the other, and turns what they answer into the rows of a table.
import { spawn } from 'node:child_process';
import { CHILD } from './build.ts';
import { ENGINES } from './engines/index.ts';
import type { DataSource, Engine, Entrant, EntrantLane } from './engines/engine.ts';
import { LANE_LIMIT_MS } from './race.ts';
import type { EngineRun, Job } from './race.ts';
import type { Cell, Report, Row, Section } from './report.ts';

export interface Options {
  readonly rows: number;
  readonly engines: readonly string[];
  readonly sources: readonly DataSource[];
  readonly runs: number;
  /** Of suites with many; empty: all. */
  readonly queries: readonly string[];
}
export interface Lane {
  readonly title: string;
  readonly run: EngineRun | { readonly error: string };
}
/** 1e7 rows of CSV text and the plain values of a digest are on the heap. */
const HEAP_MB = 8000;

/** Where a race is run: who takes part, and how one lane is. */
export interface Track {
  readonly engines: Readonly<Record<string, Entrant>>;
  run(entry: { name: string; lane: EntrantLane; rows: number; job: Job }): Promise<EngineRun>;
}
const NODE: Track = { engines: ENGINES, run: ({ name, rows, job }) => runChild(name, rows, job) };

/** The engines asked for that can do the job, each in all its lanes. What a lane died of is its answer; the others go on. */
export async function runLanes(options: Options, task: Job['task'], runs = options.runs, track = NODE): Promise<Lane[]> {
  const lanes: Lane[] = [];
  for (const [name, { lanes: own, create }] of entrants(options.engines, track.engines)) {
    if (!canDo(create(), task)) continue;
    for (const lane of own) {
      console.error(`${lane.title}: ${'load' in task ? `load from ${task.load}` : task.source}`);
      const entry = { name, lane, rows: options.rows, job: { threads: lane.threads, task, runs } };
      const run = await track.run(entry).catch((error: unknown) => ({ error: String(error) }));
      lanes.push({ title: lane.title, run });
    }
  }
  return lanes;
}
const canDo = (engine: Engine, task: Job['task']): boolean =>
  'load' in task ? engine.loads.includes(task.load) : engine.sources.includes(task.source);
const entrants = (names: readonly string[], engines: Track['engines']): [string, Entrant][] =>
  names.flatMap((name) => (engines[name] ? [[name, engines[name]] as [string, Entrant]] : []));
export const titlesOf = (names: readonly string[], engines: Track['engines'] = ENGINES): string[] =>
  entrants(names, engines).flatMap(([, { lanes }]) => lanes.map((lane) => lane.title));

const runChild = (name: string, rows: number, job: Job): Promise<EngineRun> =>
  answerOf<EngineRun>([CHILD, name, String(rows), JSON.stringify(job)]);

/** What a script in a process of its own says in its last line of output, in JSON. */
export async function answerOf<T>(script: readonly string[], python?: string): Promise<T> {
  const child = python ? spawn(python, script) : spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, ...script]);
  const limit = setTimeout(() => child.kill('SIGKILL'), LANE_LIMIT_MS);
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on('close', (...end) => resolve(end)),
  );
  clearTimeout(limit);
  const line = said.stdout.trim().split('\n').pop() ?? '';
  if (code === 0 && line.startsWith('{')) return JSON.parse(line) as T;
  throw new Error(`ended with ${signal ?? code}: ${said.stderr.trim()}`);
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
