// Runs the tasks of one stage: on workers, those for one worker in one message, or inline when fan-out does not pay. Results come in task order.
// Two tasks are queued per worker, so that what is free to go anywhere goes where there is time, and the last stage waits for its reader.
// A task whose worker is lost runs again if nothing was taken from it; else the whole attempt fails (AttemptLost).
import { frameBytes } from '../column/frame.ts';
import { CaudalError } from '../types/error.ts';
import type { StageRun, TaskResult } from './message.ts';
import type { WorkerPool } from './pool.ts';
import type { TaskWorker } from './local-worker.ts';
import type { StageTask } from './stage-tasks.ts';

/** Below this many rows a stage runs on the session's thread. */
const INLINE_ROWS = 65536;
/** Or, reading frames, up to these bytes a task: 40,000 partial groups take 0.5 ms, a worker's round trip 0.2. */
const INLINE_BYTES = 1 << 21;
const QUEUED_PER_WORKER = 2;
const INLINE = -1;

/** The attempt cannot be saved; the query runs again from its sources. */
export class AttemptLost extends Error {}
export interface RunStage {
  readonly pool: WorkerPool;
  readonly stageRun: StageRun;
  readonly tasks: readonly StageTask[];
  /** Gives the workers what the query's frames refer to; called before the first task and after a loss. */
  readonly prepare: (workers: readonly TaskWorker[]) => Promise<void>;
  /** Notes a lost worker; throws WORKER_LOST at the third. */
  readonly onLoss: () => void;
  readonly signal: AbortSignal;
}

/** Results in task order. Leaving early lets running tasks finish unseen. */
export async function* runStage(run: RunStage): AsyncGenerator<TaskResult, void, undefined> {
  const { pool, tasks, signal } = run;
  const { rowLimit } = run.stageRun.stage;
  const workers = runsInline(pool, tasks) ? [] : await pool.workers();
  await run.prepare(workers);
  const dispatcher = new Dispatcher(run, await pool.inline(), workers);
  const aborted = whenAborted(signal);
  let seen = 0;
  const window = isGivenAtOnce(run) ? tasks.length : Math.max(1, workers.length * QUEUED_PER_WORKER);
  try {
    for (let i = 0; i < tasks.length; i++) {
      dispatcher.start(Math.min(tasks.length, i + window));
      const result = await Promise.race([aborted.promise, dispatcher.result(i)]);
      yield result;
      seen += result.rows.reduce((a, b) => a + b, 0);
      if (rowLimit !== undefined && seen >= rowLimit) return;
    }
  } finally {
    aborted.stop();
  }
}
/** Tasks that may run on one worker only, and whose results are kept in any case. */
const isGivenAtOnce = ({ stageRun, tasks }: RunStage): boolean =>
  stageRun.internal && stageRun.stage.rowLimit === undefined && tasks.every((task) => task.worker !== undefined);
function runsInline(pool: WorkerPool, tasks: readonly StageTask[]): boolean {
  if (tasks.some((task) => task.worker !== undefined && task.worker >= 0)) return false;
  const rows = tasks.reduce((sum, task) => sum + task.rows, 0);
  const framed = tasks.some((task) =>
    Object.values(task.inputs).some(
      (input) => input.kind === 'frames' && input.frames.reduce((n, f) => n + frameBytes(f), 0) > INLINE_BYTES,
    ),
  );
  return pool.size === 0 || (rows < INLINE_ROWS && !framed);
}

class Dispatcher {
  readonly #run: RunStage;
  readonly #inline: TaskWorker;
  readonly #workers: readonly TaskWorker[];
  readonly #results: (Promise<TaskResult> | undefined)[] = [];
  readonly #load: number[];
  #started = 0;
  constructor(run: RunStage, inline: TaskWorker, workers: readonly TaskWorker[]) {
    this.#run = run;
    this.#inline = inline;
    this.#workers = workers;
    this.#load = workers.map(() => 0);
  }
  /** Starts tasks up to `end` (exclusive). */
  start(end: number): void {
    const byPlace = new Map<number, number[]>();
    for (; this.#started < end; this.#started++) {
      const place = this.#placeOf(this.#run.tasks[this.#started]!);
      const given = byPlace.get(place);
      if (given) given.push(this.#started);
      else byPlace.set(place, [this.#started]);
    }
    for (const [place, indices] of byPlace) this.#send(place, indices);
  }
  /** Each is asked for once. */
  result(index: number): Promise<TaskResult> {
    const result = this.#results[index]!;
    this.#results[index] = undefined;
    return result;
  }
  #placeOf(task: StageTask): number {
    if (this.#workers.length === 0 || (task.worker ?? 0) < 0) return INLINE;
    const place = task.worker ?? this.#load.indexOf(Math.min(...this.#load));
    this.#load[place]!++;
    return place;
  }
  #send(place: number, indices: readonly number[]): void {
    const { stageRun, tasks } = this.#run;
    const worker = place === INLINE ? this.#inline : this.#workers[place]!;
    const sent = worker.runTasks(
      stageRun,
      indices.map((index) => ({ index, inputs: tasks[index]!.inputs })),
    );
    indices.forEach((index, i) => {
      const result = place === INLINE ? sent[i]! : this.#watched(index, place, worker, sent[i]!);
      result.catch(() => undefined);
      this.#results[index] = result;
    });
  }
  async #watched(index: number, place: number, worker: TaskWorker, sent: Promise<TaskResult>): Promise<TaskResult> {
    try {
      return await sent;
    } catch (error) {
      if (!(error instanceof CaudalError) || error.code !== 'WORKER_LOST') throw error;
      await this.#lost(place, worker);
      const { repeatable, worker: pinned } = this.#run.tasks[index]!;
      if (!repeatable || pinned !== undefined) throw new AttemptLost();
      await this.#run.prepare(this.#workers);
      return await this.#again(index);
    } finally {
      this.#load[place]!--;
    }
  }
  #again(index: number): Promise<TaskResult> {
    const { stageRun, tasks } = this.#run;
    const task = tasks[index]!;
    const place = this.#placeOf(task);
    const worker = this.#workers[place]!;
    return this.#watched(index, place, worker, worker.runTasks(stageRun, [{ index, inputs: task.inputs }])[0]!);
  }
  /** Several tasks notice the same loss; the first replaces the worker. */
  async #lost(place: number, worker: TaskWorker): Promise<void> {
    const { pool, onLoss } = this.#run;
    if (this.#workers[place] !== worker) return;
    onLoss();
    await pool.replace(place, worker);
  }
}

export const cancelled = (): CaudalError => new CaudalError('CANCELLED', 'The action was cancelled.');
/** Rejects when the signal aborts, until it is stopped. */
function whenAborted(signal: AbortSignal): { readonly promise: Promise<never>; stop(): void } {
  let stop = (): void => undefined;
  const promise = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) return reject(cancelled());
    const onAbort = (): void => reject(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
    stop = () => signal.removeEventListener('abort', onAbort);
  });
  promise.catch(() => undefined);
  return { promise, stop };
}
