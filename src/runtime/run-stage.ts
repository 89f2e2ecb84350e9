// Runs the tasks of one stage: on workers, two queued per worker, or inline when fan-out does not pay. Results come in task order.
// A task whose worker is lost runs again if nothing was taken from it; else the whole attempt fails (AttemptLost).
import { frameBytes } from '../column/frame.ts';
import { CaudalError } from '../types/error.ts';
import type { TaskMessage, TaskResult } from './message.ts';
import type { WorkerPool } from './pool.ts';
import type { TaskWorker } from './local-worker.ts';
import type { StageTask } from './stage-tasks.ts';

/** Below this many rows a stage runs on the session's thread. */
const INLINE_ROWS = 65536;
const QUEUED_PER_WORKER = 2;

/** The attempt cannot be saved; the query runs again from its sources. */
export class AttemptLost extends Error {}
export interface RunStage {
  readonly pool: WorkerPool;
  readonly tasks: readonly StageTask[];
  readonly message: (task: StageTask, index: number) => TaskMessage;
  /** Gives the workers what the query's frames refer to; called before the first task and after a loss. */
  readonly prepare: (workers: readonly TaskWorker[]) => Promise<void>;
  readonly rowLimit: number | undefined;
  /** Notes a lost worker; throws WORKER_LOST at the third. */
  readonly onLoss: () => void;
  readonly signal: AbortSignal;
}

/** Results in task order. Leaving early lets running tasks finish unseen. */
export async function* runStage(run: RunStage): AsyncGenerator<TaskResult, void, undefined> {
  const { pool, tasks, rowLimit } = run;
  const rows = tasks.reduce((sum, task) => sum + task.rows, 0);
  const framed = tasks.some((task) =>
    Object.values(task.inputs).some(
      (input) => input.kind === 'frames' && input.frames.reduce((n, f) => n + frameBytes(f), 0) > 1 << 20,
    ),
  );
  const pinned = tasks.some((task) => task.worker !== undefined && task.worker >= 0);
  const inline = !pinned && (pool.size === 0 || (rows < INLINE_ROWS && !framed));
  const workers = inline ? [] : await pool.workers();
  await run.prepare(workers);
  const dispatcher = new Dispatcher(run, workers);
  let seen = 0;
  const window = Math.max(1, workers.length * QUEUED_PER_WORKER);
  for (let i = 0; i < tasks.length; i++) {
    for (let j = i; j < Math.min(tasks.length, i + window); j++) dispatcher.start(j);
    const result = await dispatcher.result(i);
    yield result;
    seen += result.rows.reduce((a, b) => a + b, 0);
    if (rowLimit !== undefined && seen >= rowLimit) return;
  }
}

class Dispatcher {
  readonly #run: RunStage;
  readonly #workers: readonly TaskWorker[];
  readonly #results: (Promise<TaskResult> | undefined)[] = [];
  readonly #load: number[];
  constructor(run: RunStage, workers: readonly TaskWorker[]) {
    this.#run = run;
    this.#workers = workers;
    this.#load = workers.map(() => 0);
  }
  start(index: number): void {
    if (this.#results[index]) return;
    const result = this.#execute(index);
    result.catch(() => undefined);
    this.#results[index] = result;
  }
  async result(index: number): Promise<TaskResult> {
    const result = this.#results[index]!;
    this.#results[index] = undefined;
    const { signal } = this.#run;
    if (signal.aborted) throw cancelled();
    let stop: (() => void) | undefined;
    const aborted = new Promise<never>((_resolve, reject) => {
      stop = () => reject(cancelled());
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([result, aborted]);
    } finally {
      signal.removeEventListener('abort', stop!);
    }
  }
  async #execute(index: number): Promise<TaskResult> {
    const { pool, tasks, message } = this.#run;
    const task = tasks[index]!;
    if (this.#workers.length === 0 || (task.worker ?? 0) < 0) return (await pool.inline()).runTask(message(task, index));
    const place = task.worker ?? this.#load.indexOf(Math.min(...this.#load));
    const worker = this.#workers[place]!;
    this.#load[place]!++;
    try {
      return await worker.runTask(message(task, index));
    } catch (error) {
      if (!(error instanceof CaudalError) || error.code !== 'WORKER_LOST') throw error;
      await this.#lost(place, worker);
      if (!task.repeatable || task.worker !== undefined) throw new AttemptLost();
      await this.#run.prepare(this.#workers);
      return this.#execute(index);
    } finally {
      this.#load[place]!--;
    }
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
