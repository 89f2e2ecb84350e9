// One engine in the process or page it has to itself: opened, loaded, asked. The same code runs in Node (child.ts) and in Chromium (page/main.ts).
// Order: every query once, unread (the peak of memory is taken here, and code warms up); every result digested; then the counted runs.
import { digest, joined } from './digest.ts';
import type { Digest } from './digest.ts';
import type { DataFiles, DataSource, Engine, FileForm, Query } from './engines/engine.ts';

export interface Job {
  readonly threads: number;
  /** Queries over a source, or loads from a form. */
  readonly task: { readonly source: DataSource } | { readonly load: FileForm };
  readonly runs: number;
}
export interface Measured {
  readonly name: string;
  /** Milliseconds of each counted run. */
  readonly times: readonly number[];
  readonly digest?: Digest;
  readonly error?: string;
}
export interface EngineRun {
  /** The table or view was made in, threads that start when they are first needed included. */
  readonly loadMs: number;
  /** Greatest resident set less that after the engine's import; absent where it cannot be known. */
  readonly peakBytes?: number;
  readonly measured: readonly Measured[];
}
/** A lane that takes longer is ended. */
export const LANE_LIMIT_MS = 20 * 60_000;
/** Results over all nine columns of the table: what was loaded is what the file says. */
const LOAD_CHECKS = ['q02', 'q03', 'q05', 'q06'];

export async function race(
  engine: Engine,
  job: Job,
  files: DataFiles,
  queries: readonly Query[],
  peakBytes: () => number | Promise<number | undefined>,
): Promise<EngineRun> {
  const { task } = job;
  await engine.open(job.threads);
  const loadMs = await timed(() => makeReady(engine, task, files));
  if ('load' in task) {
    const run = { loadMs, ...known(await peakBytes()) };
    return { ...run, measured: [await raceLoad(engine, task.load, files, queries, job.runs)] };
  }
  const failed = new Map<string, string>();
  for (const query of queries) await attempt(failed, query, () => engine.query(query));
  const run = { loadMs, ...known(await peakBytes()) };
  const digests = new Map<string, Digest>();
  const measured: Measured[] = [];
  if (job.runs > 0)
    for (const query of queries)
      await attempt(failed, query, async () => void digests.set(query.name, digest(engine.read(await engine.query(query)))));
  for (const query of queries) {
    const times: number[] = [];
    if (!failed.has(query.name))
      await attempt(failed, query, async () => {
        for (let i = 0; i < job.runs; i++) times.push(await timed(() => engine.query(query)));
      });
    const { name } = query;
    measured.push({ name, times, ...(digests.has(name) ? { digest: digests.get(name)! } : {}), ...error(failed.get(name)) });
  }
  return { ...run, measured };
}

function makeReady(engine: Engine, task: Job['task'], files: DataFiles): Promise<void> {
  if ('load' in task) return engine.load(task.load, files);
  return task.source === 'memory' ? engine.load(engine.loads[0]!, files) : engine.scan(task.source, files);
}

/** The first load was not counted. */
async function raceLoad(
  engine: Engine,
  form: FileForm,
  files: DataFiles,
  queries: readonly Query[],
  runs: number,
): Promise<Measured> {
  const digests: Digest[] = [];
  for (const query of queries.filter((q) => LOAD_CHECKS.includes(q.name)))
    digests.push(digest(engine.read(await engine.query(query))));
  const times: number[] = [];
  for (let i = 0; i < runs; i++) times.push(await timed(() => engine.load(form, files)));
  return { name: `from ${form}`, times, digest: joined(digests) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
/** A query that fails says so in the table; the others go on. */
async function attempt(failed: Map<string, string>, query: Query, work: () => Promise<unknown>): Promise<void> {
  if (failed.has(query.name)) return;
  try {
    await work();
  } catch (cause) {
    failed.set(query.name, cause instanceof Error ? cause.message : String(cause));
  }
}
const known = (bytes: number | undefined): { peakBytes?: number } => (bytes === undefined ? {} : { peakBytes: bytes });
const error = (message: string | undefined): { error?: string } => (message === undefined ? {} : { error: message });
