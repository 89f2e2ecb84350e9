// A worker's engine and what it can be asked: run a task, hold blocks, report, cancel. The same class runs behind a thread boundary
// (remote-worker.ts), inline on the session's thread (`workers: 0`), and n times inline as simulated workers in tests.
import { BlockStore } from '../column/block-store.ts';
import { FramePool } from '../column/frame-pool.ts';
import type { FindConnector } from '../connectors/connector.ts';
import type { Platform } from '../platform/platform.ts';
import { CaudalError } from '../types/error.ts';
import { createEngine } from '../wasm/instance.ts';
import type { EngineInstance } from '../wasm/instance.ts';
import type { StageRun, Task, TaskResult } from './message.ts';
import type { RestoredState } from './state-reader.ts';
import { StateRegistry } from './state-registry.ts';
import type { PartitionTables } from './state-registry.ts';
import { runTask } from './task.ts';

export interface WorkerStats {
  readonly liveBytes: number;
  readonly totalBytes: number;
}
export interface WorkerProgress {
  readonly rows: number;
  readonly bytes: number;
}
/** What the driver may ask of any worker. */
export interface TaskWorker {
  /** One result per task, each as it comes. */
  runTasks(run: StageRun, tasks: readonly Task[]): readonly Promise<TaskResult>[];
  loadBlock(id: string, frame: ArrayBuffer): Promise<void>;
  /** The frame is copied: every engine gets one. */
  loadDictionary(sharedId: string, frame: ArrayBuffer): Promise<void>;
  dropBlocks(prefix: string): Promise<void>;
  cancel(queryId: number): Promise<void>;
  progress(queryId: number): Promise<WorkerProgress>;
  /** The state of a stream's run: all, or what changed after an epoch. */
  saveState(run: string, sinceEpoch: number | null): Promise<readonly PartitionTables[]>;
  /** Before the first task of the run. */
  restoreState(run: string, states: readonly RestoredState[]): Promise<void>;
  /** Forgets the state of a stream's run. */
  dropState(run: string): Promise<void>;
  stats(): Promise<WorkerStats>;
  close(): Promise<void>;
}

/** Share of an engine's memory that used frame buffers may take besides: an exchange of that size writes into warm memory. */
const POOL_SHARE = 1 / 16;
/** Queries of which progress and cancelling are remembered: the newest. */
const MAX_QUERIES = 1024;
const forgetOldest = (queries: Map<number, unknown> | Set<number>): void => {
  if (queries.size > MAX_QUERIES) queries.delete(queries.keys().next().value!);
};

export class LocalWorker implements TaskWorker {
  readonly engine: EngineInstance;
  readonly #platform: Platform;
  readonly #findConnector: FindConnector;
  readonly #blocks: BlockStore;
  readonly #frames: FramePool;
  readonly #states: StateRegistry;
  readonly #cancelled = new Set<number>();
  readonly #progress = new Map<number, { rows: number; bytes: number }>();
  #queue: Promise<unknown> = Promise.resolve();

  constructor(module: WebAssembly.Module, limitBytes: number, platform: Platform, findConnector: FindConnector) {
    this.engine = createEngine(module, limitBytes);
    this.#platform = platform;
    this.#findConnector = findConnector;
    this.#blocks = new BlockStore(this.engine.memory);
    this.#frames = new FramePool(limitBytes * POOL_SHARE);
    this.#states = new StateRegistry(this.engine, this.#frames);
  }
  /** Tasks run one after the other: the arena is a stack. */
  runTasks(stageRun: StageRun, tasks: readonly Task[]): readonly Promise<TaskResult>[] {
    return tasks.map((task) => this.#runTask(stageRun, task));
  }
  #runTask(stageRun: StageRun, task: Task): Promise<TaskResult> {
    const { queryId } = stageRun;
    const check = (): void => {
      if (this.#cancelled.has(queryId)) throw new CaudalError('CANCELLED', 'The action was cancelled.');
    };
    const run = async (): Promise<TaskResult> => {
      check();
      const seen = this.#progress.get(queryId) ?? { rows: 0, bytes: 0 };
      this.#progress.set(queryId, seen);
      forgetOldest(this.#progress);
      const host = {
        engine: this.engine,
        platform: this.#platform,
        findConnector: this.#findConnector,
        blocks: this.#blocks,
        frames: this.#frames,
        states: this.#states,
      };
      return runTask(host, stageRun, task, {
        check,
        yield: () => this.#platform.macrotask(),
        progress: (rows, bytes) => {
          seen.rows += rows;
          seen.bytes += bytes;
        },
      });
    };
    return this.exclusive(run);
  }
  /** Work that must not meet a task half-way. */
  exclusive<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }
  async loadDictionary(sharedId: string, frame: ArrayBuffer): Promise<void> {
    this.#blocks.loadDictionary(sharedId, frame);
  }
  async loadBlock(id: string, frame: ArrayBuffer): Promise<void> {
    this.#blocks.load(id, frame);
  }
  /** Waits for running tasks: they may read the blocks. */
  dropBlocks(prefix: string): Promise<void> {
    const done = this.#queue.then(() => this.#blocks.drop(prefix));
    this.#queue = done;
    return done;
  }
  saveState(run: string, sinceEpoch: number | null): Promise<readonly PartitionTables[]> {
    return this.exclusive(() => {
      const tables = this.#states.save(run, sinceEpoch);
      this.engine.memory.clearArena();
      return tables;
    });
  }
  restoreState(run: string, states: readonly RestoredState[]): Promise<void> {
    return this.exclusive(() => this.#states.restore(run, states));
  }
  dropState(run: string): Promise<void> {
    return this.exclusive(() => this.#states.drop(run));
  }
  async cancel(queryId: number): Promise<void> {
    this.#cancelled.add(queryId);
    forgetOldest(this.#cancelled);
  }
  async progress(queryId: number): Promise<WorkerProgress> {
    return { ...(this.#progress.get(queryId) ?? { rows: 0, bytes: 0 }) };
  }
  async stats(): Promise<WorkerStats> {
    const { liveBytes, totalBytes } = this.engine.memory;
    return { liveBytes, totalBytes: totalBytes + this.#frames.bytes };
  }
  async close(): Promise<void> {
    await this.#queue;
  }
}
