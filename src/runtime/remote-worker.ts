// A LocalWorker behind a thread boundary: tasks by plain messages (task-channel.ts), everything else by comlink. Errors cross as records.
import * as Comlink from 'comlink';
import type { FindConnector } from '../connectors/connector.ts';
import type { Platform, WorkerHandle } from '../platform/platform.ts';
import { CaudalError, errorFromRecord, errorToRecord } from '../types/error.ts';
import type { ErrorRecord } from '../types/error.ts';
import { Heartbeat, answerBeats, isBeat } from './heartbeat.ts';
import type { Patience } from './heartbeat.ts';
import { LocalWorker } from './local-worker.ts';
import type { TaskWorker, WorkerProgress, WorkerStats } from './local-worker.ts';
import type { StageRun, Task, TaskResult } from './message.ts';
import { TaskSender, isTaskMessage, receiveTasks } from './task-channel.ts';
import { endpointOf } from './wire.ts';
import type { Wire } from './wire.ts';
import type { RestoredState } from './state-reader.ts';
import type { PartitionTables } from './state-registry.ts';

export interface WorkerInit {
  readonly module: WebAssembly.Module;
  readonly limitBytes: number;
}
type Reply<T> = { readonly ok: T } | { readonly error: ErrorRecord };
/** The worker's side of the boundary. */
interface WorkerPort {
  init(init: WorkerInit): Promise<Reply<null>>;
  loadBlock(id: string, frame: ArrayBuffer): Promise<Reply<null>>;
  loadDictionary(sharedId: string, frame: ArrayBuffer): Promise<Reply<null>>;
  dropBlocks(prefix: string): Promise<Reply<null>>;
  saveState(run: string, sinceEpoch: number | null): Promise<Reply<readonly PartitionTables[]>>;
  restoreState(run: string, states: readonly RestoredState[]): Promise<Reply<null>>;
  dropState(run: string): Promise<Reply<null>>;
  cancel(queryId: number): Promise<void>;
  progress(queryId: number): Promise<WorkerProgress>;
  stats(): Promise<WorkerStats>;
}
const resultOf = async <T>(work: () => Promise<T> | T): Promise<Reply<T>> => {
  try {
    return { ok: await work() };
  } catch (error) {
    return { error: errorToRecord(error) };
  }
};
const reply = (work: () => Promise<void> | void): Promise<Reply<null>> =>
  resultOf(async () => {
    await work();
    return null;
  });
const check = (r: Reply<null>): void => {
  if ('error' in r) throw errorFromRecord(r.error);
};
const isControl = (message: unknown): boolean => !isTaskMessage(message) && !isBeat(message);

const framesOf = (states: readonly PartitionTables[]): ArrayBuffer[] =>
  states.flatMap(({ tables }) => tables.flatMap(({ puts, removed }) => [puts, removed].filter((frame) => frame !== null)));

/** Serves a LocalWorker on the worker's own port; called by src/worker.ts. */
export function serveWorker(wire: Wire, platform: Platform, findConnector: FindConnector): void {
  let worker: LocalWorker | undefined;
  const must = (): LocalWorker => {
    if (!worker) throw new Error('worker is not initialised');
    return worker;
  };
  const port: WorkerPort = {
    init: (init) =>
      reply(() => {
        worker = new LocalWorker(init.module, init.limitBytes, platform, findConnector);
      }),
    loadBlock: (id, frame) => reply(() => must().loadBlock(id, frame)),
    loadDictionary: (sharedId, frame) => reply(() => must().loadDictionary(sharedId, frame)),
    dropBlocks: (prefix) => reply(() => must().dropBlocks(prefix)),
    saveState: async (run, sinceEpoch) => {
      const result = await resultOf(() => must().saveState(run, sinceEpoch));
      return 'ok' in result ? Comlink.transfer(result, framesOf(result.ok)) : result;
    },
    restoreState: (run, states) => reply(() => must().restoreState(run, states)),
    dropState: (run) => reply(() => must().dropState(run)),
    cancel: (queryId) => must().cancel(queryId),
    progress: (queryId) => must().progress(queryId),
    stats: () => must().stats(),
  };
  receiveTasks(wire, platform, must);
  answerBeats(wire);
  Comlink.expose(port, endpointOf(wire, isControl));
}

export class RemoteWorker implements TaskWorker {
  readonly #handle: WorkerHandle;
  readonly #port: WorkerPort;
  readonly #tasks: TaskSender;
  readonly #heartbeat: Heartbeat;
  /** Calls of the control port that wait; they fail when the worker dies or falls silent. No promise that all of them race: it would keep
   * every answer (saved state: 115 bytes a row of a stream) for as long as the worker lives. */
  readonly #waiting = new Set<(error: CaudalError) => void>();
  #lost: CaudalError | undefined;
  #busy = 0;

  constructor(handle: WorkerHandle, patience: Patience) {
    this.#handle = handle;
    this.#tasks = new TaskSender(handle);
    const lose = (error: CaudalError): void => {
      this.#heartbeat.rest();
      this.#tasks.fail(error);
      this.#lost ??= error;
      for (const reject of this.#waiting) reject(this.#lost);
    };
    handle.onFailure((cause) => lose(new CaudalError('WORKER_LOST', `A worker ended: ${cause.message}`, { cause })));
    this.#heartbeat = new Heartbeat(handle, patience, (silentMs) => {
      handle.terminate();
      lose(new CaudalError('WORKER_LOST', `A worker did not answer for ${silentMs} ms.`));
    });
    // comlink's mapped type splits unions of replies; every method of the port is a promise already, so the plain type holds.
    this.#port = Comlink.wrap(endpointOf(handle, isControl)) as unknown as WorkerPort;
  }
  async init(init: WorkerInit): Promise<void> {
    check(await this.#call(this.#port.init(init)));
  }
  runTasks(run: StageRun, tasks: readonly Task[]): readonly Promise<TaskResult>[] {
    const results = this.#tasks.send(run, tasks);
    for (const result of results) this.#whileBusy(result);
    return results;
  }
  async loadBlock(id: string, frame: ArrayBuffer): Promise<void> {
    check(await this.#call(this.#port.loadBlock(id, Comlink.transfer(frame, [frame]))));
  }
  async loadDictionary(sharedId: string, frame: ArrayBuffer): Promise<void> {
    check(await this.#call(this.#port.loadDictionary(sharedId, frame)));
  }
  async dropBlocks(prefix: string): Promise<void> {
    check(await this.#call(this.#port.dropBlocks(prefix)));
  }
  async saveState(run: string, sinceEpoch: number | null): Promise<readonly PartitionTables[]> {
    const result = await this.#call(this.#port.saveState(run, sinceEpoch));
    if ('error' in result) throw errorFromRecord(result.error);
    return result.ok;
  }
  /** Frames are copied: several workers may get the same. */
  async restoreState(run: string, states: readonly RestoredState[]): Promise<void> {
    check(await this.#call(this.#port.restoreState(run, states)));
  }
  async dropState(run: string): Promise<void> {
    check(await this.#call(this.#port.dropState(run)));
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
    this.#heartbeat.rest();
    this.#handle.terminate();
  }

  #call<T>(answer: Promise<T>): Promise<T> {
    const result = new Promise<T>((resolve, reject) => {
      this.#waiting.add(reject);
      const done = (): void => void this.#waiting.delete(reject);
      answer.then(resolve, reject).finally(done);
      if (this.#lost) reject(this.#lost);
    });
    this.#whileBusy(result);
    return result;
  }
  /** A busy worker keeps Node alive and has to answer, an idle one does not. */
  #whileBusy(result: Promise<unknown>): void {
    if (this.#busy++ === 0) {
      this.#handle.setReferenced(true);
      this.#heartbeat.watch();
    }
    void result
      .catch(() => undefined)
      .finally(() => {
        if (--this.#busy > 0) return;
        this.#handle.setReferenced(false);
        this.#heartbeat.rest();
      });
  }
}
