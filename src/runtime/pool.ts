// The workers of a session: one inline engine, and n started when a query first wants them. A lost worker is replaced in its place.
import type { FindConnector } from '../connectors/connector.ts';
import type { Platform } from '../platform/platform.ts';
import { CaudalError } from '../types/error.ts';
import { DelayedWorker } from './delayed-worker.ts';
import { Patience } from './heartbeat.ts';
import { LocalWorker } from './local-worker.ts';
import type { TaskWorker } from './local-worker.ts';
import { RemoteWorker } from './remote-worker.ts';

export interface PoolOptions {
  readonly platform: Platform;
  readonly findConnector: FindConnector;
  readonly workers: number;
  /** Whether the user asked for workers: then not getting them is an error, else a warning and inline work. */
  readonly workersRequired: boolean;
  readonly memoryLimitBytes: number;
  readonly assets?: { readonly worker?: unknown };
  /** n engines on this thread instead of workers, for tests; `delay` reorders their messages. */
  readonly simulate?: { readonly delay: () => Promise<void> };
}
/** With workers the session's own engine gets a tenth: it runs small queries and merges. */
const INLINE_SHARE = 0.1;
export class WorkerPool {
  readonly #options: PoolOptions;
  #module: Promise<WebAssembly.Module> | undefined;
  #inline: Promise<LocalWorker> | undefined;
  #workers: Promise<TaskWorker[]> | undefined;
  readonly #replacing = new WeakMap<TaskWorker, Promise<void>>();
  #unavailable = false;
  readonly #patience = new Patience();
  /** Called with the place of a worker that was lost, after it was replaced. */
  onLost: (place: number) => void = () => undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
  }
  /** Workers a query may use; 0 = inline only. */
  get size(): number {
    return this.#unavailable ? 0 : this.#options.workers;
  }

  inline(): Promise<LocalWorker> {
    const { platform, findConnector, workers, memoryLimitBytes } = this.#options;
    const limit = workers === 0 ? memoryLimitBytes : Math.max(64 << 20, memoryLimitBytes * INLINE_SHARE);
    return (this.#inline ??= this.module().then((module) => new LocalWorker(module, limit, platform, findConnector)));
  }
  /** The started workers; empty when there are none to be had. */
  workers(): Promise<TaskWorker[]> {
    return (this.#workers ??= this.#start());
  }
  /** Puts a fresh worker in the place of a lost one; whoever notices second waits for the first. */
  async replace(place: number, lost: TaskWorker): Promise<void> {
    const workers = await this.workers();
    const running = this.#replacing.get(lost);
    if (running) return running;
    if (workers[place] !== lost) return;
    const work = (async () => {
      if (lost instanceof RemoteWorker) lost.terminate();
      workers[place] = await this.#startOne();
      this.onLost(place);
    })();
    this.#replacing.set(lost, work);
    // A replacement that died too is tried again by the next who wants the place.
    work.catch(() => this.#replacing.delete(lost));
    return work;
  }
  async stats(): Promise<{ liveBytes: number; totalBytes: number }> {
    const all = [...(this.#workers ? await this.#workers : []), ...(this.#inline ? [await this.#inline] : [])];
    const each = await Promise.all(all.map((worker) => worker.stats()));
    return { liveBytes: each.reduce((n, s) => n + s.liveBytes, 0), totalBytes: each.reduce((n, s) => n + s.totalBytes, 0) };
  }
  async close(): Promise<void> {
    const workers = this.#workers ? await this.#workers.catch(() => []) : [];
    await Promise.all(workers.map((worker) => worker.close()));
  }

  module(): Promise<WebAssembly.Module> {
    return (this.#module ??= this.#options.platform.loadKernels());
  }
  async #start(): Promise<TaskWorker[]> {
    const { workers, workersRequired } = this.#options;
    try {
      return await Promise.all(Array.from({ length: workers }, () => this.#startOne()));
    } catch (cause) {
      const error = new CaudalError(
        'WORKER_UNAVAILABLE',
        `Workers cannot start: ${cause instanceof Error ? cause.message : String(cause)}.`,
        {
          hint: "On a page, the Content-Security-Policy needs worker-src 'self' (or the URL given as assets.worker); workers: 0 runs without.",
          cause,
        },
      );
      if (workersRequired) throw error;
      console.warn(`${error.message} Queries run on this thread.`);
      this.#unavailable = true;
      return [];
    }
  }
  async #startOne(): Promise<TaskWorker> {
    const { platform, findConnector, workers, memoryLimitBytes, assets, simulate } = this.#options;
    const module = await this.module(),
      limitBytes = (memoryLimitBytes * (1 - INLINE_SHARE)) / workers;
    if (simulate) return new DelayedWorker(new LocalWorker(module, limitBytes, platform, findConnector), simulate.delay);
    if (!platform.createWorker) throw new Error('this host has no workers');
    const worker = new RemoteWorker(platform.createWorker(assets?.worker as never), this.#patience);
    await worker.init({ module, limitBytes });
    return worker;
  }
}
