// A LocalWorker behind a thread boundary: comlink for control, frames as transferred buffers. Errors cross as records (DESIGN 13).
import * as Comlink from 'comlink';
import type { FindConnector } from '../connectors/connector.ts';
import type { Platform, WorkerHandle } from '../platform/platform.ts';
import { CaudalError, errorFromRecord, errorToRecord } from '../types/error.ts';
import type { ErrorRecord } from '../types/error.ts';
import { endpointOf } from './endpoint.ts';
import { LocalWorker } from './local-worker.ts';
import type { TaskWorker, WorkerProgress, WorkerStats } from './local-worker.ts';
import type { TaskMessage, TaskResult } from './message.ts';

export interface WorkerInit {
  readonly module: WebAssembly.Module;
  readonly limitBytes: number;
}
type Reply<T> = { readonly ok: T } | { readonly error: ErrorRecord };
/** The worker's side of the boundary. */
interface WorkerPort {
  init(init: WorkerInit): Promise<Reply<null>>;
  runTask(message: TaskMessage): Promise<Reply<TaskResult>>;
  loadBlock(id: string, frame: ArrayBuffer): Promise<Reply<null>>;
  loadDictionary(sharedId: string, frame: ArrayBuffer): Promise<Reply<null>>;
  dropBlocks(prefix: string): Promise<Reply<null>>;
  cancel(queryId: number): Promise<void>;
  progress(queryId: number): Promise<WorkerProgress>;
  stats(): Promise<WorkerStats>;
}
const reply = async <T>(work: () => Promise<T>): Promise<Reply<T>> => {
  try {
    return { ok: await work() };
  } catch (error) {
    return { error: errorToRecord(error) };
  }
};
const unwrap = <T>(r: Reply<T>): T => {
  if ('error' in r) throw errorFromRecord(r.error);
  return r.ok;
};

/** Serves a LocalWorker on the worker's own port; called by src/worker.ts. */
export function serveWorker(endpoint: Comlink.Endpoint, platform: Platform, findConnector: FindConnector): void {
  let worker: LocalWorker | undefined;
  const must = (): LocalWorker => {
    if (!worker) throw new Error('worker is not initialised');
    return worker;
  };
  const port: WorkerPort = {
    init: (init) =>
      reply(async () => {
        worker = new LocalWorker(init.module, init.limitBytes, platform, findConnector);
        return null;
      }),
    runTask: async (message) => {
      const result = await reply(() => must().runTask(message));
      return 'ok' in result
        ? Comlink.transfer(
            result,
            result.ok.frames.filter((f) => f !== null),
          )
        : result;
    },
    loadBlock: (id, frame) =>
      reply(async () => {
        await must().loadBlock(id, frame);
        return null;
      }),
    loadDictionary: (sharedId, frame) =>
      reply(async () => {
        await must().loadDictionary(sharedId, frame);
        return null;
      }),
    dropBlocks: (prefix) =>
      reply(async () => {
        await must().dropBlocks(prefix);
        return null;
      }),
    cancel: (queryId) => must().cancel(queryId),
    progress: (queryId) => must().progress(queryId),
    stats: () => must().stats(),
  };
  Comlink.expose(port, endpoint);
}

export class RemoteWorker implements TaskWorker {
  readonly #handle: WorkerHandle;
  readonly #port: WorkerPort;
  /** Rejects when the worker dies; every call races it. */
  readonly lost: Promise<never>;
  #busy = 0;

  constructor(handle: WorkerHandle) {
    this.#handle = handle;
    this.lost = new Promise((_resolve, reject) => {
      handle.onFailure((error) => reject(new CaudalError('WORKER_LOST', `A worker ended: ${error.message}`, { cause: error })));
    });
    this.lost.catch(() => undefined);
    // comlink's mapped type splits unions of replies; every method of the port is a promise already, so the plain type holds.
    this.#port = Comlink.wrap(endpointOf(handle)) as unknown as WorkerPort;
  }
  async init(init: WorkerInit): Promise<void> {
    unwrap(await this.#call(this.#port.init(init)));
  }
  async runTask(message: TaskMessage): Promise<TaskResult> {
    const transfers = Object.values(message.inputs).flatMap((input) =>
      input.kind === 'frames' && !input.shared ? [...input.frames] : [],
    );
    return unwrap(await this.#call(this.#port.runTask(Comlink.transfer(message, transfers))));
  }
  async loadBlock(id: string, frame: ArrayBuffer): Promise<void> {
    unwrap(await this.#call(this.#port.loadBlock(id, Comlink.transfer(frame, [frame]))));
  }
  async loadDictionary(sharedId: string, frame: ArrayBuffer): Promise<void> {
    unwrap(await this.#call(this.#port.loadDictionary(sharedId, frame)));
  }
  async dropBlocks(prefix: string): Promise<void> {
    unwrap(await this.#call(this.#port.dropBlocks(prefix)));
  }
  cancel(queryId: number): Promise<void> {
    return this.#call(this.#port.cancel(queryId));
  }
  progress(queryId: number): Promise<WorkerProgress> {
    return this.#call(this.#port.progress(queryId));
  }
  stats(): Promise<WorkerStats> {
    return this.#call(this.#port.stats());
  }
  async close(): Promise<void> {
    this.terminate();
  }
  terminate(): void {
    this.#handle.terminate();
  }

  /** A busy worker keeps Node alive, an idle one does not. */
  async #call<T>(reply: Promise<T>): Promise<T> {
    if (this.#busy++ === 0) this.#handle.setReferenced(true);
    try {
      return await Promise.race([reply, this.lost]);
    } finally {
      if (--this.#busy === 0) this.#handle.setReferenced(false);
    }
  }
}
