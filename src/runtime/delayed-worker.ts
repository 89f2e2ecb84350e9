// A worker on this thread whose messages take their time: tests put other orders of arrival to the scheduler.
import type { LocalWorker, TaskWorker, WorkerProgress, WorkerStats } from './local-worker.ts';
import type { StageRun, Task, TaskResult } from './message.ts';
import type { RestoredState } from './state-reader.ts';
import type { PartitionTables } from './state-registry.ts';

export class DelayedWorker implements TaskWorker {
  readonly #worker: LocalWorker;
  readonly #delay: () => Promise<void>;
  constructor(worker: LocalWorker, delay: () => Promise<void>) {
    this.#worker = worker;
    this.#delay = delay;
  }
  /** The way there, and the way back. */
  async #around<T>(call: () => Promise<T>): Promise<T> {
    await this.#delay();
    const result = await call();
    await this.#delay();
    return result;
  }
  runTasks(run: StageRun, tasks: readonly Task[]): readonly Promise<TaskResult>[] {
    return tasks.map((task) => this.#around(() => this.#worker.runTasks(run, [task])[0]!));
  }
  loadBlock(id: string, frame: ArrayBuffer): Promise<void> {
    return this.#around(() => this.#worker.loadBlock(id, frame));
  }
  loadDictionary(sharedId: string, frame: ArrayBuffer): Promise<void> {
    return this.#around(() => this.#worker.loadDictionary(sharedId, frame));
  }
  dropBlocks(prefix: string): Promise<void> {
    return this.#around(() => this.#worker.dropBlocks(prefix));
  }
  saveState(run: string, sinceEpoch: number | null): Promise<readonly PartitionTables[]> {
    return this.#around(() => this.#worker.saveState(run, sinceEpoch));
  }
  restoreState(run: string, states: readonly RestoredState[]): Promise<void> {
    return this.#around(() => this.#worker.restoreState(run, structuredClone(states)));
  }
  dropState(run: string): Promise<void> {
    return this.#around(() => this.#worker.dropState(run));
  }
  cancel(queryId: number): Promise<void> {
    return this.#worker.cancel(queryId);
  }
  progress(queryId: number): Promise<WorkerProgress> {
    return this.#worker.progress(queryId);
  }
  stats(): Promise<WorkerStats> {
    return this.#worker.stats();
  }
  close(): Promise<void> {
    return this.#worker.close();
  }
}
