// The runtime of a session: runs physical plans stage by stage. Between stages frames wait on this thread (as shuffle files do);
// the last stage's frames are the result, in task order. A lost worker fails the attempt; the third loss is WORKER_LOST.
import type { ConnectorContext, FindConnector } from '../connectors/connector.ts';
import type { InputRows } from '../column/encode-frame.ts';
import type { MemorySpec } from '../column/memory-table.ts';
import type { EvaluationContext } from '../functions/define.ts';
import type { Platform } from '../platform/platform.ts';
import type { PhysicalPlan, Stage, StreamInputNode } from '../physical/physical.ts';
import type { ScanSource } from '../plan/scan-source.ts';
import type { Schema } from '../types/data-type.ts';
import { CaudalError } from '../types/error.ts';
import { ProgressTracker } from './progress.ts';
import type { Progress, QueryMetrics } from './progress.ts';
import type { TaskWorker } from './local-worker.ts';
import { WorkerPool } from './pool.ts';
import type { PoolOptions } from './pool.ts';
import { AttemptLost, cancelled, runStage } from './run-stage.ts';
import { cutStage, leavesOf } from './stage-tasks.ts';
import type { StageFrames } from './stage-tasks.ts';
import type { StreamReport, StreamTask } from './message.ts';
import { buildTable } from './table-builder.ts';
import { Tables } from './tables.ts';
import type { TableContents } from './tables.ts';

const MAX_LOSSES = 3;
const PROGRESS_EVERY_MS = 100;
/** What a signal is aborted with that nobody need hear of; making the default reason takes 50 us. */
const ENDED = 'The query has ended.';

export interface ExecuteOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly onMetrics?: ((metrics: QueryMetrics) => void) | undefined;
  readonly evaluation: EvaluationContext;
  readonly batchRows: number;
  /** Whether the result's text columns are to be plain; else they may come with dictionaries. */
  readonly plainText: boolean;
  /** The plan is that of a stream, and this one of its epochs. */
  readonly stream?: EpochRun | undefined;
}
/** One epoch as the runtime sees it. */
export interface EpochRun {
  readonly task: Omit<StreamTask, 'watermarks'>;
  rowsOf(leaf: StreamInputNode): readonly InputRows[];
  /** By state id; asked before each stage, when those it depends on have reported. */
  watermarks(): StreamTask['watermarks'];
  onReport(report: StreamReport): void;
}
export interface RuntimeMemory {
  readonly liveBytes: number;
  readonly totalBytes: number;
  readonly heldBytes: number;
}

export class Runtime {
  readonly tables = new Tables();
  readonly pool: WorkerPool;
  readonly #platform: Platform;
  readonly #findConnector: FindConnector;
  readonly #running = new Set<AbortController>();
  #nextQueryId = 1;
  #closed = false;

  constructor(options: PoolOptions) {
    this.#platform = options.platform;
    this.#findConnector = options.findConnector;
    this.pool = new WorkerPool(options);
    this.pool.onLost = (place) => this.tables.forget(place);
  }
  /** The memory account: WASM heaps, and frames held on this thread. */
  async memory(): Promise<RuntimeMemory> {
    return { ...(await this.pool.stats()), heldBytes: this.tables.heldBytes };
  }
  /** Builds an in-memory table from the frames `source` gives; it is asked again when a worker was lost with blocks of the table. */
  async createTable(label: string, schema: Schema, source: () => AsyncIterable<ArrayBuffer>): Promise<ScanSource> {
    const tableId = this.tables.reserve();
    const build = async (): Promise<TableContents> => buildTable(await this.pool.inline(), schema, source(), `${tableId}/`);
    return this.tables.create(tableId, { label, schema, rebuild: build }, await build());
  }
  async dropTable(tableId: number): Promise<void> {
    const prefix = this.tables.drop(tableId);
    const workers = [await this.pool.inline(), ...(this.pool.size > 0 ? await this.pool.workers() : [])];
    await Promise.all(workers.map((worker) => worker.dropBlocks(prefix)));
  }
  get isClosed(): boolean {
    return this.#closed;
  }
  /** Running actions reject with CANCELLED. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const controller of this.#running) controller.abort();
    await this.pool.close();
  }

  async *execute(plan: PhysicalPlan, options: ExecuteOptions): AsyncGenerator<ArrayBuffer, void, undefined> {
    if (this.#closed) throw new CaudalError('SESSION_CLOSED', 'The session is closed.');
    const controller = new AbortController();
    const stop = (): void => controller.abort();
    if (options.signal?.aborted) throw cancelled();
    options.signal?.addEventListener('abort', stop, { once: true });
    this.#running.add(controller);
    let losses = 0,
      delivered = 0;
    const onLoss = (): void => {
      if (++losses >= MAX_LOSSES) throw new CaudalError('WORKER_LOST', `${losses} workers were lost while the query ran.`);
    };
    try {
      for (;;) {
        try {
          let skip = delivered;
          for await (const frame of this.#attempt(plan, options, controller.signal, onLoss)) {
            if (skip-- > 0) continue;
            delivered++;
            yield frame;
          }
          return;
        } catch (error) {
          if (!(error instanceof AttemptLost)) throw error;
          // State may have taken some of the epoch's rows.
          if (options.stream && plan.stages.some((stage) => stage.statePartitions))
            throw new CaudalError('WORKER_LOST', 'A worker was lost with state of the stream.', { cause: error });
        }
      }
    } finally {
      controller.abort(ENDED);
      this.#running.delete(controller);
      options.signal?.removeEventListener('abort', stop);
    }
  }

  async *#attempt(
    plan: PhysicalPlan,
    options: ExecuteOptions,
    signal: AbortSignal,
    onLoss: () => void,
  ): AsyncGenerator<ArrayBuffer, void, undefined> {
    const queryId = this.#nextQueryId++;
    const tracker = new ProgressTracker(plan);
    const stopReports = this.#report(queryId, tracker, options.onProgress);
    const onAbort = (): void => void this.#cancel(queryId).catch(() => undefined);
    signal.addEventListener('abort', onAbort, { once: true });
    const frames = new Map<number, StageFrames>();
    const tableIds = tablesOf(plan);
    try {
      for (const [i, stage] of plan.stages.entries()) {
        const last = i === plan.stages.length - 1;
        const kept: (readonly (ArrayBuffer | null)[])[] = [];
        for await (const result of this.#stage(stage, tableIds, !last, queryId, frames, options, signal, tracker, onLoss)) {
          if (!last) kept.push(result);
          else for (const frame of result) if (frame) yield frame;
        }
        frames.set(stage.id, kept);
        for (const done of stage.dependsOn)
          if (!plan.stages.slice(i + 1).some((later) => later.dependsOn.includes(done))) frames.delete(done);
      }
      options.onProgress?.(tracker.snapshot({ rows: 0, bytes: 0 }));
      options.onMetrics?.(tracker.finish());
    } finally {
      stopReports();
      signal.removeEventListener('abort', onAbort);
    }
  }
  async *#stage(
    stage: Stage,
    tableIds: readonly number[],
    internal: boolean,
    queryId: number,
    frames: Map<number, StageFrames>,
    options: ExecuteOptions,
    signal: AbortSignal,
    tracker: ProgressTracker,
    onLoss: () => void,
  ): AsyncGenerator<readonly (ArrayBuffer | null)[], void, undefined> {
    await this.#placeTables(stage);
    const context: ConnectorContext = {
      platform: this.#platform,
      timeZone: options.evaluation.timeZone,
      signal,
      tables: this.tables,
    };
    const { stream } = options;
    const epoch = stream && { rowsOf: (leaf: StreamInputNode) => stream.rowsOf(leaf), workers: this.pool.size };
    const cut = await cutStage(stage, (id) => frames.get(id)!, context, this.#findConnector, epoch);
    const streamTask = stream && { ...stream.task, watermarks: stream.watermarks() };
    tracker.stageStarted(stage.id, cut.tasks.length, cut.metrics, cut.bytes);
    const results = runStage({
      pool: this.pool,
      stageRun: {
        queryId,
        stage,
        internal,
        plainText: options.plainText && !internal,
        batchRows: options.batchRows,
        evaluation: { ...options.evaluation },
        ...(streamTask && { stream: streamTask }),
      },
      tasks: stage.onDriver ? cut.tasks.map((task) => ({ ...task, worker: -1 })) : cut.tasks,
      onLoss,
      signal,
      prepare: (workers) => this.#informEngines(tableIds, workers),
    });
    for await (const result of results) {
      tracker.taskFinished(stage.id, result);
      if (result.stream) stream?.onReport(result.stream);
      yield result.frames;
    }
  }
  /** Moves blocks of in-memory tables to the engines that will read them. */
  async #placeTables(stage: Stage): Promise<void> {
    for (const leaf of leavesOf(stage.root)) {
      if (leaf.kind !== 'Scan' || leaf.source.format !== 'memory') continue;
      const { tableId } = leaf.source.spec as MemorySpec;
      const moves = await this.tables.place(tableId, this.pool.size);
      if (moves.length === 0) continue;
      const inline = await this.pool.inline();
      const workers = moves.some((move) => move.place >= 0) ? await this.pool.workers() : [];
      await this.#informEngines([tableId], workers);
      await Promise.all(moves.map(({ id, frame, place }) => (workers[place] ?? inline).loadBlock(id, frame)));
    }
  }
  /** Frames between engines name the tables' dictionaries: whoever may read one must hold them. */
  async #informEngines(tableIds: readonly number[], workers: readonly TaskWorker[]): Promise<void> {
    if (tableIds.length === 0) return;
    const engines = [await this.pool.inline(), ...workers];
    const loading = engines.flatMap((engine, i) =>
      tableIds.flatMap((tableId) =>
        this.tables.dictionariesFor(tableId, i - 1).map(({ sharedId, frame }) => engine.loadDictionary(sharedId, frame)),
      ),
    );
    await Promise.all(loading);
  }
  async #cancel(queryId: number): Promise<void> {
    const workers = [await this.pool.inline(), ...(this.pool.size > 0 ? await this.pool.workers() : [])];
    await Promise.allSettled(workers.map((worker) => worker.cancel(queryId)));
  }
  /** Reports while the query runs; returns what stops it. */
  #report(queryId: number, tracker: ProgressTracker, onProgress: ((progress: Progress) => void) | undefined): () => void {
    if (!onProgress) return () => undefined;
    const timer = setInterval(() => {
      void (async () => {
        const workers = [await this.pool.inline(), ...(this.pool.size > 0 ? await this.pool.workers() : [])];
        const live = await Promise.all(workers.map((worker) => worker.progress(queryId)));
        onProgress(
          tracker.snapshot({ rows: live.reduce((n, p) => n + p.rows, 0), bytes: live.reduce((n, p) => n + p.bytes, 0) }),
        );
      })().catch(() => undefined);
    }, PROGRESS_EVERY_MS);
    return () => clearInterval(timer);
  }
}

/** In-memory tables a plan reads. */
function tablesOf(plan: PhysicalPlan): readonly number[] {
  const scans = plan.stages
    .flatMap((stage) => leavesOf(stage.root))
    .filter((leaf) => leaf.kind === 'Scan' && leaf.source.format === 'memory');
  return [...new Set(scans.map((leaf) => (leaf.kind === 'Scan' ? (leaf.source.spec as MemorySpec).tableId : -1)))];
}
